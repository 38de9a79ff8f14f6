"""The options that stand before a subcommand or after it, and without a subcommand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from attrs import frozen

ConfigOption = Annotated[
    list[str] | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Settings as JSON; repeatable, later files win. ENV: TAP_ZOOM_* variables.",
    ),
]
CatalogOption = Annotated[
    Path | None,
    typer.Option("--catalog", "--properties", metavar="FILE", help="What to read: a Singer catalog."),
]
StateOption = Annotated[
    Path | None, typer.Option("--state", metavar="FILE", help="Where the last run ended: a Singer state.")
]
PluginOption = Annotated[
    list[str] | None, typer.Option("--plugin", metavar="NAME", help="Only this plugin's streams; repeatable.")
]
StreamOption = Annotated[
    list[str] | None, typer.Option("--stream", metavar="NAME", help="Only this stream; repeatable.")
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Where to write what the run did, as JSON.")
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
    )
