"""What to ask next: every label's budget kept busy, the oldest work first, and few listings waiting.

Used by the dispatcher's thread alone.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from tap_zoom_core.client import Budgets
from tap_zoom_core.streams import Rate

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.sync.listing import Listing

FEW = 64
"""With fewer listings of a label waiting than this, those that bring more are asked before the others."""
MANY = 1_000
"""With more listings waiting below than this, one that brings more must wait: that bounds memory."""

Entry = tuple[int, int, "Listing"]


@frozen
class Lane:
    """Listings that wait for the same: their label, their root, how deep they are below it, their kind."""

    rate: Rate
    root: str
    depth: int
    brings_more: bool


@define
class Scheduler:
    """The listings that wait for their next request, in lanes.

    ``depths``: how deep each stream is below its root. ``labels``: the label that Zoom counts a stream under,
    where it is another than the stream says.
    """

    budgets: Budgets
    depths: Mapping[str, int]
    labels: dict[str, Rate] = field(factory=dict)
    waiting: int = 0
    _lanes: dict[Lane, list[Entry]] = field(factory=dict)
    _turns: dict[str, int] = field(factory=dict)
    _ticket: count[int] = field(factory=count)

    def add(self, listing: Listing) -> None:
        """Let a listing wait for its next request: behind the rows of its root that came before its own."""
        if listing.root is not None:
            root, age = listing.root.progress.stream, listing.root.progress.opened
        else:
            assert listing.branch is not None
            root, age = listing.branch.root.stream, listing.branch.number
        name, brings_more = listing.stream.name, bool(listing.node.children)
        lane = Lane(self.label(listing), root, self.depths[name], brings_more)
        heapq.heappush(self._lanes.setdefault(lane, []), (age, next(self._ticket), listing))
        self.waiting += 1

    def label(self, listing: Listing) -> Rate:
        """Return the label that a listing's requests are counted under."""
        return self.labels.get(listing.stream.name, listing.stream.rate)

    def take(self) -> tuple[Listing | None, float]:
        """Return the next listing and 0, its slot taken; or None and how many seconds to wait for one."""
        now = time.monotonic()
        ready: list[Lane] = []
        soonest = float("inf")
        for rate, lanes in self._by_label():
            at = self.budgets.ready_at(rate)
            if at <= now:
                ready += (lane for lane in lanes if not self._crowded(lane))
            else:
                soonest = min(soonest, at - now)
        if not ready:
            return None, soonest
        lane = min(ready, key=self._rank)
        self._turns[lane.root] = next(self._ticket)
        self.budgets.take(lane.rate)
        return self._pop(lane), 0.0

    def drain(self, stream: str | None = None) -> Iterator[Listing]:
        """Take away and yield what waits of one stream, or of all."""
        for lane, entries in self._lanes.items():
            gone = [entry for entry in entries if stream in (None, entry[2].stream.name)]
            if gone:
                self._lanes[lane] = [entry for entry in entries if stream not in (None, entry[2].stream.name)]
                heapq.heapify(self._lanes[lane])
                self.waiting -= len(gone)
                yield from (entry[2] for entry in gone)

    def _rank(self, lane: Lane) -> tuple[bool, int, int]:
        """Rank a lane: what brings more comes first while little waits, then the root that waited longest."""
        hungry = sum(len(found) for each, found in self._lanes.items() if each.rate is lane.rate) < FEW
        return (hungry and not lane.brings_more, self._turns.get(lane.root, -1), self._lanes[lane][0][0])

    def _crowded(self, lane: Lane) -> bool:
        """Tell whether a lane must wait: it brings more, and enough of its root waits deeper down already.

        The deepest that wait never do, so that the walk goes on whatever waits.
        """
        below = (
            len(found)
            for each, found in self._lanes.items()
            if each.root == lane.root and each.depth > lane.depth
        )
        return lane.brings_more and sum(below) >= MANY

    def _by_label(self) -> Iterator[tuple[Rate, list[Lane]]]:
        for rate in Rate:
            lanes = [lane for lane, found in self._lanes.items() if lane.rate is rate and found]
            if lanes:
                yield rate, lanes

    def _pop(self, lane: Lane) -> Listing:
        self.waiting -= 1
        return heapq.heappop(self._lanes[lane])[2]


def depths_of(nodes: Iterable[Node], depth: int = 0) -> dict[str, int]:
    """Return how deep each stream is below its root, 0 for the roots."""
    found: dict[str, int] = {}
    for node in nodes:
        found |= {node.stream.name: depth, **depths_of(node.children, depth + 1)}
    return found
