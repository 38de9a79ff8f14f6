"""Logs go to stderr, and nowhere else."""

from __future__ import annotations

import logging
import os
import sys

FORMAT = "{asctime:23s} | {levelname:8s} | {name:30s} | {message}"


def log_to_stderr() -> None:
    """Send all logs to stderr, from the level that TAP_ZOOM_LOGLEVEL or LOGLEVEL names; INFO by default."""
    wanted = os.environ.get("TAP_ZOOM_LOGLEVEL") or os.environ.get("LOGLEVEL") or "INFO"
    level = logging.getLevelName(wanted.upper())
    logging.basicConfig(
        stream=sys.stderr,
        level=level if isinstance(level, int) else logging.INFO,
        format=FORMAT,
        style="{",
        force=True,
    )
