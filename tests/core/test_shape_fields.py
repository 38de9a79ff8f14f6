"""Which fields of a record are emitted: the selection, unknown fields, and what transforms make of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime, timezone
from typing import Any

import pytest
from shape_things import answer, rows_of

from tap_zoom_core.shape import Shape, compile_shape

STRING = {"type": ["string", "null"]}
SETTINGS = {
    "type": ["object", "null"],
    "properties": {
        "audio": STRING,
        "rooms": {
            "type": ["array", "null"],
            "items": {"type": ["object", "null"], "properties": {"name": STRING, "size": STRING}},
        },
    },
}
KNOWN: dict[str, Any] = {"type": "object", "properties": {"id": STRING, "name": STRING, "settings": SETTINGS}}


def shape_of(**options: Any) -> Shape:
    """Compile a shape of KNOWN whose answers list their records under "rows"."""
    return compile_shape("things", **{"schema": KNOWN, "keys": ("id",), "records": "rows", **options})


def without(*paths: tuple[str, ...]) -> dict[str, Any]:
    """Return KNOWN without the properties at some paths."""
    schema = deepcopy(KNOWN)
    for path in paths:
        node = schema
        for step in path[:-1]:
            node = node["properties"][step] if step != "[]" else node["items"]
        del node["properties"][path[-1]]
    return schema


@pytest.mark.parametrize("identifier", ["1", 1], ids=["fast", "exact"])
def test_deselected_fields_are_left_out_in_silence(identifier: Any) -> None:
    """A field that the schema knows and the selection does not have is neither emitted nor called unknown."""
    schema = without(("name",), ("settings", "audio"), ("settings", "rooms", "[]", "size"))
    record = {
        "id": identifier,
        "name": "n",
        "settings": {"audio": 5, "rooms": [{"name": "r", "size": "s"}, None]},
    }

    shaped = shape_of(schema=schema, known=KNOWN).page(answer(record))

    assert rows_of(shaped) == [{"id": "1", "settings": {"rooms": [{"name": "r"}, None]}}]
    assert (shaped.unknown, shaped.misfits) == (set(), {})


def test_unknown_fields_are_told_once() -> None:
    """A field that no schema has is named by the first answer that has it, with its path, and not emitted."""
    shape = shape_of()
    body = answer(
        {"id": "1", "new": 1},
        {"id": "2", "new": 2, "settings": {"audio": "a", "mood": {}, "rooms": [{"door": 1}]}},
    )

    first, second = shape.page(body), shape.page(body)

    assert first.unknown == {"new", "settings.mood", "settings.rooms[].door"}
    assert rows_of(first) == [
        {"id": "1", "name": None, "settings": None},
        {"id": "2", "name": None, "settings": {"audio": "a", "rooms": [{}]}},
    ]
    assert (second.unknown, rows_of(second)) == (set(), rows_of(first))
    assert (first.exact, second.exact) == (2, 0)


def test_a_field_whose_name_is_odd_is_told_too() -> None:
    """Quotes, backslashes and line ends in an unknown field's name are no trouble."""
    shape = shape_of()

    shaped = shape.page(answer({"id": "1", 'a"b\\c\n': 1, "": 2}))

    assert shaped.unknown == {'a"b\\c\n', ""}
    assert rows_of(shaped) == rows_of(shape.page(answer({"id": "1", 'a"b\\c\n': 1, "": 2})))


def test_endless_unknown_fields_are_told_two_hundred_times() -> None:
    """Names that change with every record take no memory without end."""
    shape = shape_of()

    told = [
        len(shape.page(answer(*({"id": str(row), f"n{page}-{row}": 1} for row in range(60)))).unknown)
        for page in range(5)
    ]

    assert told == [60, 60, 60, 20, 0]


def test_unknown_fields_are_kept_where_that_is_asked_for() -> None:
    """They become one object in the last column, the same on both paths; null where there are none."""
    shape = shape_of(keep_unknown=True)
    body = answer({"id": "1", "z": {"deep": [1.5, None]}, "a": "x"}, {"id": "2"}, {"id": "3", "a": None})

    first, second = shape.page(body), shape.page(body)

    assert rows_of(first) == [
        {"id": "1", "name": None, "settings": None, "unknown_fields": {"a": "x", "z": {"deep": [1.5, None]}}},
        {"id": "2", "name": None, "settings": None, "unknown_fields": None},
        {"id": "3", "name": None, "settings": None, "unknown_fields": {"a": None}},
    ]
    assert rows_of(second) == rows_of(first)
    assert (first.unknown, second.unknown) == ({"a", "z"}, set())


