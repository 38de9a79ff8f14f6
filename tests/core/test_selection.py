"""Selection: what a catalog, or the command line, leaves of the streams."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from installing import Installer

from tap_zoom_core import Config
from tap_zoom_core.catalog import Catalog, Selection, discover, read_catalog, select
from tap_zoom_core.errors import UsageError
from tap_zoom_core.graph import Streams
from tap_zoom_core.plugins import Plugins, collect_streams, load_plugins

TEXT = {"type": ["string", "null"]}
SCHEMA = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "ended": {"type": ["string", "null"], "format": "date-time"},
        "settings": {"type": ["object", "null"], "properties": {"a": TEXT, "b": TEXT}},
        "doors": {
            "type": ["array", "null"],
            "items": {"type": ["object", "null"], "properties": {"a": TEXT, "b": TEXT}},
        },
    },
}
CODE = """
    from tap_zoom_core import Parent, Stream, hookimpl

    @hookimpl
    def register_streams(config):
        return [
            Stream(name="rooms", path="/rooms", records="rooms", replication_key="ended"),
            Stream(name="walls", path="/walls", selected=False),
            Stream(name="attic", path="/attic", hidden=True),
        ]
"""


@pytest.fixture
def house(install: Installer, monkeypatch: pytest.MonkeyPatch) -> tuple[Plugins, Streams]:
    """Two streams of one plugin, the second not selected by default, and no others."""
    install.plugin("house", CODE, rooms=json.dumps(SCHEMA), walls=json.dumps(SCHEMA))
    plugins = load_plugins(["users", "meetings", "webinars", "reports", "sandbox"])
    return plugins, collect_streams(plugins, Config())


def catalog_of(house: tuple[Plugins, Streams], **said: Any) -> Catalog:
    """Return the discovered catalog, with more metadata of ``rooms`` by breadcrumb, joined by ``__``."""
    found = discover(*house)
    for breadcrumb, metadata in said.items():
        crumbs = breadcrumb.split("__") if breadcrumb != "rooms" else []
        found["streams"][0]["metadata"].append({"breadcrumb": crumbs, "metadata": metadata})
    return as_read(found)


def as_read(catalog: object) -> Catalog:
    return msgspec.convert(catalog, Catalog)


def selected_properties(selection: Selection) -> dict[str, Any]:
    return selection.streams["rooms"].schema["properties"]


def test_without_a_catalog_the_default_is_selected(house: tuple[Plugins, Streams]) -> None:
    """Every stream but those that are not selected by default, with every column."""
    selection = select(None, *house)

    assert list(selection.streams) == ["rooms"]
    assert selection.streams["rooms"].schema == selection.streams["rooms"].known
    assert selection.streams["rooms"].known == {
        **SCHEMA,
        "properties": {**SCHEMA["properties"], "id": {"type": ["string"]}},
    }
    assert selection.streams["rooms"].replication_key == "ended"


def test_what_discovery_prints_selects_the_default(house: tuple[Plugins, Streams]) -> None:
    """A catalog that nobody edited means the same as none."""
    assert select(catalog_of(house), *house) == select(None, *house)


def test_a_deselected_stream_is_left_out(house: tuple[Plugins, Streams]) -> None:
    """Selected false at the root means nothing of the stream."""
    assert select(catalog_of(house, rooms={"selected": False}), *house) == Selection({})


def test_a_stream_that_the_catalog_lacks_is_left_out(house: tuple[Plugins, Streams]) -> None:
    """An empty catalog selects nothing."""
    assert select(Catalog(streams=[]), *house) == Selection({})


def test_a_selected_stream_beats_its_default(house: tuple[Plugins, Streams]) -> None:
    """Selected true at the root takes a stream that is not selected by default."""
    catalog = discover(*house)
    catalog["streams"][1]["metadata"][0]["metadata"]["selected"] = True

    assert select(as_read(catalog), *house).names() == {"rooms", "walls"}


def test_deselected_properties_go_at_every_depth(house: tuple[Plugins, Streams]) -> None:
    """In objects, and in the items of arrays; unknown breadcrumbs are ignored."""
    catalog = catalog_of(
        house,
        properties__name={"selected": False},
        properties__settings__properties__a={"selected": False},
        properties__doors__items__properties__b={"selected": False},
        properties__nothing__properties__x={"selected": False},
    )

    assert selected_properties(select(catalog, *house)) == {
        "id": {"type": ["string"]},
        "ended": {"type": ["string", "null"], "format": "date-time"},
        "settings": {"type": ["object", "null"], "properties": {"b": TEXT}},
        "doors": {
            "type": ["array", "null"],
            "items": {"type": ["object", "null"], "properties": {"a": TEXT}},
        },
    }


def test_what_is_automatic_stays(house: tuple[Plugins, Streams]) -> None:
    """A runner that deselects everything first cannot lose the key or the bookmark's column."""
    catalog = catalog_of(
        house, **{f"properties__{name}": {"selected": False} for name in SCHEMA["properties"]}
    )

    assert list(selected_properties(select(catalog, *house))) == ["id", "ended"]


