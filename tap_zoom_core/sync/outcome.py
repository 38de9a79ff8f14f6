"""What the reading of one page came to: told by a worker, booked by the dispatcher."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field

from tap_zoom_core.streams import Rate

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.shape import Shaped
    from tap_zoom_core.sync.ending import Ending
    from tap_zoom_core.sync.listing import Listing
    from tap_zoom_core.sync.progress import Branch


@define
class Outcome:
    """One page: the listings that hang from its rows, what was emitted, and whether the listing ended.

    ``params`` are those of the segment that it was a page of. ``offered`` counts the children that need no
    listing, by stream and column. ``trouble`` is why the segment could not be read, though the listing goes
    on with the next. ``faults`` are the streams
    whose transform failed, and how. ``unfinished`` tells that the run was stopped before there was an
    answer, ``fatal`` is what ends the whole run.
    """

    listing: Listing
    params: Mapping[str, Any] = field(factory=dict)
    children: list[Listing] = field(factory=list)
    branches: list[Branch] = field(factory=list)
    offered: Counter[tuple[str, str]] = field(factory=Counter)
    shaped: list[tuple[str, Shaped]] = field(factory=list)
    tries: int = 0
    rate: Rate | None = None
    ending: Ending | None = None
    trouble: Ending | None = None
    unfinished: bool = False
    notes: list[str] = field(factory=list)
    faults: list[tuple[Node, str]] = field(factory=list)
    fatal: Exception | None = None
