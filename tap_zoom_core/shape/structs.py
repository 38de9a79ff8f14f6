"""The fast path's types: msgspec structs made from a schema, decoded and encoded in C.

A struct takes exactly what needs no thought: the right JSON types and evident date-times, and no field that
is neither in the schema nor listed to be ignored. What it refuses takes the exact path.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import reduce
from operator import or_
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from tap_zoom_core.shape.datetimes import EVIDENT
from tap_zoom_core.shape.exact import UnknownField
from tap_zoom_core.shape.plan import UNKNOWN_FIELDS, Plan
from tap_zoom_core.shape.schemas import inside, is_datetime, items_of, properties_of, types_of
from tap_zoom_core.streams import JsonSchema

Ignored = frozenset[UnknownField]
"""Fields that no schema has and that Zoom has been seen to send."""

_SCALARS: dict[str, Any] = {"string": str, "integer": int, "number": int | float, "boolean": bool}
_EVIDENT_DATETIME = Annotated[str, Meta(pattern=EVIDENT)]
_Field = tuple[str, Any, Any]
_NAMEABLE = re.compile(r'[^"\\\x00-\x1f]*')  # msgspec refuses other names for a struct's fields


def row_type(plan: Plan, ignored: Ignored) -> type[Struct]:
    """Make the struct of a stream's rows: each column in the schema's order, null where Zoom sent nothing."""
    selected, known = properties_of(plan.schema), properties_of(plan.known)
    kept_in = plan.attributes.get(UNKNOWN_FIELDS) if plan.keep_unknown else None
    names = {attribute: column for column, attribute in plan.attributes.items()}
    names |= {attribute: plan.hidden_name(column) for column, attribute in plan.aside.items()}
    fields: list[_Field] = []
    for column, attribute in plan.attributes.items():
        kind = (
            Any if attribute == kept_in else _type(selected[column], known.get(column, {}), column, ignored)
        )
        fields.append((attribute, kind | None, None))
    for column, attribute in plan.aside.items():
        fields.append((attribute, _type(known[column], known[column], column, ignored) | None, None))
    unselected = known.keys() - set(names.values())
    return _struct(fields, names, unselected, _unknown_in("", ignored), kept_in)


def _nested(schema: JsonSchema, known: JsonSchema, path: str, ignored: Ignored) -> type[Struct]:
    """Make the struct of a nested object: what Zoom does not send stays absent."""
    selected, all_known = properties_of(schema), properties_of(known)
    names = {f"f{place}": name for place, name in enumerate(selected)}
    fields: list[_Field] = []
    for attribute, name in names.items():
        kind = _type(selected[name], all_known.get(name, {}), inside(path, name), ignored)
        fields.append((attribute, kind | None | UnsetType, UNSET))
    return _struct(fields, names, all_known.keys() - selected.keys(), _unknown_in(path, ignored))


def _type(schema: JsonSchema, known: JsonSchema, path: str, ignored: Ignored) -> Any:
    types = types_of(schema)
    return reduce(or_, (_part(kind, schema, known, path, ignored) for kind in types)) if types else Any


def _part(kind: str, schema: JsonSchema, known: JsonSchema, path: str, ignored: Ignored) -> Any:
    if kind == "object":
        return _nested(schema, known, path, ignored) if "properties" in schema else dict[str, Any]
    if kind == "array":
        item: Any = _type(items_of(schema), items_of(known), f"{path}[]", ignored)
        return list[item | None]
    if kind == "string" and is_datetime(schema):
        return _EVIDENT_DATETIME
    return _SCALARS[kind]


def _struct(
    fields: list[_Field],
    names: dict[str, str],
    unselected: Collection[str],
    unknown: Collection[str],
    kept_in: str | None = None,
) -> type[Struct]:
    """Make a struct that reads the unselected and the unknown fields too, but does not write them."""
    left_out = {f"x{place}": name for place, name in enumerate(sorted(unselected))}
    foreign = {f"u{place}": name for place, name in enumerate(sorted(unknown))}
    fields += [(each, Raw | UnsetType, UNSET) for each in left_out]
    fields += [(each, (Any if kept_in else Raw) | UnsetType, UNSET) for each in foreign]
    tidy = _keeper(kept_in, foreign, tuple(left_out)) if kept_in else _dropper((*left_out, *foreign))
    return msgspec.defstruct(
        "Row",
        fields,
        rename={**names, **left_out, **foreign},
        namespace={"__post_init__": tidy} if left_out or foreign else None,
        forbid_unknown_fields=True,
        gc=False,
    )


def _unknown_in(path: str, ignored: Ignored) -> list[str]:
    return [name for where, name in ignored if where == path and _NAMEABLE.fullmatch(name)]


def _dropper(attributes: tuple[str, ...]) -> Callable[[Struct], None]:
    """Make the function that empties attributes, for msgspec does not write what is UNSET."""

    def drop(row: Struct) -> None:
        for attribute in attributes:
            setattr(row, attribute, UNSET)

    return drop


def _keeper(kept_in: str, foreign: dict[str, str], left_out: tuple[str, ...]) -> Callable[[Struct], None]:
    """Make the function that moves the unknown fields of a row into one attribute."""
    drop = _dropper((*left_out, *foreign))

    def keep(row: Struct) -> None:
        kept = {name: getattr(row, attribute) for attribute, name in foreign.items()}
        kept = {name: value for name, value in kept.items() if value is not UNSET}
        if kept:
            setattr(row, kept_in, kept)
        drop(row)

    return keep
