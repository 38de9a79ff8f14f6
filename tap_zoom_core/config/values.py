"""From a value as it was given to the value of a setting, or to a sentence that says what was expected."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any

import ciso8601

from tap_zoom_core.config.urls import problem_of_url

TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off"})


def read_value(value: object, kind: str, rules: Mapping[str, Any], *, secret: bool) -> Any:
    """Return the value of a setting of a kind (see ``setting``) that keeps to its rules.

    Numbers, booleans and arrays may be text, as runners and the environment give them. Raises ValueError,
    whose words say what was expected and, unless the setting is secret, what was given.
    """
    expected = EXPECTED[kind]
    try:
        read = READERS[kind](value)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"expected {expected}, got {shown(value, secret=secret)}") from None
    if kind == "url" and (problem := problem_of_url(read)):
        raise ValueError(problem)
    for rule, bound in rules.items():
        holds, words = RULES[rule]
        if not holds(read, bound):
            raise ValueError(f"expected {words(bound)}, got {shown(value, secret=secret)}")
    return read


def shown(value: object, *, secret: bool = False) -> str:
    """Return a value as JSON, short enough for a line; of a secret, only what kind of value it is."""
    if secret:
        return {str: "other text", bool: "a boolean", dict: "an object", list: "an array"}.get(
            type(value), "a number"
        )
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "…"


def _text(value: object) -> str:
    # What has a line break in it would break headers and log lines.
    if not isinstance(value, str) or not value.strip().isprintable():
        raise ValueError
    return value.strip()


def _integer(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    if isinstance(value, str) and not re.fullmatch(r"\s*[-+]?\d+(\.\d*)?\s*", value, re.ASCII):
        raise ValueError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _boolean(value: object) -> bool:
    text = str(value).strip().lower()
    if text not in TRUE | FALSE:
        raise ValueError
    return text in TRUE


def _names(value: object) -> tuple[str, ...]:
    given = json.loads(value) if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        raise TypeError
    return tuple(_text(each) for each in given)


def _moment(value: object) -> datetime:
    text = _text(value)
    if not re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text):
        raise ValueError
    moment = ciso8601.parse_datetime(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc)


READERS: Mapping[str, Callable[[object], Any]] = {
    "string": _text,
    "url": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "array": _names,
    "date_iso8601": _moment,
}
EXPECTED = {
    "string": "one line of text",
    "url": "an address",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "an array of names",
    "date_iso8601": "an ISO 8601 date",
}
RULES: Mapping[str, tuple[Callable[[Any, Any], bool], Callable[[Any], str]]] = {
    "minimum": (lambda value, least: value >= least, lambda least: f"at least {least}"),
    "maximum": (lambda value, most: value <= most, lambda most: f"at most {most}"),
    "exclusiveMinimum": (lambda value, floor: value > floor, lambda floor: f"more than {floor}"),
    "enum": (lambda value, choices: value in choices, lambda choices: " or ".join(map(shown, choices))),
    "pattern": (
        lambda value, pattern: re.fullmatch(pattern, value) is not None,
        lambda pattern: "ASCII text" if " " in pattern else "ASCII text without blanks",
    ),
}
