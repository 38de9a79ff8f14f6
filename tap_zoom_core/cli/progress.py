"""Progress on stderr: a live line on a terminal, plain lines at intervals in a log, and Singer's metrics."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from attrs import define, field
from rich.live import Live
from rich.text import Text

from tap_zoom_core.cli.logs import METRICS, are_structured
from tap_zoom_core.cli.terminal import somebody_reads_stdout, stderr_console
from tap_zoom_core.ledger import Ledger
from tap_zoom_core.sync import Result, Walk

LOGGER = logging.getLogger("tap_zoom_core")

BETWEEN_LINES = 30.0
"""Seconds between two lines of progress in a log."""
BETWEEN_METRICS = 60.0
"""Seconds between two rounds of metrics."""


@define
class Progress:
    """Shows how a walk goes: call it at each tick, and ``end`` it."""

    live: Live | None = None
    began: float = field(factory=time.monotonic)
    _said: float = field(factory=time.monotonic)
    _measured: float = field(factory=time.monotonic)
    _counted: dict[tuple[str, str], int] = field(factory=dict)

    def __call__(self, walk: Walk) -> None:
        """Show the walk as it stands."""
        now = time.monotonic()
        if self.live:
            self.live.update(Text(line(walk, now - self.began)))
        elif now - self._said >= BETWEEN_LINES:
            self._said = now
            LOGGER.info("%s", line(walk, now - self.began))
        if now - self._measured >= BETWEEN_METRICS:
            self._measured = now
            self.count(walk.books.ledger)

    def end(self, result: Result) -> None:
        """Take the live line away, and log the last metrics."""
        if self.live:
            self.live.stop()
        self.count(result.ledger)
        failed = any(account.failed for account in result.ledger.accounts.values())
        status = "succeeded" if result.complete and not failed else "failed"
        measure("timer", "sync_duration", time.monotonic() - self.began, status=status)

    def count(self, ledger: Ledger) -> None:
        """Log the rows and the requests since the last time, stream by stream."""
        for name, account in ledger.accounts.items():
            self._count("http_request_count", name, account.requests)
            if account.emitted:
                self._count("record_count", name, account.rows)

    def _count(self, metric: str, stream: str, total: int) -> None:
        new = total - self._counted.get((metric, stream), 0)
        if new or (metric, stream) not in self._counted:
            self._counted[metric, stream] = total
            measure("counter", metric, new, stream=stream)


def measure(kind: str, metric: str, value: float, **tags: Any) -> None:
    """Log one Singer metric, in the words that singer-python and the Singer SDK write.

    kind: counter or timer (seconds). tags: stream, status; the process's number is added.
    """
    point = {"type": kind, "metric": metric, "value": value, "tags": {**tags, "pid": os.getpid()}}
    extra = {"metric_info": point} | ({"stream_name": tags["stream"]} if "stream" in tags else {})
    logging.getLogger(METRICS).info("METRIC: %s", json.dumps(point), extra=extra)


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


@contextmanager
def watch() -> Iterator[Progress]:
    """Give what shows the progress: a live line on a terminal that is not stdout's, too.

    There is none where logs are JSON or too quiet for it. Whatever ends the block, the line is gone after it.
    """
    console = stderr_console()
    # The line moves the cursor about, and would wipe out what stands on the same terminal.
    if (
        somebody_reads_stdout()
        or not console.is_terminal
        or are_structured()
        or not LOGGER.isEnabledFor(logging.INFO)
    ):
        yield Progress()
        return
    # What is written to stdout is Singer, and no business of the console's.
    with Live(console=console, transient=True, refresh_per_second=4, redirect_stdout=False) as live:
        yield Progress(live)
