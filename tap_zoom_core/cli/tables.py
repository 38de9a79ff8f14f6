"""Rows of text: a table for people on a terminal, lines with tabs between the cells elsewhere."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

Row = Sequence[str]


def as_table(headings: Row, rows: Iterable[Row]) -> str:
    """Return a table as wide as the terminal, with colours unless NO_COLOR is set."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for number, heading in enumerate(headings):
        table.add_column(heading, style="cyan" if not number else "", no_wrap=not number, overflow="fold")
    for row in rows:
        table.add_row(*row)
    paper = io.StringIO()
    Console(file=paper, force_terminal=True, width=Console().width, highlight=False).print(table)
    return paper.getvalue()


def as_lines(headings: Row, rows: Iterable[Row]) -> str:
    """Return a line for the headings and one for each row, tabs between the cells."""
    return "".join("\t".join(row) + "\n" for row in [headings, *rows])


def as_markdown(headings: Row, rows: Iterable[Row]) -> str:
    """Return a Markdown table; a pipe in a cell is written so that it stays in its cell."""
    escaped = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in [headings, ["---"] * len(headings), *escaped])
