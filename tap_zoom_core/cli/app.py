"""The commands, and the classic way without one: ``--discover``, or a sync."""

from __future__ import annotations

from typing import Annotated

import typer

from tap_zoom_core.cli import discover, host, plugins, sync
from tap_zoom_core.cli.logs import log_to_stderr
from tap_zoom_core.cli.options import (
    CatalogOption,
    ConfigOption,
    PluginOption,
    ReportOption,
    StateOption,
    StreamOption,
    given,
)

app = typer.Typer(pretty_exceptions_enable=False, invoke_without_command=True)
app.command("discover")(discover.command)
app.command("sync")(sync.command)
app.command("plugins")(plugins.command)


def show_version(wanted: bool) -> None:
    """Print the version and end, where it is asked for."""
    if wanted:
        typer.echo(f"tap-zoom v{host.version()}")
        raise typer.Exit


@app.callback()
def classic(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
    plugin: PluginOption = None,
    stream: StreamOption = None,
    report: ReportOption = None,
    discovering: Annotated[
        bool, typer.Option("--discover", help="Print the catalog, as the command discover does.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read a Zoom account, and write it to stdout as Singer messages.

    Without a command it syncs, the way Singer's runners call a tap; with --discover it prints the catalog.
    """
    log_to_stderr()
    context.obj = given(context, config, catalog, state, plugin, stream, report)
    if context.invoked_subcommand is None:
        (discover.run if discovering else sync.run)(context.obj)
