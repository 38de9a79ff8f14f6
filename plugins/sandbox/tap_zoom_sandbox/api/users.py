"""Users, and the meetings and webinars that each has scheduled."""

from __future__ import annotations

from tap_zoom_sandbox.account.meetings import schedule_row
from tap_zoom_sandbox.account.model import HOSTS, WEBINAR_HOSTS
from tap_zoom_sandbox.account.people import STATUSES, user_details, user_row
from tap_zoom_sandbox.account.schedules import Schedule, schedule_of, scheduled
from tap_zoom_sandbox.account.sessions import session
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.finding import find_user
from tap_zoom_sandbox.api.refusals import MAY_NOT_HOST, NO_PERMISSION, NO_WEBINAR_PLAN, Refusal, refuse
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import Json, day

HALF_YEAR = 183 * DAY


def list_users(call: Call) -> Json:
    """GET /users: those of one status, active unless asked."""
    account, status = call.account, call.query.get("status") or "active"
    if status not in STATUSES:
        raise Refusal(400, 300, "Invalid parameter: status.")
    kinds, extra = STATUSES[status], call.query.get("include_fields", "")
    total = account.users.count(kinds)

    def rows(offset: int, size: int) -> list[Json]:
        ranks = range(offset, min(offset + size, total))
        return [user_row(account, account.users.nth(kinds, rank), extra) for rank in ranks]

    return call.page("users", rows, total, numbered=True)


def get_user(call: Call) -> Json:
    """GET /users/{userId}."""
    return user_details(call.account, find_user(call))


def list_meetings(call: Call) -> Json:
    """GET /users/{userId}/meetings: scheduled ones unless asked; instant ones only among the previous."""
    account, user = call.account, find_user(call)
    if account.users.kind(user) not in HOSTS:
        raise refuse(MAY_NOT_HOST)
    host = account.users.rank(HOSTS, user)
    kind = call.query.get("type") or "scheduled"
    if kind == "previous_meetings":
        found = _previous(call, host)
    else:
        found = [each for each in scheduled(account, False, host, call.now) if _is(each, kind, call.now)]
    first, last = call.query.get("from", ""), call.query.get("to", "~")
    found = [each for each in found if first <= day(each.starts) <= last or not (first or last != "~")]
    return call.page("meetings", [schedule_row(account, each, call.now) for each in found], numbered=True)


def list_webinars(call: Call) -> Json:
    """GET /users/{userId}/webinars: refused to users without a webinar plan."""
    account, user = call.account, find_user(call)
    kind = account.users.kind(user)
    if kind not in WEBINAR_HOSTS:
        raise refuse(NO_PERMISSION if kind in "NI" else NO_WEBINAR_PLAN)
    wanted = call.query.get("type") or "scheduled"
    found = scheduled(account, True, account.users.rank(WEBINAR_HOSTS, user), call.now)
    rows = [schedule_row(account, each, call.now) for each in found if _is(each, wanted, call.now)]
    return call.page("webinars", rows, numbered=True)


def _is(schedule: Schedule, kind: str, now: int) -> bool:
    if kind in ("upcoming", "upcoming_meetings"):
        return schedule.ends > now
    if kind == "live":
        return schedule.shape == "once" and schedule.starts <= now < schedule.ends
    return True


def _previous(call: Call, host: int) -> list[Schedule]:
    """Return what a host held in the last six months and whose id still lives, each id once."""
    numbers = call.account.meetings.of_host(host, call.now - HALF_YEAR, call.now + 1)
    found = {}
    for number in numbers:
        schedule = schedule_of(call.account, False, number)
        if schedule.alive(call.now) and not session(call.account, False, number).solo:
            found[schedule.id] = schedule
    return list(found.values())
