"""Each refusal that Zoom documents, replayed: the exit code, the ledger, and the streams beside it.

Record the cassettes anew with ``pytest tests/walk/test_errors.py --zoom-record``.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.client import Verdict
from tap_zoom_core.testing import Cassette
from tests.walk.error_rows import LISTS_FOR, STREAMS, Row, rows

CASSETTES = Path(__file__).parents[1] / "cassettes" / "errors"
ROWS = [row for row in rows() if STREAMS[row.stream].selected]

LOUD = {
    ("/users", 1001): "the listing of all users names none who could be missing",
    ("/report/history_meetings", 300): "the tap asks by valid dates; too old ones move the start",
    ("/report/history_meetings", 12703): "the tap asks for no group",
    ("/past_webinars/{webinarId}/absentees", 300): "the tap asks for no occurrence",
}
"""Refusals that are documented and yet a failure, each with its reason: they would be a defect of the tap."""

COLUMN = {Verdict.EMPTY: "refused", Verdict.GONE: "gone", Verdict.FAILED: "failed", Verdict.RESTART: "failed"}


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row.name)
def test_every_documented_refusal_is_declared(row: Row) -> None:
    """As no rows, as a parent that is gone, for every endpoint alike; or it is loud, for a reason."""
    quiet = (Verdict.EMPTY, Verdict.EMPTY_WINDOW, Verdict.GONE, Verdict.RESTART, Verdict.STOP)

    assert (row.verdict in quiet) is ((row.path, row.code) not in LOUD or row.verdict is Verdict.RESTART)


def served(row: Row) -> Sandbox:
    """Return a small account that answers each request to a row's endpoint as the row says."""
    settings = LISTS_FOR.get(row.stream, ("", {}))[1]
    sandbox = Sandbox(**{"users": 6, "seed": 39, "plan": "none", "clock": "2026-06-15T12:00:00Z"} | settings)

    def refuse(call: object) -> None:
        raise Refusal(row.http, row.code if row.code is not None else row.http, row.message)

    sandbox.serve(row.path, refuse, label=STREAMS[row.stream].rate.value)
    return sandbox


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_refusal_is_what_the_table_says(
    row: Row, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    """The parent is in the column of its verdict, the sums come out, and the users are all there."""
    wanted = LISTS_FOR.get(row.stream, (row.stream, {}))[0]
    names = [wanted] if wanted == "users" else ["users", wanted]
    caplog.set_level(logging.ERROR)
    cassette = CASSETTES / f"{row.name}.yaml"
    dates = {"start_date": "2026-06-07", "end_date": "2026-06-10"}
    if request.config.getoption("--zoom-record"):
        with served(row) as sandbox:
            messages = Cassette(cassette, lambda: sandbox).run(*names, **dates)
    else:
        messages = Cassette(cassette).run(*names, **dates)

    streams = messages.ledger["streams"]
    assert messages.ledger["balanced"] is True
    assert len(messages.records("users")) == (0 if wanted == "users" else 6)
    if row.path == "/report/history_meetings":
        assert messages.exit_code == 0
        assert row.stream not in streams
        assert any("stands in for it" in note for note in messages.ledger["notes"])
        return
    assert messages.exit_code == (row.verdict in (Verdict.FAILED, Verdict.RESTART))
    parents = streams[row.stream]["parents"]
    assert parents[COLUMN[row.verdict]] > 0, parents
    assert parents["read"] == 0
    if messages.exit_code:
        said, _, failed = caplog.messages[-1].partition(": ")
        assert said == "the sync is not complete, streams failed"
        assert row.stream in failed.split(", ")
    else:
        assert caplog.messages == []
