"""Progress in a log, and the metrics that runners count by."""

from __future__ import annotations

import json
import logging
import time
from types import SimpleNamespace
from typing import Any

import pytest

from tap_zoom_core.cli.progress import BETWEEN_LINES, BETWEEN_METRICS, Progress
from tap_zoom_core.ledger import Ledger
from tap_zoom_core.streams import Rate

PREFIX = "METRIC: "


@pytest.fixture
def ledger() -> Ledger:
    """Keep the books of two streams, of which one is hidden."""
    kept = Ledger()
    kept["users"].rows, kept["users"].requests = 600, 2
    kept["scheduled_meetings"].emitted, kept["scheduled_meetings"].requests = False, 5
    return kept


def metrics(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, float]]:
    """Return the metrics that were logged since the last time: name, stream or status, value."""
    points = [
        json.loads(each.getMessage().removeprefix(PREFIX))
        for each in caplog.records
        if each.name == "singer_sdk.metrics" and each.getMessage().startswith(PREFIX)
    ]
    caplog.clear()
    return [(each["metric"], each["tags"].get("stream", ""), each["value"]) for each in points]


def a_walk(ledger: Ledger) -> Any:
    budgets = SimpleNamespace(
        used=lambda: {Rate.LIGHT: 5, Rate.MEDIUM: 2}, limits=lambda: {Rate.LIGHT: 80.0, Rate.MEDIUM: 60.0}
    )
    return SimpleNamespace(
        books=SimpleNamespace(ledger=ledger),
        run=SimpleNamespace(client=SimpleNamespace(budgets=budgets)),
        scheduler=SimpleNamespace(waiting=1234),
        under_way={1, 2},
    )


def test_counters_tell_what_is_new(ledger: Ledger, caplog: pytest.LogCaptureFixture) -> None:
    """Each row and each request is counted once, whatever was counted before; a sum over all is the total."""
    caplog.set_level(logging.INFO)
    progress = Progress()

    progress.count(ledger)
    first = metrics(caplog)
    ledger["users"].rows += 50
    progress.count(ledger)
    second = metrics(caplog)
    progress.count(ledger)

    assert first == [
        ("http_request_count", "users", 2),
        ("record_count", "users", 600),
        ("http_request_count", "scheduled_meetings", 5),
    ]
    assert (second, metrics(caplog)) == ([("record_count", "users", 50)], [])


def test_a_log_has_a_line_and_counters_at_intervals(
    ledger: Ledger, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at each tick: a line says rows, requests, their pace by label, and what waits."""
    caplog.set_level(logging.INFO)
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    progress, walk = Progress(began=now[0], said=now[0], measured=now[0]), a_walk(ledger)

    heard = []
    for seconds in (1.0, BETWEEN_LINES, 1.0, BETWEEN_METRICS):
        now[0] += seconds
        progress(walk)
        lines = [each.getMessage() for each in caplog.records if each.name == "tap_zoom_core"]
        heard.append((lines, len(metrics(caplog))))

    def line(at: int) -> str:
        paces = f"light {5 / at:.0f} of 80/s, medium {2 / at:.0f} of 60/s"
        return f"600 rows, 7 requests in {at} s ({paces}); 1,234 listings wait, 2 under way"

    assert heard == [([], 0), ([line(31)], 0), ([], 0), ([line(92)], 3)]


@pytest.mark.parametrize(("complete", "status"), [(True, "succeeded"), (False, "failed")])
def test_the_end_is_timed(
    ledger: Ledger, complete: bool, status: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With what it came to, and after the last counters."""
    caplog.set_level(logging.INFO)
    progress = Progress(began=time.monotonic() - 7)

    progress.end(SimpleNamespace(ledger=ledger, complete=complete))  # type: ignore[arg-type]

    last = caplog.records[-1]
    point = last.metric_info  # type: ignore[attr-defined]
    assert (point["metric"], point["type"], point["tags"]["status"]) == ("sync_duration", "timer", status)
    assert 7 <= point["value"] < 8
    assert len(caplog.records) == 4


def test_a_run_with_a_failed_stream_has_not_succeeded(
    ledger: Ledger, caplog: pytest.LogCaptureFixture
) -> None:
    """The metric agrees with the exit code, also where the other streams were read to their end."""
    caplog.set_level(logging.INFO)
    ledger["users"].failures.append("GET /users: HTTP 400")

    Progress().end(SimpleNamespace(ledger=ledger, complete=True))  # type: ignore[arg-type]

    assert caplog.records[-1].metric_info["tags"]["status"] == "failed"  # type: ignore[attr-defined]
