"""Meetings and webinars as they are scheduled: what a numeric id names, from its making to its death.

Nothing is stored: a code in the id says which kind of thing it is, and of whom or of which session.
"""

from __future__ import annotations

from functools import lru_cache

from attrs import frozen

from tap_zoom_sandbox.account.model import HOSTS, WEBINAR_HOSTS, Account
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.timeline import DAY, EPOCH

SEASON = 182 * DAY
"""How long a recurring series goes on; a host's seasons follow one another."""
AFTERLIFE = 30 * DAY
"""A numeric id dies 30 days after its last use."""
_SERIES, _WEBINARS, _SEASONS = 4_000_000_000, 8_000_000_000, 1024
_LEAST, _LONGEST = 300, 7200
_LONG_AGO = EPOCH - 365 * DAY


@frozen
class Schedule:
    """What a numeric id names. Times are seconds since 1970.

    shape: "once", "instant", "series" or "personal". number: the session's, series' or user's. host: the rank
    among the hosts of its timeline. id and type: as Zoom's. created: from when on it is known. starts: of the
    only session, or of the season. ends: its last use.
    """

    webinar: bool
    shape: str
    number: int
    host: int
    user: int
    id: int
    type: int
    traits: int
    created: int
    starts: int
    ends: int

    def alive(self, now: int) -> bool:
        """Tell whether the id answers at a moment."""
        return self.created <= now < self.ends + AFTERLIFE

    @property
    def deleted(self) -> bool:
        """Tell whether it was deleted after it was listed: listings still show it, all else is 3001."""
        return self.shape in ("once", "series") and self.traits % 61 == 17


def session_traits(account: Account, webinar: bool, number: int) -> int:
    """Return the hash from which everything about a session is made."""
    return mix(account.key("webinar sessions" if webinar else "meeting sessions"), number)


def session_seconds(traits: int) -> int:
    """Return how long a session lasts."""
    return _LEAST + (traits >> 8) % _LONGEST


def shape_of(webinar: bool, traits: int) -> str:
    """Return the shape of the schedule that a session belongs to."""
    share = traits % 100
    if webinar:
        return "once" if share < 60 else "series"
    return "once" if share < 35 else "series" if share < 80 else "instant" if share < 92 else "personal"


@lru_cache(maxsize=8192)
def schedule_of(account: Account, webinar: bool, number: int) -> Schedule:
    """Return the schedule that a session belongs to."""
    traits = session_traits(account, webinar, number)
    timeline = account.timeline(webinar)
    shape, ended = shape_of(webinar, traits), timeline.ended(number)
    host = timeline.host(number)
    if shape == "series":
        season = (ended - EPOCH - _offset(account, webinar, host)) // SEASON + 1
        return series(account, webinar, host * _SEASONS + season)
    if shape == "personal":
        return personal(account, account.host_user(False, host))
    starts = ended - session_seconds(traits)
    lead = 0 if shape == "instant" else DAY * (1 + traits % 30) + traits % DAY
    return Schedule(
        webinar=webinar,
        shape=shape,
        number=number,
        host=host,
        user=account.host_user(webinar, host),
        id=account.number(number + (_WEBINARS if webinar else 0)),
        type=5 if webinar else 1 if shape == "instant" else 2,
        traits=mix(traits, 1),
        created=starts - lead,
        starts=starts,
        ends=ended,
    )


@lru_cache(maxsize=8192)
def series(account: Account, webinar: bool, number: int) -> Schedule:
    """Return a recurring series: a host's sessions of one season that are neither single nor instant."""
    host, season = divmod(number, _SEASONS)
    starts = EPOCH + _offset(account, webinar, host) + (season - 1) * SEASON
    traits = mix(account.key("webinar series" if webinar else "meeting series"), number)
    floating = traits % 3 == 0
    return Schedule(
        webinar=webinar,
        shape="series",
        number=number,
        host=host,
        user=account.host_user(webinar, host),
        id=account.number(number + _SERIES + (_WEBINARS if webinar else 0)),
        type=(6 if floating else 9) if webinar else (3 if floating else 8),
        traits=traits,
        created=starts - 3 * DAY - traits % DAY,
        starts=starts,
        ends=starts + SEASON,
    )


def personal(account: Account, user: int) -> Schedule:
    """Return the personal meeting (PMI) of a user who hosts; it never dies."""
    return Schedule(
        webinar=False,
        shape="personal",
        number=user,
        host=account.users.rank(HOSTS, user),
        user=user,
        id=account.personal_number(user),
        type=4,
        traits=mix(account.key("personal meetings"), user),
        created=_LONG_AGO,
        starts=_LONG_AGO,
        ends=1 << 40,
    )


def sessions_of(account: Account, schedule: Schedule, start: int, end: int) -> list[int]:
    """Return the numbers, ascending, of a schedule's sessions that end in [start, end)."""
    timeline = account.timeline(schedule.webinar)
    if schedule.shape in ("once", "instant"):
        return [schedule.number] if start <= schedule.ends < end else []
    if schedule.shape == "series":
        start, end = max(start, schedule.starts), min(end, schedule.ends)
    return [
        number
        for number in timeline.of_host(schedule.host, start, end)
        if shape_of(schedule.webinar, session_traits(account, schedule.webinar, number)) == schedule.shape
    ]


def find_schedule(account: Account, number: int) -> Schedule | None:
    """Return what a numeric id names, dead or alive or not yet made; None where it names nothing ever."""
    user = account.find_personal(number)
    if user is not None:
        return personal(account, user) if account.users.kind(user) in HOSTS else None
    code = account.code(number)
    if code is None or code >= 2 * _WEBINARS:
        return None
    webinar, rest = code >= _WEBINARS, code % _WEBINARS
    if rest >= _SERIES:
        hosts = account.users.count(WEBINAR_HOSTS if webinar else HOSTS)
        return series(account, webinar, rest - _SERIES) if (rest - _SERIES) // _SEASONS < hosts else None
    if not account.timeline(webinar).hosts:
        return None
    schedule = schedule_of(account, webinar, rest)
    return schedule if schedule.id == number else None


def scheduled(account: Account, webinar: bool, host: int, now: int) -> list[Schedule]:
    """Return the unexpired schedules of a host, without instant and personal meetings, the older first."""
    timeline = account.timeline(webinar)
    found: dict[int, Schedule] = {}
    for number in timeline.of_host(host, now - AFTERLIFE, now + 35 * DAY):
        if shape_of(webinar, session_traits(account, webinar, number)) == "once":
            schedule = schedule_of(account, webinar, number)
            found[schedule.id] = schedule
    current = (now - EPOCH - _offset(account, webinar, host)) // SEASON + 1
    for season in range(max(0, current - 1), current + 2):
        schedule = series(account, webinar, host * _SEASONS + season)
        found[schedule.id] = schedule
    alive = [schedule for schedule in found.values() if schedule.alive(now)]
    return sorted(alive, key=lambda schedule: (schedule.created, schedule.id))


def _offset(account: Account, webinar: bool, host: int) -> int:
    return mix(account.key("webinar seasons" if webinar else "seasons"), host) % SEASON
