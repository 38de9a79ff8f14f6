"""Discovery: what the catalog says of each stream."""

from __future__ import annotations

import json

import pytest
from installing import Installer

from tap_zoom_core import Config
from tap_zoom_core.catalog import discover
from tap_zoom_core.errors import PluginError
from tap_zoom_core.plugins import collect_streams, load_plugins

ROOMS = """
    from tap_zoom_core import Parent, Stream, Window, hookimpl

    ROOMS = Stream(name="rooms", path="/rooms", records="rooms", hidden=True)
    VISITS = Stream(
        name="visits",
        path="/rooms/{room_id}/visits",
        records="visits",
        key=("room_id", "row_id"),
        parent=Parent("rooms", room_id="id", room_end_time="ended", host="host"),
        natural=("name",),
        replication_key="room_end_time",
        selected=False,
    )

    @hookimpl
    def register_streams(config):
        return [VISITS, ROOMS]
"""
VISITS = {
    "type": "object",
    "properties": {
        "name": {"type": ["string", "null"]},
        "host": {"type": ["object", "null"], "properties": {"id": {"type": ["string", "null"]}}},
    },
}
ROOM = {"type": "object", "properties": {"id": {"type": ["integer", "null"]}}}


def entry(install: Installer, code: str = ROOMS, *, keep_unknown: bool = False, **schemas: object) -> object:
    """Return the entry of ``visits`` in the catalog."""
    texts = {name: json.dumps(schema) for name, schema in {"visits": VISITS, **schemas}.items()}
    install.plugin("rooms", code, **texts)
    plugins = load_plugins()
    catalog = discover(plugins, collect_streams(plugins, Config()), keep_unknown=keep_unknown)
    found = [each for each in catalog["streams"] if each["tap_stream_id"] == "visits"]
    return json.loads(json.dumps(found))[0]


def test_an_entry_says_all_that_runners_read(install: Installer) -> None:
    """Key, replication, schema and metadata; columns of ancestors have the type that they have there.

    Columns of the key come first and are never null; ``…_time`` is a date-time where no schema tells; a field
    that Zoom sends itself keeps its own type.
    """
    assert entry(install, rooms=ROOM) == {
        "tap_stream_id": "visits",
        "stream": "visits",
        "key_properties": ["room_id", "row_id"],
        "replication_method": "INCREMENTAL",
        "replication_key": "room_end_time",
        "schema": {
            "type": "object",
            "properties": {
                "room_id": {"type": ["integer"]},
                "row_id": {"type": ["string"]},
                "room_end_time": {"type": ["string", "null"], "format": "date-time"},
                "host": {"type": ["object", "null"], "properties": {"id": {"type": ["string", "null"]}}},
                "name": {"type": ["string", "null"]},
            },
        },
        "metadata": [
            {
                "breadcrumb": [],
                "metadata": {
                    "table-key-properties": ["room_id", "row_id"],
                    "forced-replication-method": "INCREMENTAL",
                    "valid-replication-keys": ["room_end_time"],
                    "inclusion": "available",
                    "selected-by-default": False,
                    "tap-zoom.plugin": "rooms",
                },
            },
            {"breadcrumb": ["properties", "room_id"], "metadata": {"inclusion": "automatic"}},
            {"breadcrumb": ["properties", "row_id"], "metadata": {"inclusion": "automatic"}},
            {"breadcrumb": ["properties", "room_end_time"], "metadata": {"inclusion": "automatic"}},
            {"breadcrumb": ["properties", "host"], "metadata": {"inclusion": "available"}},
            {"breadcrumb": ["properties", "name"], "metadata": {"inclusion": "available"}},
        ],
    }


def test_columns_of_ancestors_are_text_where_no_schema_tells(install: Installer) -> None:
    """A hidden stream needs no schema of its own."""
    found = entry(install)

    assert found["schema"]["properties"]["room_id"] == {"type": ["string"]}


def test_unknown_fields_are_a_column_where_they_are_kept(install: Installer) -> None:
    """The column is automatic, so that a catalog made before it was asked for does not hide it."""
    found = entry(install, keep_unknown=True)

    assert found["schema"]["properties"]["unknown_fields"] == {
        "type": ["object", "null"],
        "additionalProperties": True,
    }
    assert {"breadcrumb": ["properties", "unknown_fields"], "metadata": {"inclusion": "automatic"}} in found[
        "metadata"
    ]


@pytest.mark.parametrize("there", ['key=("room_id", "row_id")', 'natural=("name",)', '="room_end_time"'])
def test_a_column_that_does_not_exist_is_named(install: Installer, there: str) -> None:
    """A key, natural or replication column must be a field or come from an ancestor."""
    opening = there.partition('"')[0]

    with pytest.raises(PluginError) as caught:
        entry(install, ROOMS.replace(there, f'{opening}"nowhere"' + (",)" if "(" in opening else "")))

    assert str(caught.value) == (
        "stream 'visits' of plugin 'rooms' (tap-zoom-rooms 1.0) counts on a column 'nowhere', "
        "which neither its schema nor an ancestor has"
    )


def test_the_catalog_is_whole_and_its_order_stable() -> None:
    """By plugin and registration, but none before an ancestor; hidden streams are left out."""
    plugins = load_plugins()

    catalog = discover(plugins, collect_streams(plugins, Config()))

    assert [each["tap_stream_id"] for each in catalog["streams"]] == [
        "users",
        "meetings",
        "meeting_registrants",
        "meeting_questions",
        "meeting_polls",
        "meeting_poll_results",
        "meeting_files",
        "report_meetings",
        "report_meeting_participants",
        "report_webinars",
        "report_webinar_participants",
        "webinars",
        "webinar_registrants",
        "webinar_questions",
        "webinar_panelists",
        "webinar_polls",
        "webinar_tracking_sources",
        "webinar_absentees",
        "webinar_poll_results",
        "webinar_qna_results",
        "webinar_files",
    ]


def test_only_what_zoom_retired_is_not_selected_by_default() -> None:
    """In-meeting files may be refused for every meeting, so they are asked for only on demand."""
    plugins = load_plugins()

    catalog = discover(plugins, collect_streams(plugins, Config()))

    left_out = [
        each["tap_stream_id"]
        for each in catalog["streams"]
        if not each["metadata"][0]["metadata"]["selected-by-default"]
    ]
    assert left_out == ["meeting_files", "webinar_files"]


def test_ids_of_meetings_and_webinars_are_numbers_and_uuids_text() -> None:
    """The columns of ancestors have the types that Zoom documents where they come from."""
    plugins = load_plugins()

    catalog = discover(plugins, collect_streams(plugins, Config()))

    found = {
        (name, *(kind for kind in definition["type"] if kind != "null"), definition.get("format"))
        for each in catalog["streams"]
        for name, definition in each["schema"]["properties"].items()
        if name in {"user_id", "row_id"} or name.startswith(("meeting_", "webinar_"))
    }
    assert found == {
        ("user_id", "string", None),
        ("row_id", "string", None),
        ("meeting_id", "integer", None),
        ("meeting_uuid", "string", None),
        ("meeting_end_time", "string", "date-time"),
        ("webinar_id", "integer", None),
        ("webinar_uuid", "string", None),
        ("webinar_end_time", "string", "date-time"),
    }
