"""``tap-zoom plugins``: what is loaded, from which distribution and version, and what it contributes."""

from __future__ import annotations

import io
import sys

import typer
from rich.console import Console
from rich.table import Table

from tap_zoom_core.cli.host import Host, open_host
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, StateOption, given
from tap_zoom_core.cli.stdout import write_out

HEADINGS = ("plugin", "distribution", "version", "hooks", "streams")


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
) -> None:
    """List the plugins: name, distribution, version, hooks and streams. In a pipe, tabs divide them."""
    rows = table_rows(open_host(given(context, config, catalog, state)))
    write_out(
        _drawn(rows) if sys.stdout.isatty() else "".join("\t".join(row) + "\n" for row in [HEADINGS, *rows])
    )


def table_rows(host: Host) -> list[tuple[str, ...]]:
    """Return a row for each plugin, under HEADINGS; streams that are hidden are not counted in."""
    return [
        (
            name,
            plugin.distribution,
            plugin.version,
            ", ".join(plugin.hooks),
            ", ".join(
                stream
                for stream, each in host.streams.items()
                if each.plugin == name and not each.stream.hidden
            ),
        )
        for name, plugin in host.plugins.loaded.items()
    ]


def _drawn(rows: list[tuple[str, ...]]) -> str:
    table = Table(*HEADINGS)
    for row in rows:
        table.add_row(*row)
    paper = io.StringIO()
    Console(file=paper, force_terminal=True, width=Console().width).print(table)
    return paper.getvalue()
