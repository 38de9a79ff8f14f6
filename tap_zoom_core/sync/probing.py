"""Probing: whether the token may ask for what stands in for a listing, where nobody says what was granted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tap_zoom_core.client import Refused, Unreachable, Verdict, judge, placeholders
from tap_zoom_core.shape import read_record, take_apart
from tap_zoom_core.streams import Record
from tap_zoom_core.sync.branching import child_context
from tap_zoom_core.sync.listing import Family, Listing

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node, Plan
    from tap_zoom_core.sync.run import Run


def forbidden_stand_in(plan: Plan, run: Run) -> tuple[str, str] | None:
    """Return the first stream on a stand-in's line that the token has no scope for, with what Zoom said.

    Asks each line for one row, from its root down: a handful of requests in all.
    """
    for root in plan.roots:
        for line in _lines(root, ()):
            refused = _walk_down(line, run)
            if refused:
                return refused
    return None


def _lines(node: Node, above: tuple[Node, ...]) -> Iterator[tuple[Node, ...]]:
    """Yield the lines of nodes from a root to each stand-in, without the streams that ask for nothing."""
    line = (*above, node)
    if node.stream.stands_in:
        yield line
        return
    for child in node.children:
        yield from _lines(child, line)


def _walk_down(line: tuple[Node, ...], run: Run) -> tuple[str, str] | None:
    context: dict[str, Any] = {}
    record: Record = {}
    for node in line:
        context = {**context, **child_context(node, record, context)}
        if node.stream.path is None:
            continue
        if any(context.get(name) in (None, "") for name in placeholders(node.stream.path)):
            return None
        try:
            found = _first(node, context, run)
        except Unreachable:
            return None
        except Refused as refused:
            forbidden = judge(node.stream, refused) is Verdict.STREAM_OUT
            return (node.stream.name, refused.message) if forbidden else None
        if found is None:
            return None
        record = found
    return None


def _first(node: Node, context: dict[str, Any], run: Run) -> Record | None:
    """Ask for one row of a stream."""
    listing = Listing(node, context, None, Family())
    if not listing.begin(run.spans.get(node.stream.name)):
        return None
    answer = run.client.get(listing.request(1), lambda body: take_apart(body, node.stream.records).records)
    records = (read_record(each)[0] for each in answer.content)
    return next((each for each in records if isinstance(each, dict)), None)
