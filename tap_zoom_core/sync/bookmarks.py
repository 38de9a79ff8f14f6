"""From the progress of a root listing to the moment that the bookmarks below it may vouch for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

from tap_zoom_core.sync.windows import days_of

if TYPE_CHECKING:
    from tap_zoom_core.config import Config
    from tap_zoom_core.graph import Node
    from tap_zoom_core.state import State
    from tap_zoom_core.streams import Stream
    from tap_zoom_core.sync.progress import Progress


def moment_of(stream: Stream, progress: Progress, started: datetime, until: datetime) -> datetime | None:
    """Return up to when all that hangs from a root is read and written; None for nothing yet.

    With windows that is the end of the last window before the first that is not wholly done, for windows come
    oldest first; without them nothing is known until the root is finished, and then what had ended when the
    run, or the one that it goes on from, began. That holds too for a root that only the other one walked.
    """
    if progress.finished:
        return until if stream.window and not progress.done_before else min(started, until)
    if stream.window is None:
        return None
    current = progress.current()
    if current is None:
        return None
    first, _ = days_of(stream.window, current.params)
    begins = datetime.combine(first, time(), timezone.utc)
    return begins if current is not progress.segments[0] else None


def since_of(node: Node, state: State, config: Config, incremental: Collection[str]) -> datetime | None:
    """Return from which moment on a node's stream wants what ended, in UTC; None for as far back as there is.

    That is the bookmark less the settle window, which is a day at the least where what is listed may be dated
    by its start; ``start_date`` where the stream was never read, or is to be read as a full table.
    """
    name, start = node.stream.name, config.start_date
    bookmark = state.bookmark(name) if name in incremental else None
    if bookmark is None:
        return start
    since = bookmark - timedelta(days=max(config.lookback_days, 1 if _lists_by_start(node) else 0))
    return max(since, start) if start else since


def _lists_by_start(node: Node) -> bool:
    """Tell whether a stand-in lists a stream's parents: Zoom then goes, or may go, by when they began."""
    parent = node.stream.parent
    return parent is not None and node.context != parent.context
