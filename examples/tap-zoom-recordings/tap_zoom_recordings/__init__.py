"""Cloud recordings: the meetings, their files, their transcripts; and what AI Companion summarised."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core import Config, Stream, hookimpl
from tap_zoom_recordings import recordings, summaries
from tap_zoom_recordings.options import read_options

tap_zoom_api = 1
"""The version of the host's hooks that this plugin was written for."""


@hookimpl
def register_streams(config: Config) -> Iterable[Stream]:
    """Register five streams, one of them hidden; the config's section ``recordings`` holds their options."""
    options = read_options(config.section("recordings"))
    return [*recordings.streams(options), *summaries.STREAMS]
