"""The four families: what each stream is, and the conditions on which a child is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tap_zoom_core import Config, Stream
from tap_zoom_core.plugins import collect_streams, load_plugins, transforms_of

PLUGINS = load_plugins()
REGISTERED = collect_streams(PLUGINS, Config())
STREAMS: dict[str, Stream] = {name: each.stream for name, each in REGISTERED.items()}
EMITTED = {name: stream for name, stream in STREAMS.items() if not stream.hidden}


def when(name: str, parent_record: dict[str, Any]) -> bool:
    parent = STREAMS[name].parent
    assert parent is not None
    assert parent.when is not None
    return parent.when(parent_record)


def test_where_each_stream_is_served() -> None:
    """Paths are those of Zoom's document; reports and results are asked for by UUID, one instance each."""
    assert {name: stream.path for name, stream in EMITTED.items()} == {
        "users": "/users",
        "meetings": "/meetings/{meeting_id}",
        "meeting_registrants": "/meetings/{meeting_id}/registrants",
        "meeting_questions": "/meetings/{meeting_id}/registrants/questions",
        "meeting_polls": "/meetings/{meeting_id}/polls",
        "meeting_poll_results": "/past_meetings/{meeting_uuid}/polls",
        "meeting_files": "/past_meetings/{meeting_uuid}/files",
        "webinars": "/webinars/{webinar_id}",
        "webinar_registrants": "/webinars/{webinar_id}/registrants",
        "webinar_questions": "/webinars/{webinar_id}/registrants/questions",
        "webinar_panelists": "/webinars/{webinar_id}/panelists",
        "webinar_polls": "/webinars/{webinar_id}/polls",
        "webinar_tracking_sources": "/webinars/{webinar_id}/tracking_sources",
        "webinar_absentees": "/past_webinars/{webinar_uuid}/absentees",
        "webinar_poll_results": "/past_webinars/{webinar_uuid}/polls",
        "webinar_qna_results": "/past_webinars/{webinar_uuid}/qa",
        "webinar_files": "/past_webinars/{webinar_uuid}/files",
        "report_meetings": "/report/meetings/{uuid}",
        "report_meeting_participants": "/report/meetings/{meeting_uuid}/participants",
        "report_webinars": "/report/webinars/{uuid}",
        "report_webinar_participants": "/report/webinars/{webinar_uuid}/participants",
    }


def test_no_key_can_collide() -> None:
    """An object has its id; a row of an object has the object's id too; where Zoom gives none, row_id."""
    assert {name: stream.key for name, stream in EMITTED.items()} == {
        "users": ("id",),
        "meetings": ("id",),
        "meeting_registrants": ("meeting_id", "id"),
        "meeting_questions": ("meeting_id",),
        "meeting_polls": ("meeting_id", "id"),
        "meeting_poll_results": ("meeting_uuid", "row_id"),
        "meeting_files": ("meeting_uuid", "row_id"),
        "webinars": ("id",),
        "webinar_registrants": ("webinar_id", "id"),
        "webinar_questions": ("webinar_id",),
        "webinar_panelists": ("webinar_id", "id"),
        "webinar_polls": ("webinar_id", "id"),
        "webinar_tracking_sources": ("webinar_id", "id"),
        "webinar_absentees": ("webinar_uuid", "id"),
        "webinar_poll_results": ("webinar_uuid", "row_id"),
        "webinar_qna_results": ("webinar_uuid", "row_id"),
        "webinar_files": ("webinar_uuid", "row_id"),
        "report_meetings": ("uuid",),
        "report_meeting_participants": ("meeting_uuid", "row_id"),
        "report_webinars": ("uuid",),
        "report_webinar_participants": ("webinar_uuid", "row_id"),
    }
    assert {name for name, stream in EMITTED.items() if stream.natural} == {
        name for name, stream in EMITTED.items() if "row_id" in stream.key
    }


def test_what_ran_is_read_incrementally_by_when_it_ended() -> None:
    """All that hangs from past instances has the instance's end as its bookmark; nothing else has one."""
    assert {name: stream.replication_key for name, stream in EMITTED.items() if stream.replication_key} == {
        "meeting_poll_results": "meeting_end_time",
        "meeting_files": "meeting_end_time",
        "webinar_absentees": "webinar_end_time",
        "webinar_poll_results": "webinar_end_time",
        "webinar_qna_results": "webinar_end_time",
        "webinar_files": "webinar_end_time",
        "report_meetings": "end_time",
        "report_meeting_participants": "meeting_end_time",
        "report_webinars": "end_time",
        "report_webinar_participants": "webinar_end_time",
    }


