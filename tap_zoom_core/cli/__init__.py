"""The command line: ``tap-zoom``."""

from __future__ import annotations

from tap_zoom_core.cli.entry import main

__all__ = ["main"]
