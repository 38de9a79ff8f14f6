"""Single values: what becomes of them where a JSON type is due."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_zoom_core.shape import compile_shape
from tap_zoom_core.shape.datetimes import EVIDENT, rfc3339


def shaped(schema: dict[str, Any], value: Any, beside: Any = None) -> tuple[Any, list[str]]:
    """Shape one value of a column, and return it with the reasons for which it did not fit.

    What stands beside it sends the record down the exact path where it is no integer.
    """
    properties = {"id": {"type": "integer"}, "beside": {"type": "integer"}, "it": schema}
    shape = compile_shape("s", {"type": "object", "properties": properties}, keys=("id",))
    result = shape.page(json.dumps({"id": 1, "beside": beside, "it": value}).encode())
    return json.loads(result.lines)["record"]["it"], [reason for _, reason in result.misfits]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("string", "", ""),
        ("string", 12, "12"),
        ("string", 2**70, "1180591620717411303424"),
        ("string", 1.5, "1.5"),
        ("string", False, "false"),
        ("string", {"a": [1]}, '{"a":[1]}'),
        ("integer", 2**70, 2**70),
        ("integer", "12", 12),
        ("integer", " -12 ", -12),
        ("integer", "1180591620717411303424", 2**70),
        ("integer", "1,234,567", 1234567),
        ("integer", "12.0", 12),
        ("integer", 12.0, 12),
        ("integer", True, 1),
        ("integer", "", None),
        ("number", 5, 5),
        ("number", 5.25, 5.25),
        ("number", "5.25", 5.25),
        ("number", "1e3", 1000.0),
        ("number", "", None),
        ("boolean", "true", True),
        ("boolean", "False", False),
        ("boolean", 1, True),
        ("boolean", 0, False),
        ("boolean", "", None),
        ("object", {"any": ["thing", 1.5]}, {"any": ["thing", 1.5]}),
        ("object", "", None),
        ("array", [1, "a", None], [1, "a", None]),
        ("array", "", None),
    ],
)
def test_values_take_the_type_that_is_due(kind: str, value: Any, expected: Any) -> None:
    """What can be read as the type becomes it, exactly; an empty string where no text is due is null."""
    got = shaped({"type": [kind, "null"]}, value)

    assert got == (expected, [])
    assert type(got[0]) is type(expected)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("integer", 1.5, "a number where an integer is due"),
        ("integer", 1e300, "a number where an integer is due"),
        ("integer", "12a", "a string where an integer is due"),
        ("integer", "1,2", "a string where an integer is due"),
        ("integer", "9" * 5000, "a string where an integer is due"),
        ("integer", "\u0663", "a string where an integer is due"),
        ("integer", [1], "an array where an integer is due"),
        ("number", "NaN", "a string where a number is due"),
        ("number", "1e999", "a string where a number is due"),
        ("boolean", "yes", "a string where a boolean is due"),
        ("boolean", 1.0, "a number where a boolean is due"),
        ("boolean", 2, "an integer where a boolean is due"),
        ("object", [], "an array where an object is due"),
        ("array", {}, "an object where an array is due"),
        ("array", False, "a boolean where an array is due"),
    ],
)
def test_misfits_become_null_and_say_why(kind: str, value: Any, reason: str) -> None:
    """What would have to be guessed at is null, and the reason names the types, not the value."""
    assert shaped({"type": [kind, "null"]}, value) == (None, [reason])


@pytest.mark.parametrize("value", ["text", 5, 5.5, True, {"a": 1}, [1], None])
def test_several_types_keep_what_is_of_one_of_them(value: Any) -> None:
    """Where a schema admits several types, or says none, a value stays as it is."""
    types = ["string", "integer", "number", "boolean", "object", "array", "null"]

    for schema in ({"type": types}, {}, {"anyOf": []}):
        assert shaped(schema, value) == shaped(schema, value, beside="") == (value, [])


def test_the_first_type_that_can_be_made_is() -> None:
    """A value of none of the types becomes one of them, in the schema's order."""
    assert shaped({"type": ["integer", "boolean", "null"]}, "true") == (True, [])
    assert shaped({"type": ["integer", "boolean", "null"]}, "x") == (
        None,
        ["a string where an integer is due"],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z"),
        ("2019-02-01T12:34:12.66Z", "2019-02-01T12:34:12.66Z"),
        ("2019-02-01T12:34:12.1234567891-07:30", "2019-02-01T12:34:12.1234567891-07:30"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
        ("0999-01-01T00:00:00Z", "0999-01-01T00:00:00Z"),
        ("2026-03-01t10:00:00z", "2026-03-01T10:00:00Z"),
        ("2026-03-01 10:00:00", "2026-03-01T10:00:00Z"),
        ("2026-03-01T10:00:00", "2026-03-01T10:00:00Z"),
        ("2026-03-01 10:00:00.5 +0530", "2026-03-01T10:00:00.5+05:30"),
        ("2026-03-01 10:00", "2026-03-01T10:00:00Z"),
        (" 2026-03-01 ", "2026-03-01T00:00:00Z"),
        ("", None),
    ],
)
def test_date_times_are_rfc_3339(text: str, expected: str | None) -> None:
    """What is RFC 3339 stays as Zoom wrote it; what is nearly so becomes it; what names no zone is UTC."""
    assert shaped({"type": ["string", "null"], "format": "date-time"}, text) == (expected, [])


@pytest.mark.parametrize(
    ("value", "noun"),
    [
        ("2026-02-29T00:00:00Z", "a string"),
        ("2026-04-31T00:00:00Z", "a string"),
        ("2026-13-01T00:00:00Z", "a string"),
        ("0000-01-01T00:00:00Z", "a string"),
        ("2026-03-01T24:00:00Z", "a string"),
        ("2026-03-01T23:59:60Z", "a string"),
        ("2026-03-01T10:00:00+24:00", "a string"),
        ("2026-03-01T10:00:00+05:75", "a string"),
        ("2026-03-01T10:00:00Z\n2026", "a string"),
        ("2026-03-01 10:00.5", "a string"),
        ("12/22/2021 16:20", "a string"),
        ("never", "a string"),
        (1772359200, "an integer"),
    ],
)
def test_date_times_are_not_guessed_at(value: Any, noun: str) -> None:
    """A day that is none, an order of day and month, seconds or milliseconds: null, and counted."""
    schema = {"type": ["string", "null"], "format": "date-time"}

    assert shaped(schema, value) == (None, [f"{noun} that is no date-time"])


@given(st.from_regex(EVIDENT))
def test_what_the_fast_path_takes_for_a_date_time_is_one(text: str) -> None:
    """The fast path's pattern admits nothing that the exact path would refuse or write otherwise."""
    seconds, _, _ = text.partition(".")

    assert rfc3339(text) == text
    assert datetime.fromisoformat(seconds[:19])
