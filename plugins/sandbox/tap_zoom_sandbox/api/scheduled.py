"""A meeting or a webinar itself, and what was prepared for it: registration, polls, panelists, sources."""

from __future__ import annotations

from tap_zoom_sandbox.account.meetings import panelists, registration_questions, schedule_details
from tap_zoom_sandbox.account.polls import polls
from tap_zoom_sandbox.account.registration import (
    STATUSES,
    approval_type,
    registered_at,
    registrant_row,
    source_row,
    sources,
    tracking_source,
)
from tap_zoom_sandbox.account.schedules import Schedule
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.finding import INVALID_WEBINAR, NO_MEETING, find_scheduled
from tap_zoom_sandbox.api.refusals import MAY_NOT_HOST, Refusal, refuse
from tap_zoom_sandbox.values import Json

NOT_A_MEETING = (400, 3000, "Cannot access webinar info.")
NO_REGISTRANTS = (400, 300, "Cannot access webinar info.")
POLLS_OFF = (
    400,
    4400,
    '{what} polls disabled. To enable this feature, enable the "{what} Polls/Quizzes" setting in the Zoom '
    'web portal\'s "Settings" interface.',
)


def get_meeting(call: Call) -> Json:
    """GET /meetings/{meetingId}."""
    return _details(call, find_scheduled(call, False, NOT_A_MEETING))


def get_webinar(call: Call) -> Json:
    """GET /webinars/{webinarId}."""
    return _details(call, find_scheduled(call, True, INVALID_WEBINAR))


def list_meeting_registrants(call: Call) -> Json:
    """GET /meetings/{meetingId}/registrants: approved ones unless asked."""
    schedule = _of_a_host(call, NO_REGISTRANTS)
    if approval_type(schedule) == 2:
        raise Refusal(400, 300, f"Registration has not been enabled for this meeting: {schedule.id}.")
    return _registrants(call, schedule)


def list_webinar_registrants(call: Call) -> Json:
    """GET /webinars/{webinarId}/registrants: approved ones unless asked."""
    return _registrants(call, find_scheduled(call, True, INVALID_WEBINAR))


def get_meeting_questions(call: Call) -> Json:
    """GET /meetings/{meetingId}/registrants/questions."""
    schedule = _of_a_host(call, NO_MEETING)
    if approval_type(schedule) == 2:
        return {"questions": [], "custom_questions": []}
    return registration_questions(schedule)


def get_webinar_questions(call: Call) -> Json:
    """GET /webinars/{webinarId}/registrants/questions."""
    schedule = find_scheduled(call, True, INVALID_WEBINAR)
    if approval_type(schedule) == 2:
        raise Refusal(400, 3000, f"Registration has not been enabled for this webinar: {schedule.id}.")
    return registration_questions(schedule)


def list_meeting_polls(call: Call) -> Json:
    """GET /meetings/{meetingId}/polls: refused where the host has no licence, 404 for a few without one."""
    schedule = _of_a_host(call, NO_MEETING)
    if call.account.users.kind(schedule.user) == "B":
        raise refuse(POLLS_OFF, what="Meeting")
    if not polls(schedule) and schedule.traits & 0xE00 == 0:
        raise Refusal(404, 404, "Meeting Poll not found")
    return _polls(call, schedule)


def list_webinar_polls(call: Call) -> Json:
    """GET /webinars/{webinarId}/polls."""
    schedule = find_scheduled(call, True, INVALID_WEBINAR)
    if not polls(schedule) and schedule.traits & 512:
        raise refuse(POLLS_OFF, what="Webinar")
    return _polls(call, schedule)


def list_panelists(call: Call) -> Json:
    """GET /webinars/{webinarId}/panelists: all at once, without pages."""
    rows = panelists(find_scheduled(call, True, INVALID_WEBINAR))
    return {"total_records": len(rows), "panelists": rows}


def list_tracking_sources(call: Call) -> Json:
    """GET /webinars/{webinarId}/tracking_sources: all at once, without pages."""
    schedule = find_scheduled(call, True, INVALID_WEBINAR)
    rows = [source_row(call.account, schedule, place, call.now) for place in range(sources(schedule))]
    return {"total_records": len(rows), "tracking_sources": rows}


def _details(call: Call, schedule: Schedule) -> Json:
    previous = call.query.get("show_previous_occurrences", "").lower() == "true"
    return schedule_details(call.account, schedule, call.now, previous)


def _of_a_host(call: Call, other: tuple[int, int, str]) -> Schedule:
    schedule = find_scheduled(call, False, other)
    if call.account.users.kind(schedule.user) == "I":
        raise refuse(MAY_NOT_HOST)
    return schedule


def _registrants(call: Call, schedule: Schedule) -> Json:
    account, status = call.account, call.query.get("status") or "approved"
    if status not in STATUSES:
        raise Refusal(400, 300, "Invalid parameter: status.")
    total = registered_at(account, schedule, status, call.now)
    wanted = list(range(total))
    source = call.query.get("tracking_source_id")
    if source and schedule.webinar:
        wanted = [index for index in wanted if tracking_source(schedule, index) == source]

    def rows(offset: int, size: int) -> list[Json]:
        chosen = wanted[offset : offset + size]
        return [registrant_row(account, schedule, status, index) for index in chosen]

    return call.page("registrants", rows, len(wanted), numbered=True)


def _polls(call: Call, schedule: Schedule) -> Json:
    rows, asked = polls(schedule), call.query.get("anonymous", "").lower()
    if asked in ("true", "false"):
        rows = [row for row in rows if row["anonymous"] == (asked == "true")]
    return {"total_records": len(rows), "polls": rows}
