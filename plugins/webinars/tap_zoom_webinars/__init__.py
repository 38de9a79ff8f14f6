"""Webinars: what is scheduled, with its registration, panelists and polls, and what ran, with its results."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core import Config, Stream, hookimpl
from tap_zoom_webinars import past, scheduled


@hookimpl
def register_streams(config: Config) -> Iterable[Stream]:
    """Register the webinars' streams."""
    return [*scheduled.STREAMS, *past.STREAMS]
