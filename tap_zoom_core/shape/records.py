"""One record on the exact path: its context, its transforms, its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from tap_zoom_core.shape.exact import Notes, Shaper, fields_shaper, shaper
from tap_zoom_core.shape.plan import UNKNOWN_FIELDS, Plan
from tap_zoom_core.shape.schemas import properties_of
from tap_zoom_core.shape.values import described
from tap_zoom_core.streams import Record, Transform


class SetAside(Exception):  # noqa: N818 - not an error of the run: the record is told of, and the run goes on
    """A record that cannot become a row; ``str()`` says why, without its values."""


class TransformFault(Exception):  # noqa: N818 - told of by the stream that it ends
    """A plugin's transform failed; ``str()`` says whose, where and on which record, without its values."""


class ExactPath:
    """The functions that shape a stream's records, and its context columns, one by one."""

    def __init__(self, plan: Plan) -> None:
        known = properties_of(plan.known)
        self._plan = plan
        self._fields = fields_shaper(plan.schema, plan.known, "")
        self._aside = {column: shaper(known[column], known[column], column) for column in plan.aside}
        self._columns: dict[str, Shaper] = {
            column: shaper(schema, known.get(column, schema), column)
            for column, schema in properties_of(plan.schema).items()
        }
        self._columns |= {column: each for column, each in self._aside.items() if column not in self._columns}

    def context(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """Return the context's values as their columns have them, without those that are no columns."""
        columns, notes = self._columns, Notes()
        return {
            column: columns[column](value, notes) for column, value in context.items() if column in columns
        }

    def row(self, record: Any, context: Mapping[str, Any], notes: Notes) -> dict[str, Any] | None:
        """Shape a record; return its values by the attribute that keeps them, None if a transform drops it.

        ``context`` is as ``context()`` returned it. Raises SetAside, and TransformFault.
        """
        if not isinstance(record, dict):
            raise SetAside(f"a record is {described(record)}, not an object")
        for column, value in context.items():
            if record.get(column) in (None, ""):
                record[column] = value
        for transform in self._plan.transforms:
            transformed = _apply(transform, record, self._plan.keys)
            if transformed is None:
                return None
            record = transformed
        return self._values(record, notes)

    def _values(self, record: Record, notes: Notes) -> dict[str, Any]:
        fresh = Notes()
        shaped = self._fields(record, fresh)
        if self._plan.keep_unknown:
            fresh.unknown.discard(("", UNKNOWN_FIELDS))
            names = sorted(name for path, name in fresh.unknown if not path)
            shaped[UNKNOWN_FIELDS] = {name: record[name] for name in names} or record.get(UNKNOWN_FIELDS)
        values = {attribute: shaped.get(column) for column, attribute in self._plan.attributes.items()}
        for column, attribute in self._plan.aside.items():
            values[attribute] = self._aside[column](record.get(column), Notes())
        notes.unknown |= fresh.unknown
        notes.misfits += fresh.misfits
        return values


def _apply(transform: Transform, record: Record, keys: tuple[str, ...]) -> Record | None:
    """Call a plugin's function; what it returns is made plain JSON, so that it may return date-times too."""
    key = ", ".join(f"{name} {record[name]!r}" for name in keys if name in record) or "no key"
    try:
        result = transform(record)
        if result is None:
            return None
        plain = msgspec.json.decode(msgspec.json.encode(result))
    except Exception as error:
        raise TransformFault(
            f"{_named(transform)} failed with {_where(error)} on the record of {key}"
        ) from error
    if not isinstance(plain, dict):
        raise TransformFault(
            f"{_named(transform)} returned {described(plain)}, not a record, for that of {key}"
        )
    return plain


def _named(transform: Transform) -> str:
    """Say which function it is; one that the host took from a plugin says itself whose."""
    if hasattr(transform, "__qualname__"):
        return f"{transform.__module__}.{transform.__qualname__}()"
    return str(transform)


def _where(error: Exception) -> str:
    """Say what was raised and in which line; not its text, in which the record's values may stand."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return type(error).__name__ + (f" in line {trace.tb_lineno}" if trace is not None else "")
