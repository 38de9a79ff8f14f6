"""What a shell may complete: the names of streams and plugins that are installed."""

from __future__ import annotations

from tap_zoom_core.config import Config
from tap_zoom_core.errors import TapZoomError
from tap_zoom_core.plugins import collect_streams, load_plugins


def stream_names(incomplete: str) -> list[str]:
    """Return the emitted streams that begin so; none where the plugins cannot be loaded."""
    try:
        streams = collect_streams(load_plugins(), Config())
    except TapZoomError:
        return []
    return [name for name, each in streams.items() if name.startswith(incomplete) and not each.stream.hidden]


def plugin_names(incomplete: str) -> list[str]:
    """Return the plugins that begin so; none where they cannot be loaded."""
    try:
        return [name for name in load_plugins().names() if name.startswith(incomplete)]
    except TapZoomError:
        return []
