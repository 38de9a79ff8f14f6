"""The way in: runs the command, and turns what a user can cause into lines on stderr and an exit code."""

from __future__ import annotations

import sys

import typer
from typer.main import get_command

from tap_zoom_core.cli.app import app
from tap_zoom_core.errors import TapZoomError

NAME = "tap-zoom"


def main(arguments: list[str] | None = None) -> None:
    """Run ``tap-zoom`` and exit.

    Exit codes: 0 done; 1 the sync, or a stream of it, failed; 2 bad usage, config, catalog or state; 3 a
    plugin is at fault; 130 interrupted; 141 the reader of stdout went away.
    """
    try:
        get_command(app).main(args=arguments, prog_name=NAME)
    except TapZoomError as error:
        for line in str(error).splitlines():
            typer.echo(f"{NAME}: {line}", err=True)
        sys.exit(error.exit_code)
