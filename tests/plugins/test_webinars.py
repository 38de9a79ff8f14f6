"""The webinars' ten streams, replayed from their cassette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.testing import Cassette, Messages

STREAMS = (
    "webinars",
    "webinar_panelists",
    "webinar_registrants",
    "webinar_absentees",
    "webinar_polls",
    "webinar_poll_results",
    "webinar_questions",
    "webinar_tracking_sources",
    "webinar_qna_results",
    "webinar_files",
)


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run the account that the cassette is recorded from, where no other is given."""
    with Sandbox(
        users=2, seed=17, sessions_per_user=120, clock="2026-06-15T12:00:00Z", plan="none"
    ) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cassette(zoom_cassette: Callable[[str], Cassette]) -> Cassette:
    """Return the family's cassette."""
    return zoom_cassette("webinars")


@pytest.fixture(scope="module")
def messages(cassette: Cassette) -> Messages:
    """Sync the family's streams from the cassette."""
    return cassette.run(*STREAMS, start_date="2026-05-25", end_date="2026-06-14")


def test_whole_messages(cassette: Cassette, messages: Messages) -> None:
    """The cassette's answers become exactly the SCHEMA, RECORD and STATE messages that are kept beside it."""
    expected = cassette.expected(messages)

    assert expected == messages.sorted()


def test_no_row_is_lost(facts: Messages) -> None:
    """Each stream has as many rows as the account holds."""
    assert {stream: len(facts.records(stream)) for stream in STREAMS} == {
        "webinars": 5,
        "webinar_panelists": 9,
        "webinar_registrants": 23,
        "webinar_absentees": 7,
        "webinar_polls": 6,
        "webinar_poll_results": 33,
        "webinar_questions": 2,
        "webinar_tracking_sources": 1,
        "webinar_qna_results": 19,
        "webinar_files": 2,
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
    """Registrants are asked for by status, and only of the two webinars whose registration is on."""
    asked = {request.partition("&status=")[2] for request in cassette.requests if "/registrants?" in request}
    webinars = {each["webinar_id"] for each in facts.records("webinar_registrants")}
    statuses = Counter(each["status"] for each in facts.records("webinar_registrants"))

    assert {"approved", "denied", "pending"} == asked
    assert {74912654253, 96565621326} == webinars
    assert statuses == {"approved": 21, "pending": 1, "denied": 1}


def test_uuids_are_encoded_twice(cassette: Cassette, facts: Messages) -> None:
    """The UUID 4DQ//LedYcg8QhrvQS+Rsw== is asked for percent-encoded twice, and its answers are there."""
    absentees = {each["webinar_uuid"] for each in facts.records("webinar_absentees")}

    for what in ("absentees?page_size=300", "polls", "qa", "files"):
        asked = f"GET /v2/past_webinars/4DQ%252F%252FLedYcg8QhrvQS%252BRsw%253D%253D/{what}"
        assert asked in cassette.requests
    assert {"4DQ//LedYcg8QhrvQS+Rsw=="} == absentees


@pytest.mark.parametrize(
    ("stream", "anonymous"),
    [
        (
            "webinar_poll_results",
            {"3x4wmauT/k4jhoNcN2FpTw==": 7, "4DQ//LedYcg8QhrvQS+Rsw==": 7},
        ),
        ("webinar_qna_results", {"4DQ//LedYcg8QhrvQS+Rsw==": 3}),
    ],
)
def test_anonymous_attendees_stay_apart(facts: Messages, stream: str, anonymous: dict[str, int]) -> None:
    """Those who answer and ask anonymously share an empty email and one name, and none is lost for it."""
    found = [each for each in facts.records(stream) if each["name"] == "Anonymous Attendee"]
    repeated = Counter(each["webinar_uuid"] for each in found if each["email"] == "")

    assert anonymous == {uuid: count for uuid, count in repeated.items() if count > 1}
    assert len(found) == len({(each["webinar_uuid"], each["row_id"]) for each in found})


def test_registrants_keep_apart_from_absentees(facts: Messages) -> None:
    """Absentees bear the ids of registrants: who registered and stayed away is found in both."""
    registrants = {each["id"] for each in facts.records("webinar_registrants")}
    absentees = {each["id"] for each in facts.records("webinar_absentees")}

    assert absentees < registrants


def test_state(facts: Messages) -> None:
    """What ran has a bookmark at the end of the days that were read; what is scheduled has none."""
    bookmark = {
        "replication_key": "webinar_end_time",
        "replication_key_value": "2026-06-14T23:59:59Z",
    }
    ran = ("webinar_absentees", "webinar_poll_results", "webinar_qna_results", "webinar_files")

    assert {"bookmarks": dict.fromkeys(ran, bookmark)} == facts.state
