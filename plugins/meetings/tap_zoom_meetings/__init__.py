"""Meetings: what is scheduled, with registration and polls, and what ran, with poll results and files."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core import Config, Stream, hookimpl
from tap_zoom_meetings import past, scheduled


@hookimpl
def register_streams(config: Config) -> Iterable[Stream]:
    """Register the meetings' streams."""
    return [*scheduled.STREAMS, *past.STREAMS]
