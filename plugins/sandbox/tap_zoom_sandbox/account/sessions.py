"""One session: one time that a meeting or webinar ran, from which its reports and rows are made."""

from __future__ import annotations

from functools import lru_cache

from attrs import frozen

from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.account.registration import approval_type, registered_at
from tap_zoom_sandbox.account.schedules import Schedule, schedule_of, session_seconds, session_traits
from tap_zoom_sandbox.numbers import mix


@frozen(slots=True)
class Session:
    """A session's times (seconds since 1970) and sizes.

    people: who took part, the host first; the next ``registrants`` of them had registered. waiting, rejoins,
    rooms: rows of the participants' report beyond one a person. polled, asked: how many answered polls and
    asked questions. files: how many were sent in the chat.
    """

    webinar: bool
    number: int
    uuid: str
    schedule: Schedule
    traits: int
    started: int
    ended: int
    people: int
    registrants: int
    waiting: int
    rejoins: int
    rooms: int
    polled: int
    asked: int
    files: int

    @property
    def rows(self) -> int:
        """How many rows the participants' report has."""
        return self.people + self.waiting + self.rejoins + self.rooms

    @property
    def minutes(self) -> int:
        """How long it lasted, in minutes."""
        return (self.ended - self.started + 59) // 60

    @property
    def solo(self) -> bool:
        """Whether only one person took part."""
        return self.people == 1


@lru_cache(maxsize=8192)
def session(account: Account, webinar: bool, number: int) -> Session:
    """Return a session by its number."""
    traits = session_traits(account, webinar, number)
    ended = account.timeline(webinar).ended(number)
    started = ended - session_seconds(traits)
    schedule = schedule_of(account, webinar, number)
    registrants = 0
    if approval_type(schedule) != 2:
        registrants = registered_at(account, schedule, "approved", started) * 6 // 10
    people = 1 + registrants + _unregistered(webinar, traits, registrants)
    sizes = mix(traits, 2)
    return Session(
        webinar=webinar,
        number=number,
        uuid=account.session_uuid(webinar, number),
        schedule=schedule,
        traits=traits,
        started=started,
        ended=ended,
        people=people,
        registrants=registrants,
        waiting=_extra(people, sizes, 6),
        rejoins=_extra(people, sizes >> 8, 4),
        rooms=0 if webinar else 2 * _extra(people, sizes >> 16, 8),
        polled=min(people - 1, 40) if _has_polls(account, schedule, traits) else 0,
        asked=min(people - 1, 1 + (sizes >> 24) % 12) if _has_questions(webinar, schedule, traits) else 0,
        files=1 + (sizes >> 32) % 3 if (sizes >> 40) % 12 == 0 or (webinar and number % 5 == 0) else 0,
    )


def _unregistered(webinar: bool, traits: int, registrants: int) -> int:
    """Choose how many came unregistered, besides the host: one in eight sessions is solo, one in 400 big."""
    size = traits >> 24
    if size % 401 == 400:
        return 301 + (size >> 10) % 700
    if webinar:
        return 3 + (size >> 20) % 12
    if registrants:
        return (size >> 20) % 3
    if size % 8 == 0:
        return 0
    return 1 + (size >> 20) % (3 if size % 3 else 9)


def _extra(people: int, sizes: int, one_in: int) -> int:
    """Choose how many extra rows of one sort a session has: mostly none, at most one for three people."""
    return 1 + (sizes >> 4) % max(1, people // 3) if people > 2 and sizes % one_in == 0 else 0


def _has_polls(account: Account, schedule: Schedule, traits: int) -> bool:
    if schedule.webinar:
        return (traits >> 40) % 2 == 0
    licensed = account.users.kind(schedule.user) != "B"
    return (
        licensed
        and schedule.type in (2, 3, 8)
        and (schedule.traits >> 12) % 4 == 0
        and (traits >> 40) % 4 != 0
    )


def _has_questions(webinar: bool, schedule: Schedule, traits: int) -> bool:
    return (traits >> 44) % 2 == 0 if webinar else schedule.type != 1 and (traits >> 44) % 10 == 0
