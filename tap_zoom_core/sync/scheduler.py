"""What to ask next: every label's budget kept busy, the oldest work first, and few listings waiting.

Used by the dispatcher's thread alone.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from attrs import define, field

from tap_zoom_core.client import Budgets
from tap_zoom_core.streams import Rate

if TYPE_CHECKING:
    from tap_zoom_core.sync.listing import Listing

FEW = 64
"""With fewer listings of a label waiting than this, those that bring more are asked before the others."""
MANY = 1_000
"""With more listings of a root waiting than this, those that bring more must wait: that bounds memory."""

Entry = tuple[int, int, "Listing"]
Lane = tuple[Rate, str, bool]
"""Listings that wait for the same: their label, their root, and whether they bring more listings."""


@define
class Scheduler:
    """The listings that wait for their next request, in lanes."""

    budgets: Budgets
    labels: dict[str, Rate] = field(factory=dict)
    """The label that Zoom counts a stream under, where it is another than the stream says."""
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
        lane = (self.label(listing), root, bool(listing.node.children))
        heapq.heappush(self._lanes.setdefault(lane, []), (age, next(self._ticket), listing))
        self.waiting += 1

    def label(self, listing: Listing) -> Rate:
        """Return the label that a listing's requests are counted under."""
        return self.labels.get(listing.stream.name, listing.stream.rate)

    def take(self, *, idle: bool) -> tuple[Listing | None, float]:
        """Return the next listing and 0, its slot taken; or None and how many seconds to wait for one.

        ``idle`` tells that no request is under way, so that nothing may be held back.
        """
        now = time.monotonic()
        ready: list[Lane] = []
        soonest = float("inf")
        for rate, lanes in self._by_label():
            at = self.budgets.ready_at(rate)
            if at <= now:
                ready += lanes
            else:
                soonest = min(soonest, at - now)
        free = [lane for lane in ready if not (lane[2] and self._crowded(lane[1]))]
        ready = free or (ready if idle and soonest == float("inf") else [])
        if not ready:
            return None, soonest
        lane = min(ready, key=self._rank)
        self._turns[lane[1]] = next(self._ticket)
        self.budgets.take(lane[0])
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
        rate, root, brings_more = lane
        hungry = sum(len(entries) for each, entries in self._lanes.items() if each[0] is rate) < FEW
        return (hungry and not brings_more, self._turns.get(root, -1), self._lanes[lane][0][0])

    def _crowded(self, root: str) -> bool:
        return sum(len(entries) for each, entries in self._lanes.items() if each[1] == root) >= MANY

    def _by_label(self) -> Iterator[tuple[Rate, list[Lane]]]:
        for rate in Rate:
            lanes = [lane for lane, entries in self._lanes.items() if lane[0] is rate and entries]
            if lanes:
                yield rate, lanes

    def _pop(self, lane: Lane) -> Listing:
        self.waiting -= 1
        return heapq.heappop(self._lanes[lane])[2]
