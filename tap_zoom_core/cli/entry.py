"""The way in: runs the command, and turns what a user can cause into lines on stderr and an exit code."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from tap_zoom_core.cli.app import app
from tap_zoom_core.cli.arguments import arranged
from tap_zoom_core.cli.host import NAME
from tap_zoom_core.cli.logs import are_structured
from tap_zoom_core.errors import TapZoomError, UsageError

LOGGER = logging.getLogger("tap_zoom_core")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``tap-zoom`` and exit.

    Exit codes: 0 done; 1 the sync, or a stream of it, failed; 2 bad usage, config, catalog or state; 3 a
    plugin is at fault; 130 interrupted; 141 the reader of stdout went away.
    """
    words = arranged(sys.argv[1:] if arguments is None else arguments)
    try:
        if sys.stdout is None:
            raise UsageError("stdout is closed, and there is nowhere else to write")
        get_command(app).main(args=words, prog_name=NAME)
    except TapZoomError as error:
        for line in str(error).splitlines():
            _say(line)
        sys.exit(error.exit_code)


def _say(line: str) -> None:
    if are_structured():
        LOGGER.error("%s", line)
    else:
        typer.echo(f"{NAME}: {line}", err=True)
