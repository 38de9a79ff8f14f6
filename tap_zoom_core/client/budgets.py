"""Budgets of requests: one a label, learnt from the answers' headers, paced so that 429 stays rare.

Zoom limits requests by label (Light, Medium, Heavy, Resource-intensive), a second and a day, for the whole
account. Every answer says the limit of its label in ``X-RateLimit-Limit``. Requests are spaced evenly, a
little below the limit: a burst at the edge of a second would be answered with 429.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from tap_zoom_core.streams import Rate

PLANS = {
    "free": {Rate.LIGHT: 4, Rate.MEDIUM: 2, Rate.HEAVY: 1, Rate.RESOURCE_INTENSIVE: 1},
    "pro": {Rate.LIGHT: 30, Rate.MEDIUM: 20, Rate.HEAVY: 10, Rate.RESOURCE_INTENSIVE: 10},
    "business": {Rate.LIGHT: 80, Rate.MEDIUM: 60, Rate.HEAVY: 40, Rate.RESOURCE_INTENSIVE: 20},
}
"""Requests a second by plan and label, as Zoom documents them; resource-intensive ones are learnt."""

A_DAY = {
    "free": {Rate.LIGHT: 6_000, Rate.MEDIUM: 2_000, Rate.HEAVY: 1_000},
    "pro": {Rate.HEAVY: 30_000},
    "business": {Rate.HEAVY: 60_000},
}
"""Requests a day likewise; resource-intensive ones count with the heavy ones."""

PACE = 0.965
"""The part of a limit that is used: the rest is room for the network's jitter."""
CATCH_UP = 0.03
"""Seconds of delay that may be made good by a shorter gap: two or three requests of a fast label."""
RECOVERY = 20.0
"""Seconds in which a label that was slowed by a 429 comes back to its full pace."""


class Budget:
    """The pace of one label. Not safe for threads: Budgets holds the lock."""

    def __init__(self, limit: float | None, share: float) -> None:
        self.limit, self.share = limit, share
        self.slot = 0.0
        self.asking = False
        self.slowed, self.slowed_at = 1.0, 0.0
        self.used = self.refused = 0
        self.daily_left: int | None = None

    def gap(self, now: float) -> float:
        """Return the seconds between two requests."""
        limit = self.limit or PLANS["business"][Rate.HEAVY]
        recovered = min(1.0, self.slowed + (now - self.slowed_at) / RECOVERY)
        return 1.0 / (limit * self.share * PACE * recovered)

    def ready_at(self, now: float) -> float:
        """Return when the next request may go out; never, while the first one is asking for the limit."""
        if self.limit is None and self.asking:
            return float("inf")
        return max(self.slot, now - CATCH_UP)

    def take(self, now: float) -> float:
        """Take the next slot, and return when it is."""
        slot = max(self.slot, now - CATCH_UP)
        self.slot = slot + self.gap(now)
        self.asking = True
        self.used += 1
        return slot


class Budgets:
    """The budgets of all labels, shared by every thread."""

    def __init__(self, plan: str | None = None, share: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._fixed = plan is not None
        limits = PLANS[plan] if plan else {}
        self._budgets = {rate: Budget(limits.get(rate), share) for rate in Rate}

    def ready_at(self, rate: Rate) -> float:
        """Return the moment, on the monotonic clock, from which a request of this label may go out."""
        with self._lock:
            return self._budgets[rate].ready_at(time.monotonic())

    def take(self, rate: Rate) -> float:
        """Take this label's next slot and return its moment on the monotonic clock."""
        with self._lock:
            return self._budgets[rate].take(time.monotonic())

    def wait(self, rate: Rate, stopping: threading.Event) -> None:
        """Take this label's next slot and sleep until it is there, or until the run stops."""
        slot = self.take(rate)
        stopping.wait(max(0.0, slot - time.monotonic()))

    def learn(self, asked: Rate, headers: Mapping[str, str]) -> Rate:
        """Learn from an answer's headers; return the label that Zoom counted the request under.

        Without such headers the business plan's limits hold, until a 429 says otherwise.
        """
        try:
            rate = Rate(headers.get("X-RateLimit-Category", asked.value).strip().capitalize())
        except ValueError:
            rate = asked
        number = headers.get("X-RateLimit-Limit", "")
        daily = headers.get("X-RateLimit-Type", "").lower().startswith("daily")
        left = headers.get("X-RateLimit-Remaining", "")
        with self._lock:
            self._budgets[asked].asking = False
            budget = self._budgets[rate]
            if daily and left.isdigit():
                budget.daily_left = int(left)
            if number.isdigit() and int(number) > 0 and not daily and not self._fixed:
                if budget.limit is None:
                    budget.slot = 0.0
                budget.limit = float(number)
            for each in {asked, rate}:
                if self._budgets[each].limit is None:
                    self._budgets[each].limit = float(PLANS["business"][each])
        return rate

    def slow(self, rate: Rate) -> None:
        """Slow one label after a 429: nothing more within this second, then seven tenths of its pace."""
        with self._lock:
            budget, now = self._budgets[rate], time.monotonic()
            recovered = min(1.0, budget.slowed + (now - budget.slowed_at) / RECOVERY)
            if now - budget.slowed_at > 1.0:  # one step a second, however many requests were in flight
                budget.slowed, budget.slowed_at = max(0.1, recovered * 0.7), now
            budget.slot = max(budget.slot, now + 1.0 - time.time() % 1.0)
            budget.refused += 1

    def pause(self, rate: Rate, seconds: float) -> None:
        """Let no request of this label go out for so many seconds."""
        with self._lock:
            budget = self._budgets[rate]
            budget.slot = max(budget.slot, time.monotonic() + seconds)

    def limits(self) -> dict[Rate, float]:
        """Return the requests a second that each label allows, for those that are known."""
        with self._lock:
            return {rate: each.limit for rate, each in self._budgets.items() if each.limit}

    def used(self) -> dict[Rate, int]:
        """Return how many requests went out under each label."""
        with self._lock:
            return {rate: each.used for rate, each in self._budgets.items() if each.used}


def plan_of(limits: Mapping[Rate, float]) -> str | None:
    """Return the plan whose limits a second these are, as far as they are known; None where none fits."""
    known = {rate: limit for rate, limit in limits.items() if rate is not Rate.RESOURCE_INTENSIVE}
    fits = (name for name, plan in PLANS.items() if all(plan[rate] == known[rate] for rate in known))
    return next(fits, None) if known else None