def test_filters_that_hide_rows_are_lifted() -> None:
    """Every status, previous occurrences, registrant ids, and instances with one participant."""
    asked = {
        name: {**stream.each, **stream.params}
        for name, stream in STREAMS.items()
        if stream.each or stream.params
    }
    assert asked == {
        "users": {"status": ("active", "inactive", "pending")},
        "user_sessions": {"type": ("past", "pastOne")},
        "scheduled_meetings": {"type": "scheduled"},
        "previous_meetings": {"type": "previous_meetings"},
        "meetings": {"show_previous_occurrences": True},
        "meeting_registrants": {"status": ("approved", "pending", "denied")},
        "past_meetings": {"date_type": "end_time", "meeting_type": "meeting"},
        "scheduled_webinars": {"type": "scheduled"},
        "webinars": {"show_previous_occurrences": True},
        "webinar_registrants": {"status": ("approved", "pending", "denied")},
        "past_webinars": {"date_type": "end_time", "meeting_type": "webinar"},
        "past_webinars_with_qa": {"date_type": "end_time", "meeting_type": "webinar", "report_type": "qa"},
        "report_meeting_participants": {"include_fields": "registrant_id"},
        "report_webinar_participants": {"include_fields": "registrant_id"},
    }


def test_only_listings_that_zoom_pages_are_paged() -> None:
    """The others would ignore the token, and serve their first page for ever."""
    assert {name for name, stream in STREAMS.items() if stream.paged} == {
        "users",
        "user_sessions",
        "scheduled_meetings",
        "previous_meetings",
        "meeting_registrants",
        "past_meetings",
        "scheduled_webinars",
        "webinar_registrants",
        "past_webinars",
        "past_webinars_with_qa",
        "webinar_absentees",
        "report_meeting_participants",
        "report_webinar_participants",
    }


def test_code_300_is_never_taken_for_no_rows_alone() -> None:
    """It also means a bad parameter and an expired page token, so a part of its message must agree."""
    assert [name for name, stream in STREAMS.items() if 300 in stream.empty_on | stream.gone_on] == []


@pytest.mark.parametrize(
    "name", ["meeting_registrants", "meeting_questions", "webinar_registrants", "webinar_questions"]
)
@pytest.mark.parametrize(
    ("record", "asked"),
    [
        ({"settings": {"approval_type": 0}}, True),
        ({"settings": {"approval_type": 1}}, True),
        ({"settings": {"approval_type": 2}}, False),
        ({"settings": {"approval_type": "2"}}, False),
        ({"settings": {}}, True),
        ({"settings": None}, True),
        ({}, True),
    ],
)
def test_registration_is_asked_for_where_it_is_on(name: str, record: dict[str, Any], asked: bool) -> None:
    """Approval type 2 means that nobody registers; what Zoom does not tell is asked for."""
    assert when(name, record) is asked


@pytest.mark.parametrize("name", ["meeting_poll_results", "webinar_poll_results"])
@pytest.mark.parametrize(
    ("record", "asked"),
    [
        ({"feature_used": {"poll": True}}, True),
        ({"feature_used": {"poll": False}}, False),
        ({"feature_used": {}}, True),
        ({"feature_used": None}, True),
        ({}, True),
    ],
)
def test_poll_results_are_asked_for_where_there_may_be_some(
    name: str, record: dict[str, Any], asked: bool
) -> None:
    """The history says which instances had a poll; stand-ins for it say nothing, and all are asked."""
    assert when(name, record) is asked


@pytest.mark.parametrize("kind", [1, 2, 3, 4, 5, 6, 7, 8, 9, "5", None])
def test_a_session_is_either_a_meeting_or_a_webinar(kind: object) -> None:
    """Types 5, 6 and 9 are webinars; whatever else, known or not, is a meeting."""
    record = {} if kind is None else {"type": kind}
    webinar = str(kind) in {"5", "6", "9"}

    assert (when("past_webinars_by_user", record), when("past_meetings_by_user", record)) == (
        webinar,
        not webinar,
    )


def test_a_pending_user_takes_its_email_as_its_id() -> None:
    """A user who has not signed in yet has no id; all others keep theirs."""
    (transform,) = transforms_of(PLUGINS, REGISTERED["users"])

    assert transform({"email": "a@example.com"}) == {"email": "a@example.com", "id": "a@example.com"}
    assert transform({"id": "", "email": "a@example.com"}) == {
        "id": "a@example.com",
        "email": "a@example.com",
    }
    assert transform({"id": "u1", "email": "a@example.com"}) == {"id": "u1", "email": "a@example.com"}


def test_other_streams_have_no_transform() -> None:
    """Records of all other streams can take the fast path."""
    assert [name for name, each in REGISTERED.items() if transforms_of(PLUGINS, each)] == ["users"]
