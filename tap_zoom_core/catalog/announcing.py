"""A schema as a SCHEMA message carries it to the target."""

from __future__ import annotations

from typing import Any

from tap_zoom_core.streams import JsonSchema


def announced(schema: JsonSchema) -> JsonSchema:
    """Return a schema without the formats of what stands in an object that may be null.

    The values are RFC 3339 all the same, and targets keep such objects as JSON; but singer-check-tap looks
    for a date-time in the object without asking whether there is one, and crashes where it is null.
    """
    return _without_formats(schema, inside=False)


def _without_formats(schema: JsonSchema, *, inside: bool) -> JsonSchema:
    left: dict[str, Any] = {name: each for name, each in schema.items() if not (inside and name == "format")}
    if "properties" in schema:
        nullable = "null" in schema.get("type", ())
        left["properties"] = {
            name: _without_formats(each, inside=nullable) for name, each in schema["properties"].items()
        }
    if isinstance(schema.get("items"), dict):
        left["items"] = _without_formats(schema["items"], inside=False)
    return left
