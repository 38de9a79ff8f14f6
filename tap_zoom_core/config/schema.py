"""The settings as a JSON Schema, for runners and for people who ask."""

from __future__ import annotations

from typing import Any

from attrs import Attribute

from tap_zoom_core.config.settings import settings

JsonSchema = dict[str, Any]

TYPES: dict[str, JsonSchema] = {
    "string": {"type": ["string", "null"]},
    "url": {"type": ["string", "null"], "format": "uri"},
    "integer": {"type": ["integer", "null"]},
    "number": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "array": {"type": ["array", "null"], "items": {"type": "string"}},
    "date_iso8601": {"type": ["string", "null"], "format": "date-time"},
}


def settings_schema() -> JsonSchema:
    """Return the JSON Schema of the config: each setting with its sentence, type, default and rules.

    Credentials carry ``secret`` and ``writeOnly``. Nothing is required, as there are several ways to sign in,
    and more properties are allowed: plugins' sections, and what runners pass along.
    """
    properties = {each.name: _schema_of(each) for each in settings()}
    return {"type": "object", "properties": properties, "required": [], "additionalProperties": True}


def _schema_of(attribute: Attribute[Any]) -> JsonSchema:
    data = attribute.metadata
    schema = {**TYPES[data["kind"]], "description": data["help"]}
    if attribute.default is not None:
        default = attribute.default
        schema["default"] = list(default) if isinstance(default, tuple) else default
    for rule, bound in data["rules"].items():
        schema[rule] = _bound(rule, bound)
    if data["secret"]:
        schema |= {"secret": True, "writeOnly": True}
    return schema


def _bound(rule: str, bound: Any) -> Any:
    if rule == "enum":
        return [*bound, None]
    # JSON Schema finds a pattern anywhere in the text unless it is anchored.
    return f"^{bound}$" if rule == "pattern" else bound
