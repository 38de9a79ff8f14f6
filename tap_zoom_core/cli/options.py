"""The options that stand before a subcommand or after it, and without a subcommand."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from attrs import field, frozen

from tap_zoom_core.cli.completing import plugin_names, stream_names
from tap_zoom_core.cli.logs import LogFormat, LogOptions

SINGER = "Singer"
NARROWER = "Narrower than the catalog"
LOGS = "Logs (anywhere on the line)"
CLASSIC = "In place of a command"


class Trying(str, Enum):
    """What --test tries: one record of each stream, or the schemas alone, without Zoom."""

    ALL = "all"
    SCHEMA = "schema"


ConfigOption = Annotated[
    list[str] | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings as JSON; repeatable, later files win. ENV stands for the TAP_ZOOM_* variables.",
        rich_help_panel=SINGER,
    ),
]
CatalogOption = Annotated[
    Path | None,
    typer.Option(
        "--catalog",
        "--properties",
        metavar="FILE",
        help="What to read: a Singer catalog.",
        rich_help_panel=SINGER,
    ),
]
StateOption = Annotated[
    Path | None,
    typer.Option(
        "--state",
        metavar="FILE",
        help="Where the last run ended: a Singer state.",
        rich_help_panel=SINGER,
    ),
]
PluginOption = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin",
        metavar="NAME",
        help="Only this plugin's streams; repeatable.",
        rich_help_panel=NARROWER,
        autocompletion=plugin_names,
    ),
]
StreamOption = Annotated[
    list[str] | None,
    typer.Option(
        "--stream",
        metavar="NAME",
        help="Only this stream; repeatable.",
        rich_help_panel=NARROWER,
        autocompletion=stream_names,
    ),
]
ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Where to write what the run did, as JSON.",
        rich_help_panel=SINGER,
    ),
]
TestOption = Annotated[
    Trying | None,
    typer.Option(
        "--test",
        metavar="[=all|schema]",
        help="Write one record of each stream and end; =schema writes the schemas, and asks Zoom nothing.",
        rich_help_panel=CLASSIC,
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        metavar="",
        help="Only estimate the requests and the time that it takes, from a small sample; write nothing.",
    ),
]
VerboseOption = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        metavar="",
        show_default=False,
        help="Log what is done in detail; twice, what the libraries do too.",
        rich_help_panel=LOGS,
    ),
]
QuietOption = Annotated[
    int,
    typer.Option(
        "--quiet",
        "-q",
        count=True,
        metavar="",
        show_default=False,
        help="Log warnings and errors only; twice, errors only.",
        rich_help_panel=LOGS,
    ),
]
LogFormatOption = Annotated[
    LogFormat | None,
    typer.Option(
        "--log-format", help="How log lines are written; json is for machines.", rich_help_panel=LOGS
    ),
]


@frozen(kw_only=True)
class Options:
    """What was given on the command line, wherever it stood."""

    config: tuple[str, ...] = ()
    catalog: Path | None = None
    state: Path | None = None
    plugins: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    report: Path | None = None
    logs: LogOptions = field(factory=LogOptions)


def given(
    context: typer.Context,
    config: list[str] | None = None,
    catalog: Path | None = None,
    state: Path | None = None,
    plugin: list[str] | None = None,
    stream: list[str] | None = None,
    report: Path | None = None,
) -> Options:
    """Return the options of a command together with those that stood before it; a later file wins."""
    before = context.obj if isinstance(context.obj, Options) else Options()
    return Options(
        config=(*before.config, *(config or ())),
        catalog=catalog or before.catalog,
        state=state or before.state,
        plugins=(*before.plugins, *(plugin or ())),
        streams=(*before.streams, *(stream or ())),
        report=report or before.report,
        logs=before.logs,
    )
