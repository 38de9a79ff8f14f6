"""The terminal: one console for all that goes to stderr, and whether anybody looks at stdout."""

from __future__ import annotations

import sys
from functools import cache

from rich.console import Console

LOG_WIDTH = 160
"""Columns of a table that goes into a log: nobody has to see its right end without scrolling."""


@cache
def stderr_console() -> Console:
    """Return the console of stderr. There is one: a live line and log lines must know of each other.

    It has colours on a terminal only, and none where NO_COLOR is set.
    """
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        console.width = LOG_WIDTH
    return console


def somebody_reads_stdout() -> bool:
    """Tell whether stdout is a terminal, so that what is printed there is for people."""
    return sys.stdout.isatty()
