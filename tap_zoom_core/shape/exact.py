"""The exact path: records as Python values, shaped one by one where the fast path refuses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define, field

from tap_zoom_core.shape.schemas import inside, is_datetime, items_of, properties_of, types_of
from tap_zoom_core.shape.values import CONVERSIONS, Misfit, described, fits
from tap_zoom_core.streams import JsonSchema

UnknownField = tuple[str, str]
"""The path of an object ("" for the record itself) and the name of a field that its schema does not have."""


@define
class Notes:
    """What came up while values were shaped.

    unknown: fields that no schema has. misfits: path and reason, once for each value that could not be
    shaped; the value itself is never kept.
    """

    unknown: set[UnknownField] = field(factory=set)
    misfits: list[tuple[str, str]] = field(factory=list)


Shaper = Callable[[Any, Notes], Any]
"""A function from what Zoom sent at one path to what is emitted there; null stays null."""


def shaper(schema: JsonSchema, known: JsonSchema, path: str) -> Shaper:
    """Compile a schema, as selected, into the function that shapes the values at ``path``.

    ``known`` is the same schema before the selection: what it has and ``schema`` has not is left out in
    silence.
    """
    types = types_of(schema)
    if not types:
        return lambda value, notes: value
    only_one = len(types) == 1
    steps = {kind: _step(kind, schema, known, path) for kind in types}

    def shape(value: Any, notes: Notes) -> Any:
        if value is None:
            return None
        reason = ""
        for kind in types if only_one else sorted(types, key=lambda kind: not fits(value, kind)):
            try:
                return steps[kind](value, notes)
            except Misfit as misfit:
                reason = reason or str(misfit)
        if value != "":
            notes.misfits.append((path, reason))
        return None

    return shape


def fields_shaper(schema: JsonSchema, known: JsonSchema, path: str) -> Shaper:
    """Compile an object's schema into the function that shapes its fields, in the schema's order.

    A field that Zoom did not send stays absent; one that no schema has is left out and noted.
    """
    selected, all_known = properties_of(schema), properties_of(known)
    shapers = {
        name: shaper(each, all_known.get(name, each), inside(path, name)) for name, each in selected.items()
    }
    expected = selected.keys() | all_known.keys()

    def shape(value: Any, notes: Notes) -> Any:
        notes.unknown.update((path, name) for name in value.keys() - expected)
        return {name: shape(value[name], notes) for name, shape in shapers.items() if name in value}

    return shape


def _step(kind: str, schema: JsonSchema, known: JsonSchema, path: str) -> Shaper:
    """Return what makes one JSON type of a value, or raises Misfit."""
    if kind == "object":
        as_is = "properties" not in schema
        return _only(dict, "an object", _keep if as_is else fields_shaper(schema, known, path))
    if kind == "array":
        item = shaper(items_of(schema), items_of(known) or items_of(schema), f"{path}[]")
        return _only(list, "an array", lambda value, notes: [item(each, notes) for each in value])
    convert = CONVERSIONS["date-time" if kind == "string" and is_datetime(schema) else kind]
    return lambda value, notes: convert(value)


def _only(due: type, noun: str, shape: Shaper) -> Shaper:
    def checked(value: Any, notes: Notes) -> Any:
        if not isinstance(value, due):
            raise Misfit(f"{described(value)} where {noun} is due")
        return shape(value, notes)

    return checked


def _keep(value: Any, notes: Notes) -> Any:
    return value
