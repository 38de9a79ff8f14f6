"""``tap-zoom select``: a catalog in which exactly what some patterns mean is selected."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated

import typer

from tap_zoom_core.catalog import discover, select_by_patterns
from tap_zoom_core.cli.host import open_host
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, StateOption, given
from tap_zoom_core.cli.stdout import write_out
from tap_zoom_core.errors import UsageError

LOGGER = logging.getLogger("tap_zoom_core")

Patterns = Annotated[
    list[str],
    typer.Argument(
        metavar="PATTERN",
        help="users, 'meetings.*', meetings.topic, '!meetings.settings.*': quote them for the shell.",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where to write the catalog, in place of stdout."),
]


def command(
    context: typer.Context,
    patterns: Patterns,
    output: OutputOption = None,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
) -> None:
    """Write a catalog from patterns, the way Meltano's select rules read.

    A pattern names a stream, and behind a dot a field; * stands for anything.
    What begins with ! is excluded, whatever else includes it.
    Where all patterns exclude, they take away from what is selected by default.
    """
    host = open_host(given(context, config, catalog, state))
    found = discover(host.plugins, host.streams, keep_unknown=host.config.keep_unknown_fields)
    chosen = select_by_patterns(found, patterns)
    names = [
        each["tap_stream_id"] for each in chosen["streams"] if each["metadata"][0]["metadata"]["selected"]
    ]
    LOGGER.info("%d of %d streams selected: %s", len(names), len(chosen["streams"]), ", ".join(names))
    text = json.dumps(chosen, indent=2) + "\n"
    if output is None:
        write_out(text)
    else:
        _write(output, text)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--output {path}: {error.strerror}") from None
