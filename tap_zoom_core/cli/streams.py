"""``tap-zoom streams``: every stream with its place in the graph, and what it takes to read it."""

from __future__ import annotations

import json
from enum import Enum
from typing import Annotated

import typer
from rich.console import Console

from tap_zoom_core.cli.describing import HEADINGS, Described, as_tree, described
from tap_zoom_core.cli.diagram import mermaid
from tap_zoom_core.cli.host import open_host
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, StateOption, given
from tap_zoom_core.cli.stdout import write_out
from tap_zoom_core.cli.tables import as_lines, as_markdown, as_table
from tap_zoom_core.cli.terminal import somebody_reads_stdout

BETWEEN_COLUMNS = 2
"""Blanks between two columns of a table."""


class StreamsFormat(str, Enum):
    """How the streams are written."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"
    MERMAID = "mermaid"


FormatOption = Annotated[
    StreamsFormat, typer.Option("--format", help="A tree, JSON, or Markdown, or a diagram that GitHub draws.")
]


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
    format: FormatOption = StreamsFormat.TABLE,  # noqa: A002
) -> None:
    """Show each stream: parent, key, replication, rate limit, plugin and scopes.

    Streams in parentheses are hidden: they are read for what hangs from them.
    Any one of a stream's scopes is enough.
    A wide terminal shows more of it; in a pipe, a line is a stream, and tabs divide its cells.
    """
    write_out(written(described(open_host(given(context, config, catalog, state)).streams), format))


def written(found: list[Described], wanted: StreamsFormat) -> str:
    """Return the streams as text in a format; the table depends on whether somebody reads it."""
    rows = [each.row() for each in found]
    if wanted is StreamsFormat.JSON:
        return json.dumps([each.as_json() for each in found], indent=2) + "\n"
    if wanted is StreamsFormat.MARKDOWN:
        return as_markdown(HEADINGS, rows)
    if wanted is StreamsFormat.MERMAID:
        return mermaid(found)
    return _tree(found) if somebody_reads_stdout() else as_lines(HEADINGS, rows)


def _tree(found: list[Described]) -> str:
    """Return the tree, with as many of the other columns as the terminal is wide enough for."""
    drawn = as_tree(found)
    cells = {
        "stream": [name for name, _ in drawn],
        **{
            heading: [each.row()[number] for _, each in drawn]
            for number, heading in enumerate(HEADINGS[:-1])
            if heading not in ("stream", "parent")
        },
        "scope": [_scope(each) for _, each in drawn],
    }
    widths = [max(len(cell) for cell in (heading, *column)) for heading, column in cells.items()]
    room = Console().width
    fitting = [sum(widths[: end + 1]) + BETWEEN_COLUMNS * end <= room for end in range(len(widths))]
    kept = list(cells)[: max(1, fitting.count(True))]
    return as_table(kept, zip(*(cells[heading] for heading in kept), strict=True))


def _scope(each: Described) -> str:
    """Return the first scope, and how many others would do as well: ``report:read:admin +1``."""
    others = f" +{len(each.scopes) - 1}" if len(each.scopes) > 1 else ""
    return f"{each.scopes[0]}{others}" if each.scopes else ""
