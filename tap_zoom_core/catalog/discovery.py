"""Discovery: every emitted stream as an entry of a Singer catalog."""

from __future__ import annotations

from typing import Any

from singer import metadata

from tap_zoom_core.catalog.columns import automatic, full_schema
from tap_zoom_core.graph import Streams, ancestors_first
from tap_zoom_core.plugins import Plugins
from tap_zoom_core.streams import JsonSchema, Stream

INCREMENTAL = "INCREMENTAL"
FULL_TABLE = "FULL_TABLE"
PLUGIN = "tap-zoom.plugin"
"""The metadata key that says which plugin a stream comes from."""


def discover(plugins: Plugins, streams: Streams, *, keep_unknown: bool = False) -> dict[str, Any]:
    """Return the catalog of all streams that are emitted, ready to be written as JSON.

    Streams stand in the order of their plugins' names and of registration, but after their ancestors. Nothing
    is asked of the network. Raises PluginError for a stream without a usable schema.
    """
    return {
        "streams": [
            _entry(streams[name].stream, streams[name].plugin, schema)
            for name in ancestors_first(streams)
            if not streams[name].stream.hidden
            for schema in [full_schema(plugins, streams, name, keep_unknown=keep_unknown)]
        ]
    }


def replication_method(stream: Stream) -> str:
    """Return how a stream is read unless the catalog says otherwise."""
    return INCREMENTAL if stream.replication_key else FULL_TABLE


def _entry(stream: Stream, plugin: str, schema: JsonSchema) -> dict[str, Any]:
    entry = {
        "tap_stream_id": stream.name,
        "stream": stream.name,
        "key_properties": list(stream.key),
        "replication_method": replication_method(stream),
        "schema": schema,
        "metadata": _metadata(stream, plugin, schema),
    }
    return entry | ({"replication_key": stream.replication_key} if stream.replication_key else {})


def _metadata(stream: Stream, plugin: str, schema: JsonSchema) -> list[dict[str, Any]]:
    found = metadata.to_map(
        metadata.get_standard_metadata(
            schema=schema,
            key_properties=list(stream.key),
            valid_replication_keys=[stream.replication_key] if stream.replication_key else None,
            replication_method=replication_method(stream),
        )
    )
    found = metadata.write(found, (), "selected-by-default", stream.selected)
    found = metadata.write(found, (), PLUGIN, plugin)
    for column in sorted(automatic(stream) & schema["properties"].keys()):
        found = metadata.write(found, ("properties", column), "inclusion", "automatic")
    written: list[dict[str, Any]] = metadata.to_list(found)
    return written
