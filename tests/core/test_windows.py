"""Windows of dates: nothing left out, nothing twice, nothing longer than Zoom answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_zoom_core.streams import Window
from tap_zoom_core.sync.windows import Span, days_of, earliest, month_later, windows, written

DAY = timedelta(days=1)
days = st.dates(date(2019, 1, 1), date(2028, 12, 31))
spans = st.tuples(days, st.integers(-2, 900)).map(lambda pair: (pair[0], pair[0] + pair[1] * DAY))


def every_day(cut: list[tuple[date, date]]) -> list[date]:
    """Return the days of all windows, in their order."""
    return [first + DAY * number for first, last in cut for number in range((last - first).days + 1)]


@given(spans, st.integers(1, 400), st.none() | days)
def test_windows_part_a_span(span: tuple[date, date], most: int, settled: date | None) -> None:
    """Every day is in exactly one window, the oldest first; none is longer than asked, nor than a month."""
    start, end = span
    cut = windows(start, end, most, settled)

    assert every_day(cut) == every_day([(start, end)])
    assert all(first <= last < month_later(first) for first, last in cut)
    assert all((last - first).days < most for first, last in cut)
    assert settled is None or not any(first <= settled < last for first, last in cut)


@given(spans, spans, st.integers(1, 60))
def test_a_window_that_was_begun_stays_as_it_is(
    span: tuple[date, date], fixed: tuple[date, date], most: int
) -> None:
    """A run that goes on keeps the interrupted one's window, and parts what lies around it."""
    start, end = span
    cut = Span(start, end, end, fixed).windows(most)

    assert every_day(cut) == every_day([(start, end)])
    assert (fixed in cut) or not (start <= fixed[0] <= fixed[1] <= end)


@given(days, st.integers(0, 500), st.integers(0, 600), st.integers(1, 40))
def test_the_first_day_that_zoom_answers_for_is_found(start: date, lasts: int, kept: int, step: int) -> None:
    """To the day, in few questions; None where even the last day is refused."""
    end, floor = start + lasts * DAY, start + (kept + 1) * DAY
    asked: list[date] = []

    def answers(day: date) -> bool:
        asked.append(day)
        return day >= floor

    assert earliest(start, end, step, answers) == (floor if floor <= end else None)
    assert len(asked) <= lasts // step + 8


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (Window(), {"from": "2026-01-31", "to": "2026-02-27"}),
        (
            Window(start="a", end="b", moments=True),
            {"a": "2026-01-31T00:00:00Z", "b": "2026-02-27T23:59:59Z"},
        ),
    ],
)
def test_days_are_written_and_read_again(window: Window, expected: dict[str, str]) -> None:
    """As Zoom wants them, and back."""
    first, last = date(2026, 1, 31), date(2026, 2, 27)

    assert written(window, first, last) == expected
    assert days_of(window, expected) == (first, last)


def test_a_month_ends_with_the_month() -> None:
    """A month from the last day of January is the last of February."""
    assert month_later(date(2024, 1, 31)) == date(2024, 2, 29)
    assert month_later(date(2026, 12, 15)) == date(2027, 1, 15)
