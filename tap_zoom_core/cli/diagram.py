"""The graph of streams as a diagram in Mermaid, which GitHub draws."""

from __future__ import annotations

from collections.abc import Sequence

from tap_zoom_core.cli.describing import Described


def mermaid(found: Sequence[Described]) -> str:
    """Return a flowchart: an arrow from parent to child, a dotted one to what a stream can stand in for.

    Streams that are hidden have round ends and a dashed line.
    """
    nodes = [
        f"  {each.stream}([{each.stream}])" if each.hidden else f"  {each.stream}[{each.stream}]"
        for each in found
    ]
    arrows = [f"  {each.parent} --> {each.stream}" for each in found if each.parent]
    dotted = [
        f"  {each.stream} -. stands in for .-> {other}" for each in found for other in each.stands_in_for
    ]
    hidden = ",".join(each.stream for each in found if each.hidden)
    dashed = ["  classDef hidden stroke-dasharray: 4", f"  class {hidden} hidden"] if hidden else []
    return "\n".join(["flowchart LR", *nodes, *arrows, *dotted, *dashed]) + "\n"
