"""The meetings' six streams, replayed from their cassette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.testing import Cassette, Messages

STREAMS = (
    "meetings",
    "meeting_registrants",
    "meeting_polls",
    "meeting_poll_results",
    "meeting_questions",
    "meeting_files",
)


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run the account that the cassette is recorded from, where no other is given."""
    with Sandbox(users=6, seed=8, sessions_per_user=30, clock="2026-06-15T12:00:00Z", plan="none") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cassette(zoom_cassette: Callable[[str], Cassette]) -> Cassette:
    """Return the family's cassette."""
    return zoom_cassette("meetings")


@pytest.fixture(scope="module")
def messages(cassette: Cassette) -> Messages:
    """Sync the family's streams from the cassette."""
    return cassette.run(*STREAMS, start_date="2026-06-05", end_date="2026-06-14")


def test_whole_messages(cassette: Cassette, messages: Messages) -> None:
    """The cassette's answers become exactly the SCHEMA, RECORD and STATE messages that are kept beside it."""
    expected = cassette.expected(messages)

    assert expected == messages.sorted()


def test_no_row_is_lost(facts: Messages) -> None:
    """Each stream has as many rows as the account holds."""
    assert {stream: len(facts.records(stream)) for stream in STREAMS} == {
        "meetings": 11,
        "meeting_registrants": 15,
        "meeting_polls": 11,
        "meeting_poll_results": 16,
        "meeting_questions": 1,
        "meeting_files": 3,
    }
    assert facts.ledger["balanced"]
    assert facts.exit_code == 0


@pytest.mark.parametrize("stream", STREAMS)
def test_keys_are_unique(messages: Messages, stream: str) -> None:
    """No two rows of a stream share a key, and no part of a key is null or empty."""
    keys = messages.keys(stream)

    assert len(keys) == len(set(keys))
    assert all(value not in (None, "") for key in keys for value in key)


def test_registrants_of_all_statuses(cassette: Cassette, facts: Messages) -> None:
    """Registrants are asked for by status, and only of the one meeting whose registration is on."""
    asked = [request for request in cassette.requests if "/registrants?" in request]
    statuses = Counter(each["status"] for each in facts.records("meeting_registrants"))

    assert asked == [
        "GET /v2/meetings/78161287239/registrants?page_size=300&status=approved",
        "GET /v2/meetings/78161287239/registrants?page_size=300&status=denied",
        "GET /v2/meetings/78161287239/registrants?page_size=300&status=pending",
    ]
    assert statuses == {"approved": 9, "pending": 4, "denied": 2}


def test_uuids_are_encoded_twice(cassette: Cassette, facts: Messages) -> None:
    """The UUID /TgPjJROZAj3LAuINIsCLQ== is asked for percent-encoded twice, and its answers are there."""
    uuids = {each["meeting_uuid"] for each in facts.records("meeting_poll_results")}

    assert "GET /v2/past_meetings/%252FTgPjJROZAj3LAuINIsCLQ%253D%253D/polls" in cassette.requests
    assert {"/TgPjJROZAj3LAuINIsCLQ==", "q4vbKaj8epfWJKgYTVeZWw=="} == uuids


def test_anonymous_respondents_stay_apart(facts: Messages) -> None:
    """Two answered one poll anonymously: nothing tells them apart but their row_id, and both are there."""
    results = facts.records("meeting_poll_results")
    anonymous = [
        each
        for each in results
        if each["meeting_uuid"] == "q4vbKaj8epfWJKgYTVeZWw=="
        and not each["email"]
        and each["name"] == "Anonymous Attendee"
    ]

    assert len(anonymous) == 2
    assert len({each["row_id"] for each in anonymous}) == 2


def test_polls_are_not_asked_of_instances_without(cassette: Cassette, facts: Messages) -> None:
    """Five meetings ran and are asked for files; the history says that only two of them had a poll."""
    of_files = [request for request in cassette.requests if request.endswith("/files")]
    of_polls = [
        request for request in cassette.requests if "/past_meetings/" in request and "/polls" in request
    ]

    assert len(of_files) == 5
    assert len(of_polls) == 2


def test_state(facts: Messages) -> None:
    """What ran has a bookmark at the end of the days that were read; what is scheduled has none."""
    bookmark = {
        "replication_key": "meeting_end_time",
        "replication_key_value": "2026-06-14T23:59:59Z",
    }

    assert {"bookmarks": {"meeting_poll_results": bookmark, "meeting_files": bookmark}} == facts.state
