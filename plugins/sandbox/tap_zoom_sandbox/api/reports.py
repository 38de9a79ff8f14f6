"""The reports: what ended in a window of time, and one ended meeting or webinar in detail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timezone
from heapq import merge
from itertools import islice

from tap_zoom_sandbox.account.meetings import schedule_topic
from tap_zoom_sandbox.account.model import HOSTS, WEBINAR_HOSTS
from tap_zoom_sandbox.account.participants import participant_rows
from tap_zoom_sandbox.account.reports import history_row, report_row, user_report_row
from tap_zoom_sandbox.account.sessions import Session, session
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.finding import find_ended, find_user, today
from tap_zoom_sandbox.api.refusals import NO_PERMISSION, Refusal, refuse
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import Json

MEETING_TOO_OLD = (400, 12702, "Can not access meeting a year ago.")
WEBINAR_TOO_OLD = (400, 12702, "Can not access a webinar a year ago.")
NO_MEETING = (404, 3001, "Meeting {id} not found or has expired.")
NO_MEETING_ROWS = (404, 3001, "Meeting  {id} not found or has expired.")
NO_WEBINAR_ROWS = (404, 3001, 'Webinar "{id}" not found or has expired')
NO_USER = (404, 1001, "User {id} not exist or not belong to this account.")
HISTORY_CAP = 100
"""One of the heavy listings whose pages are smaller than what may be asked for."""
MONTH = 31
SIX_MONTHS = 183


def list_history(call: Call) -> Json:
    """GET /report/history_meetings: every ended instance of the account in a window of at most a month."""
    if not call.account.options.history:
        raise refuse(NO_PERMISSION)
    if call.query.get("group_id"):
        raise Refusal(403, 12703, f"No permission for the group: {call.query['group_id']}.")
    start, end = _window(call, call.account.options.report_days)
    size = call.size(HISTORY_CAP)
    by_start = call.query.get("date_type", "start_time") != "end_time"
    found = (each for each in _ended(call, start, end, by_start) if _wanted(call, each))
    shown = list(islice(found, size + 1))
    token = ""
    if len(shown) > size:
        left = shown.pop()
        token = call.next((left.ended, left.webinar, left.number))
    rows = [history_row(call.account, each) for each in shown]
    return {"page_size": size, "next_page_token": token, "history_meetings": rows}


def list_user_meetings(call: Call) -> Json:
    """GET /report/users/{userId}/meetings: what one user hosted, with others (past) or alone (pastOne)."""
    account, user = call.account, find_user(call, NO_USER)
    start, end = _window(call, SIX_MONTHS)
    kind = call.query.get("type") or "past"
    found: list[Session] = []
    for webinar, hosts in ((False, HOSTS), (True, WEBINAR_HOSTS)):
        if account.users.kind(user) in hosts:
            host = account.users.rank(hosts, user)
            numbers = account.timeline(webinar).of_host(host, start, min(end, call.now + 1))
            found += [session(account, webinar, number) for number in numbers]
    found = [each for each in found if kind == "pastJoined" or each.solo == (kind == "pastOne")]
    page = call.page("meetings", [user_report_row(account, each) for each in sorted(found, key=_order)])
    return page | {"from": call.query["from"], "to": call.query["to"]}


def get_meeting_report(call: Call) -> Json:
    """GET /report/meetings/{meetingId}."""
    return report_row(call.account, find_ended(call, False, NO_MEETING, MEETING_TOO_OLD))


def get_webinar_report(call: Call) -> Json:
    """GET /report/webinars/{webinarId}."""
    return report_row(call.account, find_ended(call, True, NO_MEETING_ROWS, WEBINAR_TOO_OLD))


def list_meeting_participants(call: Call) -> Json:
    """GET /report/meetings/{meetingId}/participants."""
    return _participants(call, find_ended(call, False, NO_MEETING_ROWS, MEETING_TOO_OLD))


def list_webinar_participants(call: Call) -> Json:
    """GET /report/webinars/{webinarId}/participants."""
    return _participants(call, find_ended(call, True, NO_WEBINAR_ROWS, WEBINAR_TOO_OLD))


def _participants(call: Call, ended: Session) -> Json:
    with_registrants = call.query.get("include_fields") == "registrant_id"
    page = call.page(
        "participants",
        lambda offset, size: participant_rows(
            call.account, ended, offset, size, registrants=with_registrants
        ),
        ended.rows,
    )
    if ended.traits % 5 == 0:
        del page["total_records"], page["page_count"]
    return page


def _window(call: Call, keeps: int) -> tuple[int, int]:
    """Return the window that from and to ask for, both days included, as seconds from and before."""
    start, end = (_midnight(call, name) for name in ("from", "to"))
    if start < today(call.now) - keeps * DAY or end < start:
        raise Refusal(400, 300, "Invalid parameter: from.")
    if end - start > MONTH * DAY:
        raise Refusal(400, 300, "Invalid parameter: to.")
    return start, end + DAY


def _midnight(call: Call, name: str) -> int:
    try:
        asked = date.fromisoformat(call.query.get(name, ""))
    except ValueError:
        raise Refusal(400, 300, f"Invalid parameter: {name}.") from None
    return int(datetime(asked.year, asked.month, asked.day, tzinfo=timezone.utc).timestamp())


def _order(each: Session) -> tuple[int, bool, int]:
    return each.ended, each.webinar, each.number


def _ended(call: Call, start: int, end: int, by_start: bool) -> Iterator[Session]:
    """Yield what ended in a window, the earlier end first, from the position of the call's page token on."""
    position = call.position((0, False, 0))
    kinds = {"meeting": (False,), "webinar": (True,)}.get(call.query.get("meeting_type", ""), (False, True))
    last = min(end + (DAY if by_start else 0), call.now + 1)

    def of(webinar: bool) -> Iterator[Session]:
        timeline = call.account.timeline(webinar)
        for number in timeline.between(max(start, position[0]), last):
            found = session(call.account, webinar, number)
            if _order(found) >= position and (not by_start or start <= found.started < end):
                yield found

    return merge(*(of(webinar) for webinar in kinds), key=_order)


def _wanted(call: Call, each: Session) -> bool:
    """Tell whether an instance has the kind of data, and the words, that are asked for."""
    kind, words = call.query.get("report_type", "all"), call.query.get("search_key", "")
    if (
        words
        and words != str(each.schedule.id)
        and words.lower() not in schedule_topic(each.schedule).lower()
    ):
        return False
    if kind in ("poll", "qa"):
        return (each.polled if kind == "poll" else each.asked) > 0
    return kind == "all" or (
        kind == "reaction" and bool(history_row(call.account, each)["feature_used"][kind])
    )