def test_the_key_stays_though_no_metadata_calls_it_automatic(house: tuple[Plugins, Streams]) -> None:
    """A runner may have lost the inclusion; rows without their key would be worth nothing."""
    metadata = [
        {"breadcrumb": ["properties", name], "metadata": {"selected": False}} for name in SCHEMA["properties"]
    ]
    catalog = as_read({"streams": [{"tap_stream_id": "rooms", "schema": SCHEMA, "metadata": metadata}]})

    assert list(selected_properties(select(catalog, *house))) == ["id", "ended"]


def test_an_object_selected_by_its_name_alone_is_taken_whole(house: tuple[Plugins, Streams]) -> None:
    """Everything was deselected, nested fields too, and then the object was selected: it is meant."""
    catalog = catalog_of(
        house,
        properties__settings={"selected": True},
        properties__settings__properties__a={"selected": False},
        properties__settings__properties__b={"selected": False},
    )

    assert selected_properties(select(catalog, *house))["settings"] == SCHEMA["properties"]["settings"]


def test_unsupported_is_left_out_and_a_default_is_followed(house: tuple[Plugins, Streams]) -> None:
    """Where nothing is said with ``selected``, the inclusion and the default decide."""
    catalog = catalog_of(
        house,
        properties__name={"inclusion": "unsupported", "selected": True},
        properties__settings={"selected-by-default": False},
    )

    assert list(selected_properties(select(catalog, *house))) == ["id", "ended", "doors"]


def test_a_catalog_of_the_old_kind_selects_in_its_schema(house: tuple[Plugins, Streams]) -> None:
    """--properties files say ``selected`` beside the types, which is no part of the schema afterwards."""
    fields = {
        "id": {"type": ["string"]},
        "name": {**TEXT, "selected": False},
        "doors": {**TEXT, "selected": True},
    }
    catalog = as_read({"streams": [{"stream": "rooms", "schema": {"selected": True, "properties": fields}}]})

    assert selected_properties(select(catalog, *house)) == {
        "ended": {"type": ["string", "null"], "format": "date-time"},
        "id": {"type": ["string"]},
        "doors": TEXT,
    }


def test_types_of_the_catalog_are_obeyed(house: tuple[Plugins, Streams]) -> None:
    """A runner may edit a type, drop a column or add one; one without a type takes the known type."""
    catalog = discover(*house)
    properties = catalog["streams"][0]["schema"]["properties"]
    catalog["streams"][0]["schema"]["properties"] = {
        "id": properties["id"],
        "name": {"type": ["integer", "null"]},
        "settings": {},
        "extra": {},
    }

    selection = select(as_read(catalog), *house)

    assert selected_properties(selection) == {
        "ended": {"type": ["string", "null"], "format": "date-time"},
        "id": {"type": ["string"]},
        "name": {"type": ["integer", "null"]},
        "settings": SCHEMA["properties"]["settings"],
        "extra": TEXT,
    }
    assert selection.streams["rooms"].known["properties"]["name"] == TEXT


