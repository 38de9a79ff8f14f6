"""Schemas as SCHEMA messages carry them."""

from __future__ import annotations

from typing import Any

from tap_zoom_core.catalog import announced

MOMENT = {"type": ["string", "null"], "format": "date-time"}
TEXT = {"type": ["string", "null"]}


def schema(inner: dict[str, Any], listed: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with a date-time of its own, an object that may be null, and a list of such objects."""
    return {
        "type": "object",
        "properties": {
            "start_time": MOMENT,
            "recurrence": {"type": ["object", "null"], "properties": {"end": inner}},
            "occurrences": {
                "type": ["array", "null"],
                "items": {"type": ["object", "null"], "properties": {"at": listed}},
            },
            "window": {"type": "object", "properties": {"from": MOMENT}},
        },
    }


def test_formats_go_where_an_object_may_be_null() -> None:
    """Columns, and the fields of objects that are always there, keep theirs; nothing else changes."""
    given = schema(MOMENT, MOMENT)

    assert announced(given) == schema(TEXT, TEXT)
    assert given == schema(MOMENT, MOMENT)
