"""Selection by patterns: what each kind of pattern means, and what means nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tap_zoom_core.catalog import select_by_patterns
from tap_zoom_core.errors import UsageError

TEXT = {"type": ["string", "null"]}
MEETINGS = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "topic": TEXT,
        "settings": {"type": "object", "properties": {"audio": TEXT, "video": TEXT}},
        "days": {"type": "array", "items": {"type": "object", "properties": {"start": TEXT, "end": TEXT}}},
    },
}


def entry(name: str, schema: dict[str, Any], default: bool = True) -> dict[str, Any]:
    """Make an entry as discovery does: nested fields have no metadata there."""
    return {
        "tap_stream_id": name,
        "schema": schema,
        "metadata": [
            {"breadcrumb": [], "metadata": {"selected-by-default": default}},
            *(
                {
                    "breadcrumb": ["properties", field],
                    "metadata": {"inclusion": "automatic" if field == "id" else "available"},
                }
                for field in schema["properties"]
            ),
        ],
    }


CATALOG = {
    "streams": [
        entry("meetings", MEETINGS),
        entry("users", {"type": "object", "properties": {"id": TEXT}}),
        entry("files", {"type": "object", "properties": {"id": TEXT, "name": TEXT}}, default=False),
    ]
}
ALL = {"topic", "settings", "settings.audio", "settings.video", "days", "days.start", "days.end"}
SETTINGS = {"settings", "settings.audio", "settings.video"}


def chosen(*patterns: str) -> dict[str, set[str]]:
    """Return the selected streams and of each the selected fields, without those that are automatic."""
    found = {}
    for each in select_by_patterns(CATALOG, patterns)["streams"]:
        said = {tuple(item["breadcrumb"]): item["metadata"] for item in each["metadata"]}
        if said.pop(())["selected"]:
            found[each["tap_stream_id"]] = {
                ".".join(name for name in crumb if name not in ("properties", "items"))
                for crumb, item in said.items()
                if item.get("selected")
            }
    return found


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["meetings"], {"meetings": ALL}),
        (["meetings.*"], {"meetings": ALL}),
        (["*.*"], {"meetings": ALL, "users": set(), "files": {"name"}}),
        (["users"], {"users": set()}),
        (["[uf]*.name", "users.id"], {"users": set(), "files": {"name"}}),
        (["meetings.topic"], {"meetings": {"topic"}}),
        (["meetings.settings"], {"meetings": SETTINGS}),
        (["meetings.settings.audio"], {"meetings": {"settings", "settings.audio"}}),
        (["meetings.days.start"], {"meetings": {"days", "days.start"}}),
        (["meetings.*", "!meetings.settings.*"], {"meetings": ALL - SETTINGS}),
        (["!meetings.settings", "meetings.*"], {"meetings": ALL - SETTINGS}),
        (["meetings.*", "!meetings.settings.audio"], {"meetings": ALL - {"settings.audio"}}),
        (["meetings.*", "!*.d*"], {"meetings": ALL - {"days", "days.start", "days.end"}}),
        (["*", "!meetings"], {"users": set(), "files": {"name"}}),
        (["*.*", "!meetings.*"], {"users": set(), "files": {"name"}}),
        (["!meetings.topic"], {"meetings": ALL - {"topic"}, "users": set()}),
    ],
)
def test_what_patterns_mean(patterns: list[str], expected: dict[str, set[str]]) -> None:
    """A name alone means all below it, and ! takes away whatever else includes."""
    assert chosen(*patterns) == expected


def test_what_is_automatic_stays_so() -> None:
    """Keys are emitted whatever the patterns say; the catalog that was given is left alone."""
    made = select_by_patterns(CATALOG, ["meetings.topic"])

    said = {tuple(item["breadcrumb"]): item["metadata"] for item in made["streams"][0]["metadata"]}
    assert said["properties", "id"] == {"inclusion": "automatic"}
    assert said["properties", "settings", "properties", "audio"] == {
        "inclusion": "available",
        "selected": False,
    }
    assert CATALOG["streams"][0] == entry("meetings", MEETINGS)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("meting", "pattern 'meting' means no stream; did you mean meetings?"),
        ("rooms.*", "pattern 'rooms.*' means no stream; known: files, meetings, users"),
        ("!meetings.topik", "pattern '!meetings.topik' means no field; did you mean topic?"),
        ("users.xyz", "pattern 'users.xyz' means no field; known: id"),
    ],
)
def test_a_pattern_that_means_nothing_is_an_error(pattern: str, told: str) -> None:
    """A slip of the pen would else leave out what was meant, without a word."""
    with pytest.raises(UsageError) as caught:
        select_by_patterns(CATALOG, ["users", pattern])

    assert str(caught.value) == told
