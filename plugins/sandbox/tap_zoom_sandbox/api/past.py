"""What ran, instance by instance: /past_meetings and /past_webinars."""

from __future__ import annotations

from tap_zoom_sandbox.account.participants import absentee_rows, participant_rows
from tap_zoom_sandbox.account.polls import chat_files, poll_results, questions_asked
from tap_zoom_sandbox.account.registration import approval_type, registered_at
from tap_zoom_sandbox.account.reports import past_row
from tap_zoom_sandbox.account.schedules import find_schedule
from tap_zoom_sandbox.account.sessions import Session
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.finding import NO_MEETING, Told, find_ended, instances
from tap_zoom_sandbox.api.refusals import Refusal, refuse
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import Json, iso

FIFTEEN_MONTHS = 456 * DAY
TOO_OLD = (400, 12702, "Can not access a meeting a year ago.")
NO_WEBINAR = (404, 3001, "Webinar does not exist.")
NOT_ENDED = (404, 3001, "Meeting does not exist or has not ended.")
MEETING_NOT_ENDED = (404, 3001, "Meeting ID is invalid or not end.")
WEBINAR_NOT_ENDED = (404, 3001, "Webinar ID is invalid or not end.")
NO_ABSENTEES = (404, 3001, "Webinar {id} not found or expired.")
ABSENTEES_CAP = 100
"""One of the heavy listings whose pages are smaller than what may be asked for."""


def get_past_meeting(call: Call) -> Json:
    """GET /past_meetings/{meetingId}."""
    return past_row(call.account, find_ended(call, False, NO_MEETING, TOO_OLD))


def list_meeting_instances(call: Call) -> Json:
    """GET /past_meetings/{meetingId}/instances: all that ended in fifteen months, without pages."""
    return {"meetings": _instances(call, False, call.params["meetingId"], NO_MEETING)}


def list_webinar_instances(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/instances."""
    return {"webinars": _instances(call, True, call.params["webinarId"], NO_WEBINAR)}


def list_meeting_participants(call: Call) -> Json:
    """GET /past_meetings/{meetingId}/participants."""
    return _participants(call, find_ended(call, False, NO_MEETING, TOO_OLD))


def list_webinar_participants(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/participants."""
    return _participants(call, find_ended(call, True, NO_WEBINAR, None))


def list_meeting_poll_results(call: Call) -> Json:
    """GET /past_meetings/{meetingId}/polls: without pages."""
    ended = find_ended(call, False, NO_MEETING, TOO_OLD)
    return _head(ended) | {"questions": poll_results(ended)}


def list_webinar_poll_results(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/polls: without pages."""
    ended = find_ended(call, True, WEBINAR_NOT_ENDED, None)
    return _head(ended) | {"questions": poll_results(ended)}


def list_meeting_questions(call: Call) -> Json:
    """GET /past_meetings/{meetingId}/qa: without pages."""
    ended = find_ended(call, False, MEETING_NOT_ENDED, None)
    return _head(ended) | {"questions": questions_asked(ended)}


def list_webinar_questions(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/qa: without pages."""
    ended = find_ended(call, True, WEBINAR_NOT_ENDED, None)
    return _head(ended) | {"questions": questions_asked(ended)}


def list_absentees(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/absentees: refused where nobody had to register."""
    ended = find_ended(call, True, NO_ABSENTEES, None)
    if approval_type(ended.schedule) == 2:
        raise Refusal(400, 3000, f"This Webinar has not registration required: {ended.uuid}")
    registered = registered_at(call.account, ended.schedule, "approved", ended.started)
    return call.page(
        "registrants",
        lambda offset, size: absentee_rows(call.account, ended, registered, offset, size),
        registered - ended.registrants,
        cap=ABSENTEES_CAP,
    )


def list_meeting_files(call: Call) -> Json:
    """GET /past_meetings/{meetingId}/files, which Zoom retired: 404 for all where the option says so."""
    return _files(call, False)


def list_webinar_files(call: Call) -> Json:
    """GET /past_webinars/{webinarId}/files, retired likewise."""
    return _files(call, True)


def _files(call: Call, webinar: bool) -> Json:
    if not call.account.options.files:
        raise refuse(NOT_ENDED)
    rows = chat_files(find_ended(call, webinar, NOT_ENDED, TOO_OLD))
    return {"total_records": len(rows), "in_meeting_files": rows}


def _head(ended: Session) -> Json:
    return {"id": ended.schedule.id, "uuid": ended.uuid, "start_time": iso(ended.started)}


def _participants(call: Call, ended: Session) -> Json:
    def rows(offset: int, size: int) -> list[Json]:
        made = participant_rows(call.account, ended, offset, size, registrants=True)
        for row in made:
            del row["bo_mtg_id"], row["participant_user_id"]
            row["internal_user"] = bool(row["id"])
        return made

    return call.page("participants", rows, ended.rows)


def _instances(call: Call, webinar: bool, name: str, missing: Told) -> list[Json]:
    schedule = find_schedule(call.account, int(name)) if name.isdecimal() else None
    if schedule is None or schedule.webinar != webinar or not schedule.alive(call.now):
        raise refuse(missing, id=name)
    found = instances(call.account, schedule, call.now, call.now - FIFTEEN_MONTHS)
    return [{"uuid": each.uuid, "start_time": iso(each.started)} for each in found]
