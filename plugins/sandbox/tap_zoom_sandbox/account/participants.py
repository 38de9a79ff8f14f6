"""The participants' report: a row a person, and more for waiting rooms, rejoins and breakout rooms."""

from __future__ import annotations

from tap_zoom_sandbox.account.model import WITH_ID, Account
from tap_zoom_sandbox.account.people import user_email, user_name
from tap_zoom_sandbox.account.registration import registrant_id, registrant_row, registrant_traits
from tap_zoom_sandbox.account.sessions import Session
from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.values import Json, iso, names

_FIRST_JOIN = 16_778_240


def participant_rows(
    account: Account, session: Session, offset: int, size: int, *, registrants: bool
) -> list[Json]:
    """Make a page of the report; ``registrants`` adds registrant_id, as include_fields does."""
    last = min(offset + size, session.rows)
    return [participant_row(account, session, index, registrants) for index in range(offset, last)]


def participant_row(account: Account, session: Session, index: int, registrants: bool) -> Json:
    """Make the row at an index: first one row a person, then waiting room, rejoins, breakout rooms."""
    extra = index - session.people
    if extra < 0:
        return _row(account, session, index, index, "in_meeting", registrants)
    if extra < session.waiting:
        return _row(account, session, 1 + extra, 1 + extra, "in_waiting_room", registrants)
    extra -= session.waiting
    if extra < session.rejoins:
        return _row(account, session, extra % session.people, index, "in_meeting", registrants)
    extra -= session.rejoins
    person = 1 + extra // 2 % (session.people - 1)
    row = _row(account, session, person, person, "in_meeting", registrants)
    row["bo_mtg_id"] = str(27_423_744 + extra // 4)
    # Every fifth hops in and out within a second: two rows that differ in nothing that identifies them.
    row["join_time"] = iso(session.started + 120 + (0 if extra // 2 % 5 == 4 else extra % 2))
    row["leave_time"] = iso(session.started + 180 + extra % 2)
    row["duration"] = 60
    return row


def _row(account: Account, session: Session, person: int, join: int, status: str, registrants: bool) -> Json:
    traits = mix(session.traits, person + 16)
    user, name, address, registrant = _identity(account, session, person, traits)
    length = session.ended - session.started
    joined = session.started + mix(traits, join) % (length // 3)
    left = session.ended - (traits >> 8) % (length // 3)
    if status == "in_waiting_room":
        joined, left = joined - 30, joined
    duration: int | str = left - joined
    if traits % 97 == 5:
        duration = str(duration)
    row: Json = {
        "id": user,
        "user_id": str(_FIRST_JOIN + 1024 * join),
        "participant_user_id": user,
        "name": name,
        "user_email": address,
        "join_time": iso(joined),
        "leave_time": "" if traits % 89 == 3 else iso(left),
        "duration": duration,
        "failover": traits >> 20 & 63 == 0,
        "status": status,
        "bo_mtg_id": "",
    }
    if traits >> 26 & 7 == 0:
        row["customer_key"] = f"key{traits & 0xFFFF:x}"
    if traits >> 29 & 63 == 0:
        row["device_hint"] = "undocumented"
    if registrants:
        row["registrant_id"] = registrant
    return row


def _identity(account: Account, session: Session, person: int, traits: int) -> tuple[str, str, str, str]:
    """Return id, name, e-mail address and registrant's id; the id and the address of a guest are empty."""
    if person == 0:
        host = session.schedule.user
        return account.user_id(host), user_name(account, host), user_email(host), ""
    if person <= session.registrants:
        registrant = registrant_traits(account, session.schedule, "approved", person - 1)
        first, last = names(registrant)
        return "", f"{first} {last}", "", registrant_id(registrant)
    if traits >> 40 & 1:
        member = account.users.nth(WITH_ID, (traits >> 41) % account.users.count(WITH_ID))
        return account.user_id(member), user_name(account, member), user_email(member), ""
    return "", " ".join(names(traits)) if traits >> 50 & 7 else "iPhone", "", ""


def absentee_rows(account: Account, session: Session, registered: int, offset: int, size: int) -> list[Json]:
    """Make a page of who had registered for a webinar's session and stayed away."""
    first = session.registrants + offset
    return [
        registrant_row(account, session.schedule, "approved", index)
        for index in range(first, min(first + size, registered))
    ]
