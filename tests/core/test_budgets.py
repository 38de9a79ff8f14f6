"""Budgets: each label's pace, learnt from the answers, and slowed alone."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from tap_zoom_core.client import Budgets
from tap_zoom_core.client.budgets import CATCH_UP, PACE, PLANS
from tap_zoom_core.streams import Rate


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return a clock that only a test moves: ``clock.now`` is both the monotonic time and the time of day."""
    clock = SimpleNamespace(now=1000.0)
    fake = SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now)
    monkeypatch.setattr("tap_zoom_core.client.budgets.time", fake)
    return clock


def headers(label: str, limit: int, kind: str = "QPS", left: int = 9) -> dict[str, str]:
    """Return what Zoom says of a limit."""
    return {
        "X-RateLimit-Category": label,
        "X-RateLimit-Type": kind,
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(left),
    }


def taken(budgets: Budgets, rate: Rate, number: int) -> list[float]:
    """Take so many slots; return the gaps between them."""
    slots = [budgets.take(rate) for _ in range(number)]
    return [after - before for before, after in itertools.pairwise(slots)]


def test_requests_are_spaced_evenly_a_little_below_the_limit(clock: SimpleNamespace) -> None:
    """Twenty requests of a label that allows ten a second are two seconds apart, and none is early."""
    budgets = Budgets()
    budgets.learn(Rate.HEAVY, headers("Heavy", 10))

    assert taken(budgets, Rate.HEAVY, 21) == pytest.approx([1 / (10 * PACE)] * 20)


def test_a_share_of_the_limit_is_all_that_is_used(clock: SimpleNamespace) -> None:
    """An account that others use too is read at the part of its limit that was asked for."""
    budgets = Budgets(share=0.25)
    budgets.learn(Rate.HEAVY, headers("Heavy", 40))

    assert taken(budgets, Rate.HEAVY, 2) == pytest.approx([1 / (10 * PACE)])


def test_a_plan_that_was_configured_is_not_learnt_over(clock: SimpleNamespace) -> None:
    """``rate_limit_plan`` wins over what the answers say."""
    budgets = Budgets("pro")
    budgets.learn(Rate.HEAVY, headers("Heavy", 40))

    assert budgets.limits() == {rate: float(limit) for rate, limit in PLANS["pro"].items()}


def test_the_first_request_of_a_label_asks_for_its_limit_alone(clock: SimpleNamespace) -> None:
    """Nothing more goes out until its answer is there, and then at the pace that it told."""
    budgets = Budgets()
    budgets.take(Rate.LIGHT)
    before = budgets.ready_at(Rate.LIGHT)
    budgets.learn(Rate.LIGHT, headers("Light", 30))

    assert before == float("inf")
    assert budgets.ready_at(Rate.LIGHT) == clock.now - CATCH_UP
    assert budgets.limits() == {Rate.LIGHT: 30.0}


def test_without_headers_the_business_plan_holds(clock: SimpleNamespace) -> None:
    """An answer that says nothing of limits does not hold up the others."""
    budgets = Budgets()
    budgets.take(Rate.MEDIUM)
    budgets.learn(Rate.MEDIUM, {})

    assert budgets.limits() == {Rate.MEDIUM: 60.0}


def test_the_label_is_what_zoom_says(clock: SimpleNamespace) -> None:
    """Whatever the stream said: the limit is booked to the label of the header, however that is written."""
    budgets = Budgets()

    assert budgets.learn(Rate.LIGHT, headers("heavy", 40)) is Rate.HEAVY
    assert budgets.learn(Rate.LIGHT, headers("RESOURCE-INTENSIVE", 10)) is Rate.RESOURCE_INTENSIVE
    assert budgets.learn(Rate.LIGHT, headers("Enormous", 1)) is Rate.LIGHT
    assert budgets.limits()[Rate.HEAVY] == 40.0


def test_a_429_slows_its_own_label_alone_and_for_a_while(clock: SimpleNamespace) -> None:
    """Nothing more in this second, then seven tenths of the pace, and after twenty seconds all of it."""
    budgets = Budgets()
    for label in ("Light", "Heavy"):
        budgets.learn(Rate(label), headers(label, 10))
    clock.now = 1000.25
    budgets.slow(Rate.HEAVY)
    budgets.slow(Rate.HEAVY)

    assert budgets.ready_at(Rate.HEAVY) == 1001.0
    assert budgets.ready_at(Rate.LIGHT) == clock.now - CATCH_UP
    assert taken(budgets, Rate.HEAVY, 2) == pytest.approx([1 / (10 * PACE * 0.7)])
    clock.now += 60.0
    assert taken(budgets, Rate.HEAVY, 2) == pytest.approx([1 / (10 * PACE)])


def test_a_pause_holds_one_label(clock: SimpleNamespace) -> None:
    """Until then nothing of it goes out; the others are not concerned."""
    budgets = Budgets("pro")
    budgets.pause(Rate.HEAVY, 7.0)

    assert budgets.ready_at(Rate.HEAVY) == 1007.0
    assert budgets.ready_at(Rate.MEDIUM) == clock.now - CATCH_UP


def test_the_limit_of_a_day_is_no_pace(clock: SimpleNamespace) -> None:
    """A header that speaks of the day leaves the requests a second as they are."""
    budgets = Budgets()
    budgets.learn(Rate.HEAVY, headers("Heavy", 40))
    budgets.learn(Rate.HEAVY, headers("Heavy", 30_000, "Daily-limit", 12))

    assert budgets.limits() == {Rate.HEAVY: 40.0}


def test_what_was_missed_is_not_made_good(clock: SimpleNamespace) -> None:
    """After a pause of the network no burst follows: a burst is what a limit answers with 429."""
    budgets = Budgets("pro")
    budgets.take(Rate.HEAVY)
    clock.now += 30.0
    slots = [budgets.take(Rate.HEAVY) for _ in range(10)]

    assert sum(slot <= clock.now for slot in slots) == 1
    assert budgets.used() == {Rate.HEAVY: 11}
