"""The scheduler: every label busy, the oldest rows first, and few listings waiting."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tap_zoom_core.client import Budgets
from tap_zoom_core.graph import Node
from tap_zoom_core.streams import Parent, Rate, Stream
from tap_zoom_core.sync.listing import Family, Listing, Root
from tap_zoom_core.sync.progress import Branch, Progress
from tap_zoom_core.sync.scheduler import FEW, MANY, Scheduler, depths_of


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Return a clock that stands still until a test moves it."""
    clock = SimpleNamespace(now=1000.0)
    fake = SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now)
    monkeypatch.setattr("tap_zoom_core.client.budgets.time", fake)
    monkeypatch.setattr("tap_zoom_core.sync.scheduler.time", fake)
    return clock


def node(name: str, rate: Rate, *children: Node) -> Node:
    """Return a stream in its place in a walk."""
    parent = None if children else Parent("users", user_id="id")
    stream = Stream(name=name, path=f"/{name}", rate=rate, parent=parent)
    return Node(stream=stream, plugin="test", emitted=True, context={}, columns=(), children=children)


POLLS = node("polls", Rate.LIGHT)
REPORTS = node("reports", Rate.HEAVY)
USERS = node("users", Rate.LIGHT, POLLS, REPORTS)


def scheduler() -> Scheduler:
    """Return a scheduler whose labels' limits are known, and far away."""
    budgets = Budgets("business")
    return Scheduler(budgets, depths_of([USERS]))


def leaf(of: Node, row: int, progress: Progress) -> Listing:
    """Return a listing that hangs from one row of a root."""
    return Listing(of, {}, Branch(progress, b"", number=row), Family())


def root(progress: Progress) -> Listing:
    """Return the listing at a root."""
    return Listing(USERS, {}, None, Family(), Root(progress))


def taken(chosen: Scheduler, clock: SimpleNamespace) -> list[Listing]:
    """Take all, letting the time pass that the budgets want."""
    listings = []
    while chosen.waiting:
        listing, seconds = chosen.take()
        if listing is None:
            clock.now += seconds
        else:
            listings.append(listing)
    return listings


def test_the_oldest_rows_are_finished_first(clock: SimpleNamespace) -> None:
    """Whatever the order in which they came: so the state can vouch for an unbroken run of rows."""
    chosen, progress = scheduler(), Progress("users")
    for row in (5, 1, 4, 2, 3):
        chosen.add(leaf(POLLS, row, progress))

    assert [each.branch.number for each in taken(chosen, clock) if each.branch] == [1, 2, 3, 4, 5]


def test_a_label_that_must_wait_does_not_hold_up_another(clock: SimpleNamespace) -> None:
    """While HEAVY is paused, LIGHT goes on; and where all wait, it is told for how long."""
    chosen, progress = scheduler(), Progress("users")
    chosen.add(leaf(REPORTS, 1, progress))
    chosen.add(leaf(POLLS, 2, progress))
    chosen.budgets.pause(Rate.HEAVY, 9.0)
    first, _ = chosen.take()
    second, seconds = chosen.take()

    assert first is not None
    assert (first.stream.name, second, seconds) == ("polls", None, 9.0)


def test_what_brings_more_comes_first_while_little_waits(clock: SimpleNamespace) -> None:
    """So that no label runs dry; with enough waiting, the older rows come first."""
    chosen, progress = scheduler(), Progress("users")
    chosen.add(leaf(POLLS, 0, progress))
    progress.opened = 300
    chosen.add(root(progress))
    hungry, _ = chosen.take()
    chosen.add(root(progress))
    for row in range(FEW):
        chosen.add(leaf(POLLS, row, progress))
    clock.now += 1.0
    fed, _ = chosen.take()

    assert hungry is not None
    assert fed is not None
    assert (hungry.stream.name, fed.stream.name) == ("users", "polls")


def test_few_listings_wait_however_wide_the_account(clock: SimpleNamespace) -> None:
    """A root that has many waiting brings no more until some are read; another root still does."""
    chosen, crowded, other = scheduler(), Progress("users"), Progress("sites")
    for row in range(MANY):
        chosen.add(leaf(REPORTS, row, crowded))
    chosen.budgets.pause(Rate.HEAVY, 60.0)
    chosen.add(root(crowded))
    held, _ = chosen.take()
    chosen.add(root(other))
    brought, _ = chosen.take()

    assert held is None
    assert brought is not None
    assert brought.root is not None
    assert brought.root.progress is other


def test_the_deepest_that_wait_are_never_held_back(clock: SimpleNamespace) -> None:
    """A walk in which only listings wait that bring more goes on all the same, as fast as it may."""
    chosen, progress = scheduler(), Progress("users")
    for _ in range(MANY + 1):
        chosen.add(root(progress))
    chosen.add(leaf(POLLS, 0, progress))

    assert len(taken(chosen, clock)) == MANY + 2


def test_the_label_is_the_one_that_zoom_counts(clock: SimpleNamespace) -> None:
    """A stream whose requests are counted under another label waits for that."""
    chosen, progress = scheduler(), Progress("users")
    chosen.labels["polls"] = Rate.HEAVY
    chosen.add(leaf(POLLS, 1, progress))
    taken(chosen, clock)

    assert chosen.budgets.used() == {Rate.HEAVY: 1}


def test_what_waits_of_a_stream_can_be_taken_away(clock: SimpleNamespace) -> None:
    """Of one, when it is out, and of all, when the run ends."""
    chosen, progress = scheduler(), Progress("users")
    for row in range(3):
        chosen.add(leaf(POLLS, row, progress))
        chosen.add(leaf(REPORTS, row, progress))
    polls = list(chosen.drain("polls"))
    left = chosen.waiting
    rest = list(chosen.drain())

    assert [each.stream.name for each in polls] == ["polls"] * 3
    assert (left, len(rest), chosen.waiting) == (3, 3, 0)
