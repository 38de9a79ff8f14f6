"""From what a stream says of its rows to its shape."""

from __future__ import annotations

from collections.abc import Sequence

from tap_zoom_core.errors import PluginError
from tap_zoom_core.shape.plan import ROW_ID, Plan
from tap_zoom_core.shape.schemas import properties_of
from tap_zoom_core.shape.shaping import Shape
from tap_zoom_core.streams import JsonSchema, Transform


def compile_shape(
    stream: str,
    schema: JsonSchema,
    *,
    keys: tuple[str, ...],
    records: str | None = None,
    known: JsonSchema | None = None,
    natural: tuple[str, ...] = (),
    keep_unknown: bool = False,
    transforms: Sequence[Transform] = (),
) -> Shape:
    """Compile the shape of a stream.

    schema: as selected, without the deselected properties; with the context columns, and with ``row_id``
    where ``natural`` is not empty. known: the same before the selection, so that deselected fields do not
    count as unknown. records: the key of the list in an answer; None: the answer is the record. natural:
    the columns that ``row_id`` is made of, selected or not. keep_unknown: add the column
    ``unknown_fields``. Raises PluginError for a key or natural column that the schema does not have, and
    for a property whose name cannot be a column.
    """
    known = schema if known is None else known
    needed = {*keys, *((ROW_ID,) if natural else ())} - properties_of(schema).keys()
    if missing := sorted(needed | (set(natural) - properties_of(known).keys())):
        raise PluginError(
            f"stream {stream!r}: its schema has no property {', '.join(map(repr, missing))}, "
            f"which its key {keys!r} or its natural columns {natural!r} need"
        )
    plan = Plan(
        stream=stream,
        schema=schema,
        known=known,
        records=records,
        keys=keys,
        natural=natural,
        keep_unknown=keep_unknown,
        transforms=tuple(transforms),
    )
    try:
        return Shape(plan)
    except ValueError as error:
        raise PluginError(f"stream {stream!r}: its schema cannot be used: {error}") from error
