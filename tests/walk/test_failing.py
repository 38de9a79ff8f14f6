"""What holds for every endpoint: one thing that fails does not take its siblings with it."""

from __future__ import annotations

import logging
from itertools import count

import pytest
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.client.paths import encode
from tap_zoom_core.testing import Messages, run_tap

CLOCK = "2026-06-15T12:00:00Z"
REPORT = "/report/meetings/{meetingId}"
BOTH = ("report_meetings", "report_meeting_participants")
BOOKMARK = {"replication_key": "end_time", "replication_key_value": "2026-05-01T00:00:00Z"}


def sync(sandbox: Sandbox, *streams: str) -> Messages:
    """Sync streams that were read up to May."""
    bookmarks = {"report_meetings": dict(BOOKMARK)}
    return run_tap(*streams, config=sandbox.config, state={"bookmarks": bookmarks})


def served(*refusals: Refusal, after: int) -> Sandbox:
    """Return an account that refuses each meeting's report, from the request with this number on."""
    sandbox = Sandbox(users=25, seed=7, plan="none", clock=CLOCK)
    found = sandbox.engine.routes.find("/report/meetings/1")
    assert found is not None
    answer, number = found[0].answer, count()

    def some(call: Call) -> object:
        if next(number) >= after:
            raise refusals[0]
        return answer(call)

    sandbox.serve(REPORT, some, label="Heavy")
    return sandbox


def test_a_scope_that_is_taken_away_in_mid_run_costs_its_stream_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The stream is out and not asked again, its bookmark stays, its sibling is read to the end: exit 1."""
    missing = Refusal(400, 4711, "Invalid access token, does not contain scopes:[report:read:admin].")
    with served(missing, after=5) as sandbox:
        messages = sync(sandbox, *BOTH)
        asked = sandbox.requests()["by_endpoint"]
        due = {row["context"]["meeting_uuid"] for row in sandbox.expected("report_meeting_participants")}

    streams = messages.ledger["streams"]
    parents = streams["report_meetings"]["parents"]
    assert messages.exit_code == 1
    assert messages.ledger["balanced"] is True
    assert parents["read"] == 5
    assert parents["out"] > 0
    assert asked[REPORT] <= 5 + 64
    assert messages.state["bookmarks"]["report_meetings"] == BOOKMARK
    assert messages.state["bookmarks"]["report_meeting_participants"]["replication_key_value"] > "2026-06-15"
    assert {row["meeting_uuid"] for row in messages.records("report_meeting_participants")} == due
    assert any("does not contain scopes:[report:read:admin]" in line for line in caplog.messages)
    assert caplog.messages[-1] == "the sync is not complete, streams failed: report_meetings"


@pytest.mark.parametrize(
    "refusal",
    [
        Refusal(418, 9999, "I am a teapot."),
        Refusal(400, 300, "Invalid parameter: x."),
        Refusal(403, 403, "No."),
    ],
    ids=["an unknown code", "a bad parameter", "403"],
)
def test_what_nobody_declared_is_loud(refusal: Refusal, caplog: pytest.LogCaptureFixture) -> None:
    """With method, path, code and message; never "no rows". The bookmark does not move."""
    caplog.set_level(logging.ERROR)
    with served(refusal, after=0) as sandbox:
        messages = sync(sandbox, *BOTH)

    account = messages.ledger["streams"]["report_meetings"]
    said = f"HTTP {refusal.http}, code {refusal.code}: {refusal.message}"
    assert messages.exit_code == 1
    parents = account["parents"]
    assert parents["failed"] > 0
    assert parents["failed"] + parents["read_before"] == parents["offered"]
    assert all(
        line.startswith("GET /report/meetings/") and line.endswith(said) for line in account["failures"]
    )
    assert messages.state["bookmarks"]["report_meetings"] == BOOKMARK
    assert len(caplog.messages) <= 6 + 1
    assert messages.ledger["streams"]["report_meeting_participants"]["failures"] == []


def test_what_a_firewall_blocks_is_set_aside_and_named() -> None:
    """The run is a success; each blocked object is in the ledger, and no bookmark moves past it."""
    with Sandbox(users=25, seed=7, plan="none", clock=CLOCK, faults="html=0.05") as sandbox:
        messages = sync(sandbox, *BOTH)
        blocked = set(sandbox.blocked())
        books = sandbox.expected("report_meetings", since="2026-04-29")

    aside = messages.ledger["streams"]["report_meetings"]["set_aside"]
    assert messages.exit_code == 0
    assert messages.ledger["balanced"] is True
    assert aside
    assert all(line.endswith("HTTP 403, a web page instead of JSON") for line in aside)
    assert {row["uuid"] for row in messages.records("report_meetings")} == {
        row["context"]["meeting_uuid"] for row in books
    }
    first = min(line.split()[1].removesuffix(":") for line in aside)
    assert any(encode("uuid", path.rpartition("/")[2]) in first for path in blocked)
    assert messages.state["bookmarks"]["report_meetings"]["replication_key_value"] < "2026-06-15"


def test_a_token_that_nobody_renews_stops_the_run(caplog: pytest.LogCaptureFixture) -> None:
    """Once it is dead for good: exit code 1, one line, and a state to go on from."""
    with served(Refusal(401, 124, "Access token is expired."), after=3) as sandbox:
        messages = sync(sandbox, *BOTH)

    assert messages.exit_code == 1
    assert messages.ledger["balanced"] is True
    assert messages.ledger["streams"]["report_meetings"]["parents"]["failed"] >= 1
    assert "Zoom refuses the token, and a new one too" in caplog.messages[-1]
    assert messages.state["bookmarks"]["report_meetings"] == BOOKMARK
