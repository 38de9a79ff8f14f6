"""From what stands in a path to what it names in the account, or to the endpoint's own refusal."""

from __future__ import annotations

from urllib.parse import unquote

from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.account.schedules import AFTERLIFE, Schedule, find_schedule, sessions_of
from tap_zoom_sandbox.account.sessions import Session, session
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.refusals import refuse
from tap_zoom_sandbox.timeline import DAY, EPOCH

INVALID_WEBINAR = (400, 300, "Invalid webinar ID.")
NO_MEETING = (404, 3001, "Meeting does not exist: {id}.")
NO_WEBINAR = (404, 3001, "Webinar does not exist: {id}.")
NO_USER = (404, 1001, "User does not exist: {id}.")

YEAR = 365 * DAY
"""A session that ended on an earlier day than a year ago is out of reach."""

Told = tuple[int, int, str]


def today(now: int) -> int:
    """Return the midnight, in UTC, that a day began with."""
    return now - now % DAY


def find_user(call: Call, missing: Told = NO_USER) -> int:
    """Return the index of the user that the path names; "me" is the account's owner."""
    name = call.params["userId"]
    index = 0 if name == "me" else call.account.find_user(name)
    if index is None:
        raise refuse(missing, id=name)
    return index


def find_scheduled(call: Call, webinar: bool, other: Told) -> Schedule:
    """Return the meeting or webinar that the path's numeric id names.

    other: how the endpoint refuses a meeting in place of a webinar, and the reverse. What is dead, deleted or
    an instant meeting does not exist any more.
    """
    name = call.params["webinarId" if webinar else "meetingId"]
    missing = NO_WEBINAR if webinar else NO_MEETING
    if not name.isdecimal():
        raise refuse(INVALID_WEBINAR if webinar else missing, id=name)
    schedule = find_schedule(call.account, int(name))
    if schedule is None or schedule.deleted or schedule.shape == "instant" or not schedule.alive(call.now):
        raise refuse(missing, id=name)
    if schedule.webinar != webinar:
        raise refuse(other, id=name)
    return schedule


def find_ended(call: Call, webinar: bool, missing: Told, too_old: Told | None) -> Session:
    """Return the session that the path names: by its UUID, or the latest of a numeric id that still lives.

    too_old: how the endpoint refuses what ended more than a year ago, None where it calls it missing. A UUID
    that begins with "/" or contains "//" is only understood when it was percent-encoded twice.
    """
    name = call.params["webinarId" if webinar else "meetingId"]
    if name.isdecimal():
        found = _latest(call, webinar, int(name))
    elif name.startswith("/") or "//" in name:
        found = None
    else:
        name = unquote(name)
        found = call.account.find_session(name)
    if found is None or found[0] != webinar or call.account.timeline(webinar).ended(found[1]) > call.now:
        raise refuse(missing, id=name)
    ended = session(call.account, *found)
    if ended.ended < today(call.now) - YEAR:
        raise refuse(too_old or missing, id=name)
    return ended


def instances(account: Account, schedule: Schedule, now: int, since: int) -> list[Session]:
    """Return a schedule's sessions that ended from ``since`` on, the older first."""
    numbers = sessions_of(account, schedule, max(since, EPOCH), now + 1)
    return [session(account, schedule.webinar, number) for number in numbers]


def _latest(call: Call, webinar: bool, number: int) -> tuple[bool, int] | None:
    schedule = find_schedule(call.account, number)
    if schedule is None or schedule.webinar != webinar or not schedule.alive(call.now):
        return None
    since = call.now - AFTERLIFE - YEAR
    ended = instances(call.account, schedule, call.now, since)
    return (webinar, ended[-1].number) if ended else None
