"""What the parts of one run share: read by the workers, changed by the dispatcher alone."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import define, field

from tap_zoom_core.client import Client
from tap_zoom_core.sync.windows import Span
from tap_zoom_core.sync.writer import Writer

if TYPE_CHECKING:
    from tap_zoom_core.shape import Shape


@define(eq=False)
class Run:
    """One run. ``since``: from which moment on a stream's parents are of interest, by its replication key.

    ``spans``: the days that a stream with windows is asked for. ``out``: the streams that are not asked any
    more, each with its reason. ``muted``: those whose rows are not written any more, though what hangs from
    them is read. ``stopping`` ends every wait.
    """

    client: Client
    writer: Writer
    shapes: Mapping[str, Shape]
    since: Mapping[str, datetime | None]
    spans: Mapping[str, Span]
    page_size: int
    stopping: threading.Event = field(factory=threading.Event)
    out: dict[str, str] = field(factory=dict)
    muted: set[str] = field(factory=set)