def test_the_column_of_unknown_fields_may_be_in_the_schema() -> None:
    """The host lists it in the catalog; it is last all the same, and is there once."""
    known = deepcopy(KNOWN)
    known["properties"] = {"unknown_fields": {"type": ["object", "null"]}, **known["properties"]}
    shape = shape_of(schema=known, keep_unknown=True)

    shaped = shape.page(answer({"id": "1", "new": 1}))

    assert shaped.lines.count(b"unknown_fields") == 1
    assert list(rows_of(shaped)[0]) == ["id", "name", "settings", "unknown_fields"]


@pytest.mark.parametrize("identifier", ["1", 1], ids=["fast", "exact"])
def test_a_field_of_zooms_may_have_the_name_of_that_column(identifier: Any) -> None:
    """It is kept as it is unless there are unknown fields, and is never called unknown itself."""
    shape = shape_of(keep_unknown=True)

    shaped = shape.page(answer({"id": identifier, "unknown_fields": {"own": 1}}))

    assert rows_of(shaped)[0]["unknown_fields"] == {"own": 1}
    assert shaped.unknown == set()


def test_threads_share_a_shape() -> None:
    """Each unknown field is told by one thread only, and no row is lost while the others learn it."""
    shape = shape_of()
    bodies = [
        answer(*({"id": f"{page}-{row}", f"new{page % 7}": row} for row in range(50))) for page in range(60)
    ]

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(shape.page, bodies))

    assert sorted(name for page in pages for name in page.unknown) == [f"new{each}" for each in range(7)]
    assert sum(page.rows for page in pages) == 3000


def test_transforms_run_in_their_order_on_what_zoom_sent() -> None:
    """A transform sees context and unselected fields; what it returns is shaped like anything else."""

    def rename(record: dict[str, Any]) -> dict[str, Any]:
        return {
            **record,
            "name": [record["name"], record["secret"]],
            "when": datetime(2026, 3, 1, tzinfo=timezone.utc),
        }

    def drop_second(record: dict[str, Any]) -> dict[str, Any] | None:
        return None if record["id"] == "2" else {**record, "id": record["id"] + record["name"][1]}

    shape = shape_of(transforms=(rename, drop_second))

    shaped = shape.page(
        answer({"id": "1", "secret": "s"}, {"id": "2", "secret": "t"}), context={"name": "parent"}
    )

    assert rows_of(shaped) == [{"id": "1s", "name": '["parent","s"]', "settings": None}]
    assert (shaped.rows, shaped.dropped, shaped.unknown) == (1, 1, {"secret", "when"})


def test_what_a_transform_empties_stays_empty() -> None:
    """The context fills before the transforms, not after them: a plugin may blank a column."""
    shape = shape_of(transforms=(lambda record: {**record, "name": None},))

    assert rows_of(shape.page(answer({"id": "1"}), context={"name": "parent"}))[0]["name"] is None


def faulty(record: dict[str, Any]) -> Any:
    """Fail on a record without a name, and return a text for one that has it."""
    return record if record["id"] == "3" else record["name"] + "x"


def test_a_transform_that_raises_ends_the_page() -> None:
    """What came before is emitted; the failure names function, line and key, and no other value."""
    line = faulty.__code__.co_firstlineno + 2

    shaped = shape_of(transforms=(faulty,)).page(answer({"id": "3"}, {"id": "1", "x": "secret"}, {"id": "3"}))

    assert shaped.failure == (
        f"{__name__}.faulty() failed with KeyError in line {line} on the record of id '1'"
    )
    assert rows_of(shaped) == [{"id": "3", "name": None, "settings": None}]


def test_a_transform_that_returns_no_record_ends_the_page() -> None:
    """Anything but an object or None is the function's fault."""
    shaped = shape_of(transforms=(faulty,)).page(answer({"id": "2", "name": "n"}))

    assert shaped.failure == f"{__name__}.faulty() returned a string, not a record, for that of id '2'"
    assert shaped.rows == 0
