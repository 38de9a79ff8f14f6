"""The four reports, replayed from their cassette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.testing import Cassette, Messages

STREAMS = (
    "report_meetings",
    "report_meeting_participants",
    "report_webinars",
    "report_webinar_participants",
)


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run the account that the cassette is recorded from, where no other is given."""
    with Sandbox(
        users=3, seed=35, sessions_per_user=120, clock="2026-06-15T12:00:00Z", plan="none"
    ) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cassette(zoom_cassette: Callable[[str], Cassette]) -> Cassette:
    """Return the family's cassette."""
    return zoom_cassette("reports")


@pytest.fixture(scope="module")
def messages(cassette: Cassette) -> Messages:
    """Sync the family's streams from the cassette."""
    return cassette.run(*STREAMS, start_date="2026-06-10", end_date="2026-06-14")


def test_whole_messages(cassette: Cassette, messages: Messages) -> None:
    """The cassette's answers become exactly the SCHEMA, RECORD and STATE messages that are kept beside it."""
    expected = cassette.expected(messages)

    assert expected == messages.sorted()


def test_no_row_is_lost(facts: Messages) -> None:
    """Each stream has as many rows as the account holds."""
    assert {stream: len(facts.records(stream)) for stream in STREAMS} == {
        "report_meetings": 5,
        "report_meeting_participants": 21,
        "report_webinars": 1,
        "report_webinar_participants": 17,
    }
    assert facts.ledger["balanced"]
    assert facts.exit_code == 0


@pytest.mark.parametrize("stream", STREAMS)
def test_keys_are_unique(messages: Messages, stream: str) -> None:
    """No two rows of a stream share a key, and no part of a key is null or empty."""
    keys = messages.keys(stream)

    assert len(keys) == len(set(keys))
    assert all(value not in (None, "") for key in keys for value in key)


def test_guests_are_all_there(facts: Messages) -> None:
    """Guests have an empty id: 15 of 21 rows, and each has a row_id of its own."""
    guests = [each for each in facts.records("report_meeting_participants") if each["id"] == ""]

    assert len(guests) == 15
    assert len({each["row_id"] for each in guests}) == 15


def test_waiting_rooms_and_breakout_rooms(facts: Messages) -> None:
    """Who waits, or goes to a breakout room, has several rows: one waited, two rows are of such rooms."""
    rows = facts.records("report_meeting_participants")

    assert Counter(each["status"] for each in rows) == {"in_meeting": 20, "in_waiting_room": 1}
    assert len([each for each in rows if each["bo_mtg_id"]]) == 2


def test_registrants_are_known(cassette: Cassette, facts: Messages) -> None:
    """The registrant's id is asked for with each participants' report, and those who registered have it."""
    asked = [request for request in cassette.requests if "/participants" in request]
    found = {
        stream: len([each for each in facts.records(stream) if each["registrant_id"]])
        for stream in ("report_meeting_participants", "report_webinar_participants")
    }

    assert len(asked) == 6
    assert all("include_fields=registrant_id" in request for request in asked)
    assert found == {"report_meeting_participants": 10, "report_webinar_participants": 11}


def test_participants_keep_their_own_user_id(facts: Messages) -> None:
    """A participant's user_id is that of one join, a number; nothing from above takes its place."""
    rows = facts.records("report_meeting_participants") + facts.records("report_webinar_participants")

    assert all(each["user_id"].isdecimal() for each in rows)


def test_uuids_are_encoded_twice(cassette: Cassette, facts: Messages) -> None:
    """The UUID /44+1rrUsc7+xG7addFeMg== is asked for percent-encoded twice, and its report is there."""
    report = "GET /v2/report/meetings/%252F44%252B1rrUsc7%252BxG7addFeMg%253D%253D"
    uuids = [each["uuid"] for each in facts.records("report_meetings")]

    assert report in cassette.requests
    assert "/44+1rrUsc7+xG7addFeMg==" in uuids


def test_each_instance_has_both_reports(facts: Messages) -> None:
    """Every instance of which there is a summary has participants, and the other way round."""
    for word in ("meeting", "webinar"):
        summaries = {each["uuid"] for each in facts.records(f"report_{word}s")}
        took_part = {each[f"{word}_uuid"] for each in facts.records(f"report_{word}_participants")}

        assert summaries == took_part


def test_state(facts: Messages) -> None:
    """Each report has a bookmark at the end of the days that were read, on the instance's end."""
    moment = "2026-06-14T23:59:59Z"
    columns = {
        "report_meetings": "end_time",
        "report_meeting_participants": "meeting_end_time",
        "report_webinars": "end_time",
        "report_webinar_participants": "webinar_end_time",
    }

    assert {
        "bookmarks": {
            stream: {"replication_key": column, "replication_key_value": moment}
            for stream, column in columns.items()
        }
    } == facts.state
