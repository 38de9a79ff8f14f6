"""Date-times: which ones pass as Zoom wrote them, and what becomes of the others."""

from __future__ import annotations

import re
from datetime import datetime

_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"

EVIDENT = (
    r"\A[1-9][0-9]{3}-"
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)"
    r"|(?:0[13578]|1[02])-31)"
    rf"T{_TIME}:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-]{_TIME})\Z"
)
"""A pattern of RFC 3339 date-times that needs no calendar: all but those of the 29th of February."""

_ISO_LIKE = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[Tt ](?P<clock>[0-9]{2}:[0-9]{2})(?P<seconds>:[0-9]{2})?(?:[.,](?P<fraction>[0-9]+))?"
    r" ?(?P<offset>[Zz]|[+-][0-9]{2}:?[0-5][0-9])?)?"
)


def rfc3339(text: str) -> str | None:
    """Write a date-time as RFC 3339, or return None where it cannot be read without guessing.

    What is RFC 3339 already stays as it is, to the last digit of its fraction. A date alone is its
    midnight, and what names no offset is in UTC. Day and month in another order (``12/22/2021``) are not
    guessed at.
    """
    parts = _ISO_LIKE.fullmatch(text.strip())
    if parts is None:
        return None
    date, clock, seconds, fraction, offset = parts.group("date", "clock", "seconds", "fraction", "offset")
    if fraction and not seconds:
        return None
    moment = f"{date}T{clock or '00:00'}{seconds or ':00'}"
    zone = (offset or "Z").upper()
    if zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    try:
        datetime.fromisoformat(moment + zone.replace("Z", "+00:00"))
    except ValueError:
        return None
    return f"{moment}{'.' + fraction if fraction else ''}{zone}"
