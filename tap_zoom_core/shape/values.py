"""Single values: what Zoom sent where a JSON type is due, turned into that type or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from tap_zoom_core.shape.datetimes import rfc3339

Convert = Callable[[Any], Any]

_INTEGER = re.compile(r"(?P<digits>[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+))(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
_EXACT_FLOATS = 2**53
_LONGEST_INTEGER = 4000
_BOOLEANS = {"true": True, "false": False}
_KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}


class Misfit(Exception):  # noqa: N818 - not an error: it is counted, and the run goes on
    """A value that cannot be shaped; ``str()`` says why, without the value."""


def kind_of(value: Any) -> str:
    """Name the JSON type of a decoded value."""
    return _KINDS.get(type(value), "null")


def fits(value: Any, kind: str) -> bool:
    """Tell whether a decoded value is of a JSON type already (an integer is a number too)."""
    actual = kind_of(value)
    return actual == kind or (kind == "number" and actual == "integer")


def described(value: Any) -> str:
    """Say of which JSON type a value is, with its article and without the value: ``an integer``."""
    noun = kind_of(value)
    return f"an {noun}" if noun[0] in "aio" else f"a {noun}"


def as_string(value: Any) -> str:
    """Keep a string; anything else becomes its JSON text."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def as_datetime(value: Any) -> str:
    """Keep an RFC 3339 date-time as Zoom wrote it, and write one that is nearly so as RFC 3339.

    Raises Misfit for what cannot be read without guessing, a number of seconds or milliseconds included.
    """
    written = rfc3339(value) if isinstance(value, str) else None
    if written is None:
        raise Misfit(f"{described(value)} that is no date-time")
    return written


def as_integer(value: Any) -> int:
    """Read an integer from a string, a boolean, or a number without a fraction; raise Misfit for the rest."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOATS:
        return int(value)
    if (
        isinstance(value, str)
        and len(value) < _LONGEST_INTEGER
        and (found := _INTEGER.fullmatch(value.strip()))
    ):
        return int(found["digits"].replace(",", ""))
    raise Misfit(f"{described(value)} where an integer is due")


def as_number(value: Any) -> int | float:
    """Read a number from a string or a boolean; raise Misfit for the rest."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        number = float(value.replace(",", ""))
        if abs(number) != float("inf"):
            return number
    raise Misfit(f"{described(value)} where a number is due")


def as_boolean(value: Any) -> bool:
    """Read a boolean from "true", "false", 1 or 0; raise Misfit for the rest."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _BOOLEANS:
        return _BOOLEANS[value.strip().lower()]
    if isinstance(value, int) and value in (0, 1):
        return value == 1
    raise Misfit(f"{described(value)} where a boolean is due")


CONVERSIONS: dict[str, Convert] = {
    "string": as_string,
    "date-time": as_datetime,
    "integer": as_integer,
    "number": as_number,
    "boolean": as_boolean,
}
"""How to make a value of a scalar JSON type; ``date-time`` is the string of that format."""
