"""Values that look like Zoom's: times, ids, names, addresses. Each is a function of a 64-bit hash."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from datetime import datetime, timezone
from typing import Any

from tap_zoom_sandbox.numbers import mix
from tap_zoom_sandbox.words import FIRST, LAST

Json = dict[str, Any]
"""An object of JSON, as the API answers it."""


def iso(moment: int) -> str:
    """Write seconds since 1970 as Zoom does: ``2025-01-20T08:30:00Z``."""
    return datetime.fromtimestamp(moment, timezone.utc).isoformat()[:19] + "Z"


def day(moment: int) -> str:
    """Write the day, in UTC, of a moment: ``2025-01-20``."""
    return iso(moment)[:10]


def american(moment: int) -> str:
    """Write a moment as some of Zoom's reports do: ``01/20/2025 08:30``."""
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%m/%d/%Y %H:%M")


def short_id(data: bytes) -> str:
    """Write 16 bytes as Zoom writes the ids of users and registrants: 22 characters, safe in a path."""
    return urlsafe_b64encode(data)[:22].decode()


def uuid(data: bytes) -> str:
    """Write 16 bytes as Zoom writes the UUID of an instance: base64, with ``/``, ``+`` and ``==``."""
    return b64encode(data).decode()


def hash_id(traits: int, number: int = 0) -> str:
    """Make an id of 22 characters that hides nothing."""
    return short_id((mix(traits, number) << 64 | mix(traits, ~number)).to_bytes(16, "big"))


def names(traits: int) -> tuple[str, str]:
    """Make a first and a last name."""
    return FIRST[traits & 31], LAST[(traits >> 5) & 31]


def email(number: int, what: str, domain: str = "example.com") -> str:
    """Make an address that a number can be read from again: ``member.12@example.com``."""
    return f"{what}.{number}@{domain}"


def some(words: tuple[str, ...], traits: int) -> str:
    """Choose one of some words."""
    return words[traits % len(words)]
