"""The walk: one dispatcher that decides and keeps the books, and workers that ask, shape and write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from attrs import define, field

from tap_zoom_core.client import DailyLimit
from tap_zoom_core.errors import SyncError
from tap_zoom_core.sync.books import Books
from tap_zoom_core.sync.ending import Ending
from tap_zoom_core.sync.listing import Listing
from tap_zoom_core.sync.outcome import Outcome
from tap_zoom_core.sync.progress import Progress
from tap_zoom_core.sync.reading import read
from tap_zoom_core.sync.run import Run
from tap_zoom_core.sync.scheduler import Scheduler

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node

TICK = 0.25
"""Seconds after which the dispatcher looks up, though nothing came in."""
BETWEEN_STATES = 1.0
"""Seconds between two STATE messages, at the least."""
PATIENCE = 5.0
"""Seconds that requests under way are given when the run is to stop."""
UNREACHABLE = 10
"""After so many listings in a row that Zoom gave no answer to, the run stops: it is not their fault."""


@define(eq=False)
class Walk:
    """One walk of the graph. ``fatal`` is what ended it early, None when it was walked to its end."""

    run: Run
    books: Books
    scheduler: Scheduler
    workers: int
    wait_for_daily_limit: bool = False
    on_tick: Callable[[Walk], None] = lambda walk: None
    fatal: Exception | None = None
    under_way: set[Listing] = field(factory=set)
    _jobs: SimpleQueue[Listing | None] = field(factory=SimpleQueue)
    _inbox: SimpleQueue[Outcome] = field(factory=SimpleQueue)
    _unreachable: int = 0
    _stated_at: float = 0.0
    _stated: object = None

    def add_root(self, listing: Listing, *, done: bool) -> None:
        """Add a tree to walk, by the listing at its root; ``done``: an interrupted run walked it."""
        assert listing.root is not None
        name, progress = listing.stream.name, listing.root.progress
        self.books.roots[name] = (listing.node, progress)
        self.books.ledger[name].offered += 1
        if done:
            progress.listed = progress.done_before = True
            self.books.ledger[name].parents["read_before"] += 1
        else:
            self.scheduler.add(listing)

    def go(self) -> None:
        """Walk to the end, or to what stops it; then every listing is booked."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(self.workers)]
        for thread in threads:
            thread.start()
        self._stated_at, self._stated = time.monotonic(), self.books.standing()
        while not self._stopped() and (self.scheduler.waiting or self.under_way):
            self._dispatch()
            self._state()
            self.on_tick(self)
        self._wind_up()
        for _ in threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (listing := self._jobs.get()) is not None:
            self._inbox.put(read(listing, self.run))

    def _stopped(self) -> bool:
        return self.fatal is not None or self.run.stopping.is_set()

    def _dispatch(self) -> None:
        """Hand out what may go now, then take in what came back."""
        patience = TICK
        while len(self.under_way) < self.workers:
            listing, seconds = self.scheduler.take()
            if listing is None:
                patience = min(TICK, seconds)
                break
            self.under_way.add(listing)
            self._jobs.put(listing)
        try:
            outcome = self._inbox.get(timeout=patience)
            while True:
                self._take_in(outcome)
                outcome = self._inbox.get_nowait()
        except Empty:
            return

    def _take_in(self, outcome: Outcome) -> None:
        listing = outcome.listing
        self.under_way.discard(listing)
        if outcome.fatal is not None:
            self._stop_for(outcome)
            return
        if outcome.unfinished:
            self.scheduler.add(listing)
            return
        if outcome.ending and outcome.ending.stream_out and listing.stream.name in self.run.out:
            outcome.ending = Ending("out")  # asked before the first refusal came in, and told already
        if outcome.rate and outcome.rate is not listing.stream.rate:
            self.scheduler.labels[listing.stream.name] = outcome.rate
        self.books.book(outcome)
        self._mute(outcome)
        self._branch_out(outcome)
        self._watch_for_an_outage(outcome.trouble)
        if outcome.ending is None:
            self.scheduler.add(listing)
        else:
            self._ended(listing, outcome.ending)

    def _branch_out(self, outcome: Outcome) -> None:
        """Open the branches of a root's page, and let what hangs from a page wait for its turn."""
        if outcome.listing.root:
            self._progress(outcome.listing.root.progress, outcome)
        for child in outcome.children:
            assert child.branch is not None
            child.branch.open += 1
            self.scheduler.add(child)
        for branch in outcome.branches:
            if not branch.open:
                branch.root.close(branch)

    def _watch_for_an_outage(self, trouble: Ending | None) -> None:
        self._unreachable = self._unreachable + 1 if trouble and trouble.unreachable else 0
        if trouble and self._unreachable >= UNREACHABLE:
            self.fatal = SyncError(f"{trouble.problem}; so it was with the {UNREACHABLE} before it")

    def _mute(self, outcome: Outcome) -> None:
        """Let nothing more be written of streams whose transform failed."""
        for node, failure in outcome.faults:
            if node.stream.name not in self.run.muted:
                self.run.muted.add(node.stream.name)
                self.books.fail(node, failure)

    def _progress(self, progress: Progress, outcome: Outcome) -> None:
        """Book a page of a root: the segment that it is of, and a branch for each of its rows."""
        root, span = outcome.listing.root, self.run.spans.get(progress.stream)
        assert root is not None
        if not progress.segments or progress.segments[-1].params != outcome.params:
            if progress.segments:
                progress.segments[-1].listed = True
            settled = span is None or span.is_settled(outcome.params, outcome.listing.stream.window)
            progress.begin(outcome.params, settled=settled)
        segment = progress.segments[-1]
        if outcome.params == outcome.listing.params:
            segment.skipped, segment.base = root.skipped, root.base
        for branch in outcome.branches:
            progress.open(branch)
        if outcome.ending and outcome.ending.column in ("read", "no_rows"):
            segment.listed = progress.listed = True

    def _ended(self, listing: Listing, ending: Ending) -> None:
        if listing.branch is not None:
            listing.branch.open -= 1
            if not listing.branch.open:
                listing.branch.root.close(listing.branch)
        if ending.stops:
            self.fatal = SyncError(ending.problem)
        if ending.stream_out:
            self.out(listing.node, ending.problem)

    def out(self, node: Node, reason: str) -> None:
        """Ask nothing more for a stream."""
        self.run.out[node.stream.name] = reason
        for waiting in self.scheduler.drain(node.stream.name):
            ending = Ending("out")
            self.books.end(waiting, ending)
            self._ended(waiting, ending)

    def _stop_for(self, outcome: Outcome) -> None:
        """Stop the run for what happened; or wait for the next day, where that was asked for."""
        fatal, listing = outcome.fatal, outcome.listing
        if isinstance(fatal, DailyLimit) and self.wait_for_daily_limit and not self.run.stopping.is_set():
            seconds = (fatal.until - self.run.client.now()).total_seconds() if fatal.until else 3600.0
            self.run.client.budgets.pause(self.scheduler.label(listing), max(1.0, seconds))
            self.books.note(f"{fatal}; waiting")
        elif self.fatal is None:
            self.fatal = fatal
        self.scheduler.add(listing)

    def _state(self) -> None:
        """Write how far the run is, now and then, and only where it came further."""
        if time.monotonic() - self._stated_at >= BETWEEN_STATES:
            value = self.books.value(complete=False)
            before, self._stated_at, self._stated = self._stated, time.monotonic(), self.books.standing()
            try:
                if self._stated != before:
                    self.run.writer.state(value)
            except OSError as error:
                self.fatal = self.fatal or error

    def _wind_up(self) -> None:
        """Take in what is under way, for a few seconds; then book what was not read."""
        until = time.monotonic() + PATIENCE
        while self.under_way and time.monotonic() < until and not isinstance(self.fatal, OSError):
            try:
                self._take_in(self._inbox.get(timeout=TICK))
            except Empty:
                continue
        self.books.value(complete=False)  # the last that may move before what is missing holds it
        for listing in (*self.scheduler.drain(), *self.under_way):
            self.books.end(listing, Ending("unfinished"))