@pytest.mark.parametrize("key", ["replication-method", "forced-replication-method"])
def test_a_catalog_that_forces_full_table_is_obeyed(house: tuple[Plugins, Streams], key: str) -> None:
    """The stream is read as a whole, and has no bookmark."""
    selection = select(catalog_of(house, rooms={key: "FULL_TABLE"}), *house)

    each = selection.streams["rooms"]
    assert (each.incremental, each.replication_key) == (False, None)


def test_names_narrow_and_beat_the_default(house: tuple[Plugins, Streams]) -> None:
    """A stream that is named need not be selected by default, but an explicit deselection stands."""
    deselected = discover(*house)
    deselected["streams"][1]["metadata"][0]["metadata"]["selected"] = False

    assert select(None, *house, names=["walls"]).names() == {"walls"}
    assert select(catalog_of(house), *house, names=["walls"]).names() == {"walls"}
    assert select(as_read(deselected), *house, names=["walls"]).names() == set()


def test_plugins_narrow() -> None:
    """Only the streams of the plugins that are named; ancestors are the walk's business."""
    plugins = load_plugins()
    streams = collect_streams(plugins, Config())

    assert select(None, plugins, streams, of_plugins=["users", "reports"]).names() == {
        "users",
        "report_meetings",
        "report_meeting_participants",
        "report_webinars",
        "report_webinar_participants",
    }


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"names": ["cellar"]}, "no stream is named 'cellar'; known: rooms, walls"),
        ({"names": ["attic"]}, "no stream is named 'attic'; known: rooms, walls"),
        ({"of_plugins": ["hose"]}, "no plugin with streams is named 'hose'; known: house"),
    ],
)
def test_an_unknown_name_lists_the_known(
    house: tuple[Plugins, Streams], given: dict[str, Any], line: str
) -> None:
    """A name that means nothing is no empty selection; hidden streams cannot be named."""
    with pytest.raises(UsageError) as caught:
        select(None, *house, **given)

    assert str(caught.value) == line


def test_a_catalog_with_an_unknown_stream_is_refused(house: tuple[Plugins, Streams]) -> None:
    """A catalog of another tap, or of a plugin that is gone, is not half obeyed."""
    with pytest.raises(UsageError) as caught:
        select(as_read({"streams": [{"tap_stream_id": "cellar"}]}), *house)

    assert str(caught.value) == "the catalog: no stream is named 'cellar'; known: rooms, walls"


def test_streams_of_a_disabled_plugin_may_stay_in_the_catalog(house: tuple[Plugins, Streams]) -> None:
    """To disable a plugin needs no new catalog: its entries say whose they are."""
    entry = {
        "tap_stream_id": "meetings",
        "metadata": [{"breadcrumb": [], "metadata": {"tap-zoom.plugin": "meetings"}}],
    }

    assert select(as_read({"streams": [entry]}), *house) == Selection({})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "is not valid JSON: Input data was truncated"),
        ("[]", "is no Singer catalog: Expected `object`, got `array`"),
        ("{}", "is no Singer catalog: Object missing required field `streams`"),
        (
            '{"streams": [{"metadata": 1}]}',
            "is no Singer catalog: Expected `array`, got `int` - at `$.streams[0].metadata`",
        ),
    ],
)
def test_a_file_that_is_no_catalog_is_one_clear_line(tmp_path: Path, text: str, problem: str) -> None:
    """The line says what was expected, and where."""
    file = tmp_path / "catalog.json"
    file.write_text(text)

    with pytest.raises(UsageError) as caught:
        read_catalog(file)

    assert str(caught.value) == f"the catalog {file} {problem}"


def test_a_catalog_that_is_missing_is_one_clear_line(tmp_path: Path) -> None:
    """A wrong path is told with the system's own words."""
    with pytest.raises(UsageError) as caught:
        read_catalog(tmp_path / "nowhere.json")

    assert (
        str(caught.value) == f"the catalog {tmp_path}/nowhere.json cannot be read: No such file or directory"
    )
