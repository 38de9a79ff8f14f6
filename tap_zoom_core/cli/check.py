"""``tap-zoom check``: what works, what does not, and what to get for it."""

from __future__ import annotations

import io
import json
import threading
from typing import Annotated

import typer
from attrs import asdict
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tap_zoom_core.catalog import read_catalog, select
from tap_zoom_core.cli.host import open_host, version
from tap_zoom_core.cli.options import (
    CatalogOption,
    ConfigOption,
    Options,
    PluginOption,
    StateOption,
    StreamOption,
    given,
)
from tap_zoom_core.cli.stdout import write_out

MARKS = {True: "[green]works[/]", False: "[red]does not[/]", None: "[yellow]unknown[/]"}

JsonOption = Annotated[
    bool, typer.Option("--json", metavar="", help="Write it to stdout as JSON too, for machines.")
]


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
    plugin: PluginOption = None,
    stream: StreamOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check token, scopes, plan and one cheap request for each plugin; exit with 1 where one does not work.

    The table goes to stderr. It reads and writes nothing else.
    """
    run(given(context, config, catalog, state, plugin, stream), as_json=as_json)


def run(options: Options, *, as_json: bool = False) -> None:
    """Check what a sync with these options would need; ends with 0, or with 1 where something fails."""
    # no other command waits for what the walk imports
    from tap_zoom_core.sync.checking import check
    from tap_zoom_core.sync.session import task_of

    host = open_host(options)
    selection = select(
        read_catalog(options.catalog) if options.catalog else None,
        host.plugins,
        host.streams,
        of_plugins=options.plugins,
        names=options.streams,
        keep_unknown=host.config.keep_unknown_fields,
    )
    task, auth = task_of(
        host.config, host.plugins, host.streams, selection, {}, out=io.BytesIO(), version=version()
    )
    found = check(task, auth, threading.Event())
    works = all(each.works is not False for each in found)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for each in found:
        table.add_row(each.what, MARKS[each.works], escape(each.says))
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    if as_json:
        write_out(json.dumps({"works": works, "checks": [asdict(each) for each in found]}, indent=2) + "\n")
    raise typer.Exit(0 if works else 1)
