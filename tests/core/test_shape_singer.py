"""The values are singer-python's: compared row by row, and where they differ on purpose, it says why."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest
import singer
from shape_samples import STREAMS, record_of, schema_of
from singer.transform import SchemaMismatch, string_to_datetime

from tap_zoom_core.shape import compile_shape

ROWS = 1000


def loosen(value: Any, schema: dict[str, Any], random: Random) -> Any:
    """Send one value in ten as Zoom sometimes does: numbers as text, text as numbers, dates as empty text."""
    if isinstance(value, dict):
        known = schema["properties"]
        return {name: loosen(each, known[name], random) for name, each in value.items()}
    if isinstance(value, list):
        return [loosen(each, schema["items"], random) for each in value]
    if value is None or random.random() > 0.1:
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return random.choice((str(value), f"{value:,}"))
    return "" if schema.get("format") == "date-time" else random.randrange(10**12)


def comparable(value: Any, schema: dict[str, Any]) -> Any:
    """Write our value as singer-python would where we differ on purpose.

    Date-times stay as Zoom wrote them; singer-python rewrites each in UTC with six digits of microseconds.
    A null boolean stays null; singer-python makes it false, for it tries each type before null.
    """
    if isinstance(value, dict):
        return {name: comparable(each, schema["properties"][name]) for name, each in value.items()}
    if isinstance(value, list):
        return [comparable(each, schema["items"]) for each in value]
    if value is None:
        return False if "boolean" in schema["type"] else None
    return string_to_datetime(value) if schema.get("format") == "date-time" else value


def theirs(record: Any, schema: dict[str, Any]) -> Any:
    """Transform a record with singer-python, and read it back from the message that it writes."""
    with singer.Transformer() as transformer:
        row = transformer.transform(deepcopy(record), deepcopy(schema))
    message = singer.RecordMessage(stream="s", record=row)
    return json.loads(singer.format_message(message))["record"]


@pytest.mark.parametrize("stream", STREAMS)
def test_a_thousand_rows_have_singers_values(stream: str) -> None:
    """Each row has the values of singer-python's; a column that Zoom did not send is null, not absent."""
    schema = schema_of(stream, parent_id="integer")
    random = Random(stream)
    records = [
        loosen(record_of(stream, seed), schema, random) | {"new": 1, "parent_id": seed}
        for seed in range(ROWS)
    ]
    # Ours has every column in every record: target-csv takes its header from the first one.
    columns = comparable(dict.fromkeys(schema["properties"]), schema)
    expected = [columns | theirs(record, schema) for record in records]

    shape = compile_shape(stream, schema, keys=("parent_id",), records="rows")
    shaped = shape.page(json.dumps({"rows": records}).encode())
    rows = [comparable(json.loads(line)["record"], schema) for line in shaped.lines.splitlines()]

    assert rows == expected
    assert (shaped.rows, shaped.misfits, shaped.set_aside) == (ROWS, {}, [])


GUESS = "what would be a guess is null"
EXACT = "nothing is cut off or rewritten"
RUN = "one odd value must not end the run"
NOTHING = "nothing is not the same as no"
JSON_TEXT = "JSON's way to write it, not Python's"
OFFSET, IN_UTC = "2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00.000000Z"


@pytest.mark.parametrize(
    ("kind", "value", "singers", "ours", "why"),
    [
        ("date-time", "2026-03-01T10:00:00Z", "2026-03-01T10:00:00.000000Z", "2026-03-01T10:00:00Z", EXACT),
        ("date-time", OFFSET, IN_UTC, OFFSET, EXACT),
        ("date-time", "10/11/2021 16:20", "2021-10-11T16:20:00.000000Z", None, GUESS),
        ("date-time", "never", SchemaMismatch, None, RUN),
        ("integer", 1.5, 1, None, EXACT),
        ("integer", "many", SchemaMismatch, None, RUN),
        ("number", 5, 5.0, 5, EXACT),
        ("boolean", None, False, None, NOTHING),
        ("boolean", "", False, None, NOTHING),
        ("boolean", "no", True, None, GUESS),
        ("string", True, "True", "true", JSON_TEXT),
        ("string", {"a": None}, "{'a': None}", '{"a":null}', JSON_TEXT),
    ],
)
def test_where_ours_differ_on_purpose(kind: str, value: Any, singers: Any, ours: Any, why: str) -> None:
    """Ours is exact or null and counted, where singer-python guesses, cuts off or raises."""
    typed = {"type": ["string", "null"], "format": kind} if kind == "date-time" else {"type": [kind, "null"]}
    schema = {"type": "object", "properties": {"id": {"type": "integer"}, "it": typed}}
    record = {"id": 1, "it": value}

    shaped = compile_shape("s", schema, keys=("id",)).page(json.dumps(record).encode())

    assert json.loads(shaped.lines)["record"] == {"id": 1, "it": ours}, why
    assert len(shaped.misfits) == (ours is None and value not in (None, ""))
    if singers is SchemaMismatch:
        with pytest.raises(SchemaMismatch):
            theirs(record, schema)
    else:
        assert theirs(record, schema) == {"id": 1, "it": singers}
