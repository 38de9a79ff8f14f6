"""The commands, and the classic way without one: ``--discover``, ``--about``, ``--test``, or a sync."""

from __future__ import annotations

from typing import Annotated

import typer
from attrs import evolve

from tap_zoom_core.cli import (
    about,
    check,
    discover,
    examples,
    host,
    init,
    new_plugin,
    plugins,
    selecting,
    streams,
    sync,
)
from tap_zoom_core.cli.logs import LogOptions, set_up_logs
from tap_zoom_core.cli.options import (
    CLASSIC,
    CatalogOption,
    ConfigOption,
    LogFormatOption,
    PluginOption,
    QuietOption,
    ReportOption,
    StateOption,
    StreamOption,
    TestOption,
    VerboseOption,
    given,
)

RUN = "Read"
LOOK = "Look around"
BEGIN = "Begin"

app = typer.Typer(pretty_exceptions_enable=False, invoke_without_command=True, epilog=examples.TAP)
app.command("sync", rich_help_panel=RUN, epilog=examples.SYNC)(sync.command)
app.command("discover", rich_help_panel=RUN)(discover.command)
app.command("select", rich_help_panel=RUN, epilog=examples.SELECT)(selecting.command)
app.command("check", rich_help_panel=LOOK)(check.command)
app.command("streams", rich_help_panel=LOOK, epilog=examples.STREAMS)(streams.command)
app.command("plugins", rich_help_panel=LOOK)(plugins.command)
app.command("about", rich_help_panel=LOOK)(about.command)
app.command("init", rich_help_panel=BEGIN, epilog=examples.INIT)(init.command)
app.command("new-plugin", rich_help_panel=BEGIN)(new_plugin.command)


def show_version(wanted: bool) -> None:
    """Print the version and end, where it is asked for."""
    if wanted:
        typer.echo(f"{host.NAME} v{host.version()}")
        raise typer.Exit


def _instead(*names: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(*names, metavar="", help=what, rich_help_panel=CLASSIC)
    return option


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
        bool, _instead("--discover", what="Print the catalog: tap-zoom discover.")
    ] = False,
    telling: Annotated[bool, _instead("--about", what="Tell what the tap is: tap-zoom about.")] = False,
    about_format: Annotated[
        about.AboutFormat | None,
        typer.Option("--format", help="How --about is written.", rich_help_panel=CLASSIC),
    ] = None,
    test: TestOption = None,
    verbose: VerboseOption = 0,
    quiet: QuietOption = 0,
    log_format: LogFormatOption = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=show_version,
            is_eager=True,
            metavar="",
            help="Print the version.",
            rich_help_panel=CLASSIC,
        ),
    ] = False,
) -> None:
    """Read a Zoom account, and write it to stdout as Singer messages.

    Without a command it syncs, the way Singer's runners call a tap. Options of a command may stand before it.
    """
    logs = LogOptions(louder=verbose, quieter=quiet, format=log_format)
    set_up_logs(logs)
    options = evolve(given(context, config, catalog, state, plugin, stream, report), logs=logs)
    context.obj = options
    if context.invoked_subcommand is not None:
        return
    if telling:
        about.run(options, about_format or about.AboutFormat.TEXT)
    elif discovering:
        discover.run(options)
    else:
        sync.run(options, test)
