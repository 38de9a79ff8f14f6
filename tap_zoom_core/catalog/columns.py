"""A stream's whole schema: the fields that Zoom sends, and the columns that the host adds."""

from __future__ import annotations

from tap_zoom_core.errors import PluginError
from tap_zoom_core.graph import Registered, Streams, ancestors, columns
from tap_zoom_core.plugins import Plugins, find_schema, schema_of
from tap_zoom_core.shape import ROW_ID, UNKNOWN_FIELDS
from tap_zoom_core.streams import JsonSchema, Stream

TEXT: JsonSchema = {"type": ["string", "null"]}
MOMENT: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
ANYTHING: JsonSchema = {"type": ["object", "null"], "additionalProperties": True}


def full_schema(plugins: Plugins, streams: Streams, name: str, *, keep_unknown: bool = False) -> JsonSchema:
    """Return the schema of a stream's rows: key columns first, then those of its ancestors, then Zoom's.

    Columns of the key are never null. A column of an ancestor has the type that it has there; where no schema
    tells, those named ``…_time`` are date-times, and all others strings. keep_unknown: add the column that
    keeps fields which no schema has. Raises PluginError for a key or a natural column that does not exist.
    """
    each = streams[name]
    schema = schema_of(plugins, each)
    fields = dict(schema["properties"])
    added = {column: _type_of(plugins, streams, name, column) for column in columns(name, streams)}
    if each.stream.natural:
        added[ROW_ID] = TEXT
    if keep_unknown:
        added[UNKNOWN_FIELDS] = ANYTHING
    found = {**added, **fields}
    _check(plugins, each, found)
    keys = {column: _not_null(found[column]) for column in each.stream.key}
    return {
        **schema,
        "type": "object",
        "properties": {**keys, **{n: d for n, d in found.items() if n not in keys}},
    }


def automatic(stream: Stream) -> set[str]:
    """Return the columns that are emitted whatever the catalog says."""
    return {*stream.key, UNKNOWN_FIELDS, *filter(None, [stream.replication_key])}


def _type_of(plugins: Plugins, streams: Streams, name: str, column: str) -> JsonSchema:
    """Return a context column's type: that of the field that it is taken from, where a schema tells it."""
    for taker in [name, *ancestors(name, streams)]:
        parent = streams[taker].stream.parent
        if parent and column in parent.context and parent.stream in streams:
            schema = find_schema(plugins, streams[parent.stream]) or {}
            found: JsonSchema | None = schema.get("properties", {}).get(parent.context[column])
            if found is not None:
                return found
    return MOMENT if column.endswith("_time") else TEXT


def _not_null(definition: JsonSchema) -> JsonSchema:
    kinds = definition.get("type", "string")
    kept = [kind for kind in kinds if kind != "null"] if isinstance(kinds, list) else [kinds]
    return {**definition, "type": kept}


def _check(plugins: Plugins, each: Registered, found: JsonSchema) -> None:
    stream = each.stream
    for column in [*stream.key, *stream.natural, *filter(None, [stream.replication_key])]:
        if column not in found:
            raise PluginError(
                f"stream '{stream.name}' of {plugins.loaded[each.plugin]} counts on a column '{column}', "
                "which neither its schema nor an ancestor has"
            )
