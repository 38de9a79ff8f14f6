"""The schema files: every field that Zoom documents, written in one way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from shape_samples import STREAMS, schema_of

FIELDS = {
    "meeting_files": 3,
    "meeting_poll_results": 6,
    "meeting_polls": 20,
    "meeting_questions": 6,
    "meeting_registrants": 23,
    "meetings": 129,
    "report_meeting_participants": 13,
    "report_meetings": 16,
    "report_webinar_participants": 13,
    "report_webinars": 16,
    "users": 30,
    "webinar_absentees": 22,
    "webinar_files": 3,
    "webinar_panelists": 9,
    "webinar_poll_results": 6,
    "webinar_polls": 20,
    "webinar_qna_results": 4,
    "webinar_questions": 6,
    "webinar_registrants": 22,
    "webinar_tracking_sources": 5,
    "webinars": 95,
}
SCALARS = {"string", "integer", "boolean"}


def nodes(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk a schema's properties and items, nested ones too."""
    for name, child in schema.get("properties", {}).items():
        yield f"{path}.{name}".lstrip("."), child
        yield from nodes(child, f"{path}.{name}".lstrip("."))
    if "items" in schema:
        yield f"{path}[]", schema["items"]
        yield from nodes(schema["items"], f"{path}[]")


def test_every_documented_field_is_there() -> None:
    """The 21 streams have the 467 fields that Zoom documents, counted as leaves, nested ones included."""
    found = {
        stream: sum(1 for _, node in nodes(schema_of(stream)) if node["type"][0] in SCALARS)
        for stream in STREAMS
    }

    assert found == FIELDS
    assert sum(found.values()) == 467


@pytest.mark.parametrize("stream", STREAMS)
def test_each_property_says_its_type_and_admits_null(stream: str) -> None:
    """A type is a list of two, the real one first; objects name their properties and arrays their items."""
    schema = schema_of(stream)
    odd = [
        path
        for path, node in nodes(schema)
        if not (
            (set(node) <= {"type", "format"} and node["type"] in [[kind, "null"] for kind in SCALARS])
            or (set(node) == {"type", "properties"} and node["type"] == ["object", "null"])
            or (set(node) == {"type", "items"} and node["type"] == ["array", "null"])
        )
    ]

    assert odd == []
    assert {key: schema[key] for key in schema if key != "properties"} == {"type": "object"}


@pytest.mark.parametrize("stream", STREAMS)
def test_date_time_is_the_only_format(stream: str) -> None:
    """Formats that targets do not agree on, such as int64 and email, are left out."""
    formats = {(node["format"], node["type"][0]) for _, node in nodes(schema_of(stream)) if "format" in node}

    assert formats <= {("date-time", "string")}


@pytest.mark.parametrize("stream", STREAMS)
def test_columns_are_in_order(stream: str) -> None:
    """The ids come first, the other columns follow by name."""
    columns = list(schema_of(stream)["properties"])
    ids = [name for name in ("uuid", "id") if name in columns]
    first = ids if stream.startswith("report_") else [name for name in ids if name == "id"]

    assert columns == first + sorted(set(columns) - set(first))


@pytest.mark.parametrize(
    ("stream", "column"),
    [("users", "license_info_list"), ("meetings", "id"), ("meeting_registrants", "participant_pin_code")],
)
def test_large_numbers_are_integers(stream: str, column: str) -> None:
    """Ids and licence options are integers: a double is not exact beyond 2**53."""
    schema = schema_of(stream)["properties"][column]
    if column == "license_info_list":
        schema = schema["items"]["properties"]["license_option"]

    assert schema == {"type": ["integer", "null"]}
