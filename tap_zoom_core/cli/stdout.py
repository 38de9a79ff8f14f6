"""Stdout, for commands that print one whole thing."""

from __future__ import annotations

import os
import sys

import typer

from tap_zoom_core.errors import TapZoomError

READER_LEFT = 141
"""The exit code when the reader of stdout goes away: what a shell says of SIGPIPE."""


def write_out(text: str) -> None:
    """Write text to stdout as UTF-8, whatever the locale; end quietly when its reader went away.

    Raises TapZoomError where it cannot be written: the disk is full.
    """
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        # Python flushes stdout once more at exit: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit(READER_LEFT) from None
        raise TapZoomError(f"stdout cannot be written: {error.strerror}") from None
