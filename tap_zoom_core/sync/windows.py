"""Windows of dates: how a span is cut into what Zoom answers at once, and how far back it answers at all."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from threading import Lock
from typing import Any

from attrs import define, field

from tap_zoom_core.streams import Window

DAY = timedelta(days=1)
SHORTEST_MONTH = 28
"""Days: "one month at most", as Zoom says, takes so many however the month is counted."""
ANY = 10**6
"""Days: more than any window has."""


def windows(start: date, end: date, days: int, settled: date | None = None) -> list[tuple[date, date]]:
    """Cut ``start`` to ``end`` (both belong to it) into windows, oldest first, the last two at ``settled``.

    A window is at most ``days`` days and never more than a calendar month: "one month", as Zoom says, may be
    counted either way. Days after ``settled`` get windows of their own, because what they list still changes.
    """
    cut = []
    while start <= end:
        last = min(start + timedelta(days=days) - DAY, month_later(start) - DAY, end)
        if settled is not None and start <= settled < last:
            last = settled
        cut.append((start, last))
        start = last + DAY
    return cut


def month_later(day: date) -> date:
    """Return the same day of the next month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def earliest(start: date, end: date, step: int, answers: Callable[[date], bool]) -> date | None:
    """Return the first day from ``start`` on that Zoom answers for, where it refused ``start`` as too old.

    ``answers(day)`` asks Zoom for that day alone. Goes forward by ``step`` days until a day is answered and
    then halves what lies between; None where even ``end`` is refused, so that age is not the reason.
    """
    refused, answered = start, start
    while not answers(answered := min(answered + timedelta(days=step), end)):
        if answered == end:
            return None
        refused = answered
    while answered - refused > DAY:
        middle = refused + (answered - refused) // 2
        if answers(middle):
            answered = middle
        else:
            refused = middle
    return answered


def written(window: Window, first: date, last: date) -> dict[str, str]:
    """Return the query parameters that ask for some days, both included."""
    if window.moments:
        return {window.start: f"{first}T00:00:00Z", window.end: f"{last}T23:59:59Z"}
    return {window.start: first.isoformat(), window.end: last.isoformat()}


def days_of(window: Window, params: Mapping[str, Any]) -> tuple[date, date]:
    """Return the days that query parameters ask for. Raises KeyError, ValueError where they name none."""
    first, last = (date.fromisoformat(str(params[name])[:10]) for name in (window.start, window.end))
    return first, last


@define
class Span:
    """The days that a stream is asked for, ``start`` to ``end``; those after ``settled`` may still change.

    ``fixed`` is a window to keep as it is, because an interrupted run had begun it. ``most`` is how many days
    Zoom answers at once, where it refused more.
    ``start`` rises when Zoom calls a day too old; ``lock`` lets one thread at a time find out how far.
    """

    start: date
    end: date
    settled: date
    fixed: tuple[date, date] | None = None
    most: int = ANY
    lock: Lock = field(factory=Lock, eq=False, repr=False)

    def narrow(self, refused: int) -> None:
        """Ask for fewer days at once than so many: for the shortest month's, and after that for half."""
        self.most = SHORTEST_MONTH if refused > SHORTEST_MONTH else max(1, refused // 2)
        self.fixed = None

    def windows(self, days: int) -> list[tuple[date, date]]:
        """Return the windows of this span, oldest first."""
        days = min(days, self.most)
        if self.fixed is None or not self.start <= self.fixed[0] <= self.fixed[1] <= self.end:
            return windows(self.start, self.end, days, self.settled)
        first, last = self.fixed
        before = windows(self.start, first - DAY, days, self.settled)
        return [*before, self.fixed, *windows(last + DAY, self.end, days, self.settled)]

    def is_settled(self, params: Mapping[str, Any], window: Window | None) -> bool:
        """Tell whether a segment's days are all settled; one without days is."""
        return window is None or not params or days_of(window, params)[1] <= self.settled
