"""From the bytes of an answer to the bytes of RECORD lines."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from shape_things import NOTHING, answer, rows_of, shape_of

from tap_zoom_core.errors import PluginError
from tap_zoom_core.shape import Listing, Shaped

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def test_a_page_becomes_whole_singer_lines() -> None:
    """Each record is one RECORD message with every column in the schema's order, UTF-8, on its own line."""
    body = answer({"name": "Ü\n2", "id": 7, "settings": {"limit": 3, "audio": "voip"}}, {"id": 2**70})

    shaped = shape_of().page(body, extracted=NOON)

    assert shaped.lines.decode() == (
        '{"type":"RECORD","stream":"things","record":{"id":7,"name":"Ü\\n2","joined":null,'
        '"settings":{"audio":"voip","limit":3},"host_id":null},"time_extracted":"2026-03-01T12:00:00Z"}\n'
        '{"type":"RECORD","stream":"things","record":{"id":1180591620717411303424,"name":null,"joined":null,'
        '"settings":null,"host_id":null},"time_extracted":"2026-03-01T12:00:00Z"}\n'
    )
    assert shaped == Shaped(lines=shaped.lines, rows=2)


def test_an_answer_may_be_the_record() -> None:
    """Without a key of records the whole answer is one row."""
    shaped = shape_of(records=None).page(b'{"id": 1}', extracted=NOON)

    assert rows_of(shaped) == [NOTHING]
    assert shaped.rows == 1


def test_time_extracted_is_in_utc() -> None:
    """A moment in another zone is written in UTC, to the microsecond."""
    moment = datetime(2026, 3, 1, 14, 0, 0, 250, timezone(timedelta(hours=2)))

    line = json.loads(shape_of().page(answer({"id": 1}), extracted=moment).lines)

    assert line["time_extracted"] == "2026-03-01T12:00:00.000250Z"


@pytest.mark.parametrize("odd", [{}, {"name": 5}], ids=["fast", "exact"])
def test_context_fills_and_never_overwrites(odd: dict[str, Any]) -> None:
    """A context column is used where Zoom sent no such field, or null or ""; a value of Zoom's stays."""
    body = answer(
        {"id": 1, **odd},
        {"id": 2, "host_id": "", **odd},
        {"id": 3, "host_id": None, **odd},
        {"id": 4, "host_id": "own"},
    )

    shaped = shape_of().page(body, context={"host_id": "parent", "no_column": 1})

    assert [row["host_id"] for row in rows_of(shaped)] == ["parent", "parent", "parent", "own"]


def test_context_takes_its_columns_type() -> None:
    """A number in the context becomes text in a column of text."""
    shaped = shape_of().page(answer({"id": 1}), context={"host_id": 42})

    assert rows_of(shaped) == [{**NOTHING, "host_id": "42"}]


def test_one_odd_record_does_not_change_its_neighbours() -> None:
    """A record off the schema is shaped alone, and the order of the rows stays."""
    body = answer({"id": 1, "name": "a"}, {"id": "2", "joined": "", "name": 2.5}, {"id": 3, "name": "c"})

    shaped = shape_of().page(body)

    assert rows_of(shaped) == [
        {**NOTHING, "name": "a"},
        {**NOTHING, "id": 2, "name": "2.5"},
        {**NOTHING, "id": 3, "name": "c"},
    ]
    assert shaped.misfits == {}


def test_what_cannot_be_shaped_is_null_and_counted() -> None:
    """A misfit is told of by path and reason, wherever it stands, and the rest of the record is kept."""
    body = answer(
        {"id": 1, "joined": "soon", "settings": {"audio": "x", "limit": 1.5, "rooms": [{"name": "r"}, 7]}},
        {"id": 2, "joined": "later", "settings": []},
    )

    shaped = shape_of().page(body)

    assert rows_of(shaped) == [
        {**NOTHING, "settings": {"audio": "x", "limit": None, "rooms": [{"name": "r"}, None]}},
        {**NOTHING, "id": 2},
    ]
    assert shaped.misfits == {
        ("joined", "a string that is no date-time"): 2,
        ("settings.limit", "a number where an integer is due"): 1,
        ("settings.rooms[]", "an integer where an object is due"): 1,
        ("settings", "an array where an object is due"): 1,
    }


@pytest.mark.parametrize("key", [{}, {"id": None}, {"id": ""}, {"id": "seven"}, {"id": []}])
def test_a_record_without_its_key_is_set_aside(key: dict[str, Any]) -> None:
    """A row whose key is missing, null, empty or not to be shaped is no row; its neighbours are."""
    shaped = shape_of().page(answer({"name": "x", **key}, {"id": 1}))

    assert rows_of(shaped) == [NOTHING]
    assert shaped.set_aside == ["stream 'things': a record has nothing in its key column 'id'"]


def test_a_record_that_is_no_object_is_set_aside() -> None:
    """The problem says what came in the record's place."""
    shaped = shape_of().page(answer({"id": 1}, "text", None, [1]))

    assert rows_of(shaped) == [NOTHING]
    assert shaped.set_aside == [
        "stream 'things': a record is a string, not an object",
        "stream 'things': a record is a null, not an object",
        "stream 'things': a record is an array, not an object",
    ]


def test_an_empty_text_is_no_key() -> None:
    """Targets that load through CSV read "" as NULL."""
    schema = {"type": "object", "properties": {"id": {"type": ["string"]}}}

    shaped = shape_of(schema=schema).page(answer({"id": ""}, {"id": "a"}))

    assert rows_of(shaped) == [{"id": "a"}]
    assert shaped.set_aside == ["stream 'things': a record has nothing in its key column 'id'"]


def test_zero_is_a_key() -> None:
    """Only nothing is nothing: 0 identifies a row."""
    assert rows_of(shape_of().page(answer({"id": 0}))) == [{**NOTHING, "id": 0}]


def test_a_record_sent_again_by_the_next_page_is_left_out() -> None:
    """Of rows with a key, one that the page before had is counted as repeated and not written."""
    shape, listing = shape_of(), Listing()

    pages = [
        shape.page(answer(*({"id": each} for each in ids)), listing=listing) for ids in ((1, 2), (2, 3), (1,))
    ]

    assert [[row["id"] for row in rows_of(page)] for page in pages] == [[1, 2], [3], [1]]
    assert [page.repeated for page in pages] == [0, 1, 0]


def test_a_key_that_stands_twice_on_a_page_is_one_row() -> None:
    """Some targets stop at a repeated key within a batch; the second is counted as repeated."""
    shaped = shape_of().page(answer({"id": 1, "name": "a"}, {"id": 1, "name": "b"}))

    assert rows_of(shaped) == [{**NOTHING, "name": "a"}]
    assert (shaped.rows, shaped.repeated) == (1, 1)


def test_a_key_that_the_schema_lacks_is_the_plugins_fault() -> None:
    """The error names the stream and the column."""
    with pytest.raises(PluginError) as caught:
        shape_of(keys=("id", "uuid"))

    assert str(caught.value) == (
        "stream 'things': its schema has no property 'uuid', "
        "which its key ('id', 'uuid') or its natural columns () need"
    )
