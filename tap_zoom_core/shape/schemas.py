"""What the shape reads from a JSON Schema, in one place for the fast path and for the exact one."""

from __future__ import annotations

from tap_zoom_core.streams import JsonSchema

_TYPES = ("string", "integer", "number", "boolean", "object", "array")


def types_of(schema: JsonSchema) -> tuple[str, ...]:
    """Return the JSON types that a schema names, without null; none where it says nothing that we enforce.

    A schema that says its type in another way (``anyOf``, ``$ref``) lets any value pass as it is.
    """
    named = schema.get("type", ())
    types = (named,) if isinstance(named, str) else tuple(named)
    return tuple(each for each in types if each in _TYPES)


def is_datetime(schema: JsonSchema) -> bool:
    """Tell whether a schema's strings are date-times."""
    return schema.get("format") == "date-time"


def properties_of(schema: JsonSchema) -> dict[str, JsonSchema]:
    """Return the properties of an object's schema, in their order."""
    properties: dict[str, JsonSchema] = schema.get("properties", {})
    return properties


def items_of(schema: JsonSchema) -> JsonSchema:
    """Return the schema of an array's items; an empty one, which admits anything, where it has none."""
    items: JsonSchema = schema.get("items", {})
    return items


def inside(path: str, name: str) -> str:
    """Return the path of a field within an object: ``settings`` and ``audio`` give ``settings.audio``."""
    return f"{path}.{name}" if path else name
