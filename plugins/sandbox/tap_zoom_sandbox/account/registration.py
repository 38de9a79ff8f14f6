"""Who registered: registrants of the three statuses, and the sources they came through."""

from __future__ import annotations

from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.account.schedules import Schedule
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.values import Json, email, hash_id, iso, names, some
from tap_zoom_sandbox.words import (
    ANSWERS,
    CITIES,
    COUNTRIES,
    FRAMES,
    INDUSTRIES,
    ORGANISATIONS,
    QUESTIONS,
    ROLES,
    SIZES,
)

STATUSES = ("approved", "pending", "denied")


def approval_type(schedule: Schedule) -> int:
    """Return settings.approval_type: 0 automatic, 1 by hand, 2 no registration."""
    share = (schedule.traits >> 4) % 12
    if schedule.webinar:
        return 2 if share < 3 else share % 2
    return share % 2 if schedule.type in (2, 8) and share < 2 else 2


def registrants_in_all(schedule: Schedule, status: str) -> int:
    """Return how many of a status will have registered when registration closes."""
    traits = schedule.traits >> 16
    if approval_type(schedule) == 2:
        return 0
    if status != "approved":
        return (traits >> (8 if status == "pending" else 12)) % 5
    if traits % (24 if schedule.webinar else 40) == 0:
        return 301 + (traits >> 20) % 400
    return 4 + (traits >> 20) % (28 if schedule.webinar else 10)


def registered_at(account: Account, schedule: Schedule, status: str, moment: int) -> int:
    """Return how many of a status had registered at a moment."""
    total = registrants_in_all(schedule, status)
    span = schedule.starts - schedule.created
    if moment >= schedule.starts or span <= 0:
        return total
    count = max(0, min(total, (moment - schedule.created) * total // span - 1))
    while count < total and _registered(account, schedule, status, count) <= moment:
        count += 1
    return count


def registrant_traits(account: Account, schedule: Schedule, status: str, index: int) -> int:
    """Return the hash from which a registrant is made."""
    return mix(mix(schedule.traits, account.key(status)), index)


def registrant_id(traits: int) -> str:
    """Return the id of a registrant."""
    return hash_id(traits)


def registrant_row(account: Account, schedule: Schedule, status: str, index: int) -> Json:
    """Make a registrant as the listing shows them."""
    traits = registrant_traits(account, schedule, status, index)
    first, last = names(traits)
    row: Json = {
        "id": registrant_id(traits),
        "email": email(traits % 1_000_000, "guest", "example.org"),
        "first_name": first,
        "last_name": last if traits >> 10 & 7 else "",
        "status": status,
        "create_time": iso(_registered(account, schedule, status, index)),
        "join_url": f"https://example.com/w/{schedule.id}?tk={traits:016x}",
        "address": "",
        "city": some(CITIES, traits >> 13),
        "country": some(COUNTRIES, traits >> 17),
        "state": "",
        "zip": f"{traits % 100_000:05d}",
        "phone": f"+1 555 {traits >> 20 & 0xFFFF:07d}",
        "comments": 'Looking forward, "really".\nSee you 👋' if traits >> 36 & 7 == 0 else "",
        "industry": some(INDUSTRIES, traits >> 39),
        "org": some(ORGANISATIONS, traits >> 42),
        "job_title": "Engineer" if traits >> 45 & 1 else "",
        "no_of_employees": some(SIZES, traits >> 46),
        "purchasing_time_frame": some(FRAMES, traits >> 50),
        "role_in_purchase_process": some(ROLES, traits >> 53),
        "custom_questions": [{"title": some(QUESTIONS, traits >> 56), "value": some(ANSWERS, traits >> 58)}],
    }
    if traits >> 60 == 0:
        del row["custom_questions"]
    if not schedule.webinar and traits >> 61 & 1:
        row["participant_pin_code"] = 100_000 + traits % 900_000
    return row


def tracking_source(schedule: Schedule, index: int) -> str | None:
    """Return the id of the source through which a webinar's approved registrant came, None without one."""
    place = index % 4
    return source_id(schedule, place) if place < sources(schedule) else None


def sources(schedule: Schedule) -> int:
    """Return how many tracking sources a webinar has."""
    return 0 if approval_type(schedule) == 2 else (schedule.traits >> 32) % 4


def source_id(schedule: Schedule, place: int) -> str:
    """Return the id of a webinar's tracking source: a number of 13 digits."""
    return str(5_000_000_000_000 + mix(schedule.traits, -50 - place) % 10**12)


def source_row(account: Account, schedule: Schedule, place: int, now: int) -> Json:
    """Make a tracking source of a webinar."""
    came = registered_at(account, schedule, "approved", now)
    identity = source_id(schedule, place)
    return {
        "id": identity,
        "source_name": ("Newsletter", "LinkedIn", "パートナー")[place],
        "tracking_url": f"https://example.com/webinar/register/{identity}/WN_{schedule.traits:016x}",
        "registration_count": (came - place + 3) // 4 if came > place else 0,
        "visitor_count": came * 3 + schedule.traits % 50,
    }


def _registered(account: Account, schedule: Schedule, status: str, index: int) -> int:
    """Return when a registrant registered: spread over the time between the making and the start."""
    total = max(1, registrants_in_all(schedule, status))
    span = max(1, schedule.starts - schedule.created)
    width = span // total
    jitter = registrant_traits(account, schedule, status, index) % max(1, width)
    return schedule.created + index * span // total + jitter
