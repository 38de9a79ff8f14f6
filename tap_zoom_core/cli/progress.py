"""Progress on stderr: a live line on a terminal, plain lines at intervals in a log, and Singer's metrics."""

from __future__ import annotations

import json
import logging
import time

from attrs import define, field
from rich.console import Console
from rich.live import Live
from rich.text import Text

from tap_zoom_core.ledger import Ledger
from tap_zoom_core.sync import Walk

LOGGER = logging.getLogger("tap_zoom_core")
METRICS = logging.getLogger("tap_zoom_core.metrics")

BETWEEN_LINES = 30.0
"""Seconds between two lines of progress in a log."""


@define
class Progress:
    """Shows how a walk goes: call it at each tick, and ``end`` it."""

    live: Live | None = None
    began: float = field(factory=time.monotonic)
    _said: float = field(factory=time.monotonic)
    _rows: dict[str, int] = field(factory=dict)

    def __call__(self, walk: Walk) -> None:
        """Show the walk as it stands."""
        if self.live:
            self.live.update(Text(line(walk, time.monotonic() - self.began)))
        elif time.monotonic() - self._said >= BETWEEN_LINES:
            self._said = time.monotonic()
            LOGGER.info("%s", line(walk, time.monotonic() - self.began))
            self.metrics(walk.books.ledger)

    def end(self, ledger: Ledger) -> None:
        """Take the live line away, and log the last metrics."""
        if self.live:
            self.live.stop()
        self.metrics(ledger)
        point = {
            "type": "timer",
            "metric": "sync_duration",
            "value": time.monotonic() - self.began,
            "tags": {},
        }
        METRICS.info("METRIC: %s", json.dumps(point))

    def metrics(self, ledger: Ledger) -> None:
        """Log the rows since the last time, stream by stream, as singer-python writes its metrics."""
        for name, account in ledger.accounts.items():
            new = account.rows - self._rows.get(name, 0)
            if account.emitted and (new or name not in self._rows):
                self._rows[name] = account.rows
                point = {"type": "counter", "metric": "record_count", "value": new, "tags": {"stream": name}}
                METRICS.info("METRIC: %s", json.dumps(point))


def line(walk: Walk, seconds: float) -> str:
    """Say in one line how far a walk is: rows, requests, their pace by label, and what waits."""
    accounts = walk.books.ledger.accounts.values()
    used, limits = walk.run.client.budgets.used(), walk.run.client.budgets.limits()
    paces = [
        f"{rate.value.lower()} {used.get(rate, 0) / max(seconds, 0.1):.0f} of {limit:.0f}/s"
        for rate, limit in limits.items()
        if used.get(rate)
    ]
    rows = sum(account.rows for account in accounts)
    return (
        f"{rows:,} rows, {sum(used.values()):,} requests in {seconds:.0f} s "
        f"({', '.join(paces)}); {walk.scheduler.waiting:,} listings wait, {len(walk.under_way)} under way"
    )


def watch() -> Progress:
    """Return what shows the progress: on a terminal a live line, unless logs are too quiet for it."""
    console = Console(stderr=True)
    if not console.is_terminal or not LOGGER.isEnabledFor(logging.INFO):
        return Progress()
    live = Live(console=console, transient=True, refresh_per_second=4)
    live.start()
    return Progress(live)
