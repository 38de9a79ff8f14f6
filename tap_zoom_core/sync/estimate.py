"""What a sync will need: requests by stream and label, and the time they take, from a small sample.

From the roots downwards a few listings of each stream are looked at, and stand for all. What needs no look
is not asked: a stream without children and without pages is one request for each of its parents.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field
from requests.auth import AuthBase

from tap_zoom_core.client.budgets import A_DAY, PACE, PLANS, plan_of
from tap_zoom_core.streams import Rate
from tap_zoom_core.sync.beginning import Beginning, Task, begin
from tap_zoom_core.sync.listing import Listing, segments_of
from tap_zoom_core.sync.sampling import Sampler, spread
from tap_zoom_core.sync.windows import days_of, written

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node

FEW = 12
"""How many listings of a stream are looked at."""
WINDOWS = 3
"""How many of a listing's windows of dates are looked at."""
PAGES = 10
"""How many pages of a segment are read where Zoom does not say how many rows it has."""


@define
class Guess:
    """What one stream will need: listings (its parents), requests and rows."""

    rate: Rate
    emitted: bool
    listings: float = 0.0
    requests: float = 0.0
    rows: float = 0.0


@define
class Estimate:
    """What a sync will need. ``seconds``: with all labels in parallel. ``sampled``: requests of the sample.

    ``daily``: the requests a day that each label allows, for those that have such a limit.
    """

    streams: dict[str, Guess] = field(factory=dict)
    sampled: int = 0
    seconds: float = 0.0
    limits: Mapping[Rate, float] = field(factory=dict)
    daily: Mapping[Rate, int] = field(factory=dict)
    lost: Mapping[str, str] = field(factory=dict)
    notes: list[str] = field(factory=list)

    def requests(self) -> dict[Rate, float]:
        """Return the requests by label."""
        found = dict.fromkeys(Rate, 0.0)
        for guess in self.streams.values():
            found[guess.rate] += guess.requests
        return {rate: number for rate, number in found.items() if number}

    def days(self) -> int:
        """Return how many days' limits it takes; 1 where one is enough."""
        needed = self.requests()
        return max([1, *(math.ceil(needed.get(rate, 0) / limit) for rate, limit in self.daily.items())])


def estimate(task: Task, auth: AuthBase, stopping: threading.Event) -> Estimate:
    """Return what a sync of a task will need; writes nothing.

    Raises AuthError, Unreachable, DailyLimit or UsageError where Zoom cannot be asked.
    """
    begun = begin(task, auth, stopping)
    found = Estimate(lost=begun.opening.lost, notes=begun.opening.notes)
    sampler = Sampler(begun.run)
    for name, listing in begun.opening.roots.items():
        if not begun.is_done(name):
            _explore([_afresh(listing)], 1.0, sampler, found)
    found.sampled, found.limits = sampler.asked, begun.run.client.budgets.limits()
    found.daily = A_DAY.get(plan_of(found.limits) or "", {})
    found.seconds = _seconds(found, begun, sampler, task)
    return found


def _afresh(listing: Listing) -> Listing:
    """Return a listing as it was before anything was read of it."""
    return Listing(listing.node, listing.context, None, listing.family)


def _explore(listings: list[Listing], standing_for: float, sampler: Sampler, found: Estimate) -> None:
    """Look at listings of one stream that stand for more, and at what hangs from their rows."""
    node = listings[0].node
    guess = _guess(node, found)
    guess.listings += standing_for * len(listings)
    segments = list(segments_of(node.stream, sampler.run.spans.get(node.stream.name)))
    if not node.children and not node.stream.paged:
        guess.requests += standing_for * len(listings) * len(segments)
        return
    below: dict[str, list[tuple[Listing, float]]] = {}
    chosen = list(spread(listings, FEW))
    weight = standing_for * len(listings) / len(chosen)
    for listing in chosen:
        for params in (sample := _some(segments, math.prod(map(len, node.stream.each.values())))):
            _segment(listing, params, weight * len(segments) / len(sample), sampler, guess, below)
    for children in below.values():
        total = sum(each for _, each in children)
        few = list(spread([child for child, _ in children], FEW))
        _explore(few, total / len(few), sampler, found)


def _some(segments: list[dict[str, Any]], values: int) -> list[dict[str, Any]]:
    """Return the segments of a few windows, of each window all: for each of the ``values`` of ``each``."""
    windows = [segments[start : start + values] for start in range(0, len(segments), values)]
    return [segment for window in spread(windows, WINDOWS) for segment in window]


def _segment(
    listing: Listing,
    params: Mapping[str, Any],
    weight: float,
    sampler: Sampler,
    guess: Guess,
    below: dict[str, list[tuple[Listing, float]]],
) -> None:
    """Look at one segment of a listing, which stands for ``weight`` of them; collect what hangs from it."""
    listing.params, listing.token = params, ""
    first = sampler.look(listing)
    if first is None:
        guess.requests += weight
        return
    records, pages, rows = first.records, 1.0, float(len(first.records))
    if first.token and first.total is not None:
        pages, rows = math.ceil(first.total / first.page_size), float(first.total)
    elif first.token:
        records, pages, rows = _read_on(listing, first.token, records, sampler)
    guess.requests += weight * pages
    guess.rows += weight * rows
    per_record = weight * rows / max(1, len(records))
    for stream, children in sampler.below(listing, records).items():
        below.setdefault(stream, []).extend((child, per_record) for child in children)


def _read_on(
    listing: Listing, token: str, records: list[dict[str, Any]], sampler: Sampler
) -> tuple[list[dict[str, Any]], float, float]:
    """Read on where Zoom does not say how much there is; return records, pages, rows of the whole segment.

    A window that has more pages than that is asked for anew by a fourth of its days.
    """
    read, pages, window, part = list(records), 1, listing.stream.window, 1.0
    while token:
        if pages == PAGES:
            first, last = days_of(window, listing.params) if window else (None, None)
            if window is None or first is None or last is None or first == last:
                break
            shorter = (last - first) // 4
            part *= (shorter.days + 1) / ((last - first).days + 1)
            listing.params = {**listing.params, **written(window, first, first + shorter)}
            read, pages = [], 0
        listing.token = token if pages else ""
        look = sampler.look(listing)
        if look is None:
            break
        read, pages, token = read + look.records, pages + 1, look.token
    return read, pages / part, len(read) / part


def _guess(node: Node, found: Estimate) -> Guess:
    name = node.stream.name
    return found.streams.setdefault(name, Guess(node.stream.rate, node.emitted))


def _seconds(found: Estimate, begun: Beginning, sampler: Sampler, task: Task) -> float:
    """Return how long it takes: as long as the slowest label, and at least what the answers take."""
    needed, share = found.requests(), task.config.rate_limit_share
    by_label = [
        number / ((found.limits.get(rate) or PLANS["business"][rate]) * share * PACE)
        for rate, number in needed.items()
    ]
    latency = sampler.seconds / max(1, sampler.asked)
    return max([*by_label, sum(needed.values()) * latency / task.config.max_workers, 0.0])
