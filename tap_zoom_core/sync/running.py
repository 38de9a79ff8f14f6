"""A whole run: sign in, plan, walk, and account for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from attrs import frozen
from requests.auth import AuthBase

from tap_zoom_core.client import Budgets, DailyLimit
from tap_zoom_core.ledger import Ledger
from tap_zoom_core.sync.beginning import Beginning, Task, begin
from tap_zoom_core.sync.books import Books
from tap_zoom_core.sync.opening import Opening
from tap_zoom_core.sync.scheduler import Scheduler, depths_of
from tap_zoom_core.sync.walk import Walk

log = logging.getLogger("tap_zoom_core")

HOUR = 3600.0
"""Seconds to wait for a daily limit that does not say when it ends."""


@frozen
class Result:
    """What a run came to. ``complete``: it was walked to its end. ``fatal``: what ended it before that."""

    ledger: Ledger
    state: dict[str, Any]
    complete: bool
    fatal: Exception | None
    budgets: Budgets


def run(
    task: Task,
    auth: AuthBase,
    stopping: threading.Event,
    on_tick: Callable[[Walk], None] = lambda walk: None,
) -> Result:
    """Read what was selected, and write it to ``task.out``.

    ``stopping`` ends the run early, with its state. Raises AuthError, Unreachable or UsageError where it
    could not even begin; what happens later stands in the result.
    """
    begun, config = _begin_when_allowed(task, auth, stopping), task.config
    books = Books(
        Ledger(),
        begun.state,
        begun.started,
        begun.until,
        tuple(task.selected),
        begun.incremental,
        begun.run.client.now,
    )
    walk = Walk(
        begun.run,
        books,
        Scheduler(begun.run.client.budgets, depths_of(begun.opening.plan.roots)),
        config.max_workers,
        config.on_daily_limit == "wait",
        on_tick,
    )
    _book_opening(begun.opening, books)
    for name, listing in begun.opening.roots.items():
        walk.add_root(listing, done=begun.is_done(name))
    walk.go()
    return _finish(walk, task)


def _begin_when_allowed(task: Task, auth: AuthBase, stopping: threading.Event) -> Beginning:
    """Begin, on the next day where the daily limit is used up and waiting for it was asked for."""
    while True:
        try:
            return begin(task, auth, stopping)
        except DailyLimit as limit:
            if task.config.on_daily_limit != "wait" or stopping.is_set():
                raise
            log.warning("%s; waiting", limit)
            now = datetime.now(timezone.utc)
            stopping.wait(max(1.0, (limit.until - now).total_seconds()) if limit.until else HOUR)


def _finish(walk: Walk, task: Task) -> Result:
    books, writer = walk.books, walk.run.writer
    complete = walk.fatal is None and not walk.run.stopping.is_set()
    value = books.value(complete=complete)
    if not isinstance(walk.fatal, OSError):
        try:
            if complete:
                for name in task.selected:
                    writer.empty(name)
            writer.state(value)
        except OSError as error:
            walk.fatal = walk.fatal or error
    writer.close()
    return Result(books.ledger, value, complete and walk.fatal is None, walk.fatal, walk.run.client.budgets)


def _book_opening(opening: Opening, books: Books) -> None:
    for node in opening.plan.nodes():
        books.ledger[node.stream.name].emitted = node.emitted
    for note in opening.notes:
        books.note(note)
    for name, why in opening.lost.items():
        account = books.ledger[name]
        account.offered += 1
        account.parents["out"] += 1
        account.name(account.failures, why)
        books.state.frozen.add(name)
        log.error("%s: %s", name, why)
