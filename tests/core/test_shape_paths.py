"""The fast path and the exact one give the same bytes, whatever Zoom sends."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shape_samples import STREAMS, record_of, schema_of

from tap_zoom_core.shape import Shape, compile_shape
from tap_zoom_core.streams import Record

ODD: tuple[Any, ...] = (
    None,
    "",
    "12",
    "1,234",
    "true",
    "2026-03-01 10:00:00",
    "2024-02-29T00:00:00Z",
    "soon",
    0,
    1,
    -0.0,
    12.0,
    1.5,
    2**64,
    True,
    [],
    [None, 1, "a", {}],
    {},
    {"new": {"deep": 1}},
)

Path = tuple[str | int, ...]


def unchanged(record: Record) -> Record:
    """Return the record: a transform, whatever it does, sends each record down the exact path."""
    return record


@cache
def shapes(stream: str, natural: bool, keep_unknown: bool) -> tuple[Shape, Shape]:
    """Compile a stream's shape for the fast path, and once more for the exact one only."""
    schema = schema_of(stream, parent_uuid="string", row_id="string")
    columns = tuple(schema["properties"])[:2]
    fast, exact = (
        compile_shape(
            stream,
            schema,
            keys=("parent_uuid", "row_id") if natural else ("parent_uuid", columns[0]),
            records="rows",
            natural=columns if natural else (),
            keep_unknown=keep_unknown,
            transforms=transforms,
        )
        for transforms in ((), (unchanged,))
    )
    return fast, exact


def paths(value: Any, here: Path = ()) -> list[Path]:
    """List where in a record there is something."""
    if isinstance(value, dict):
        steps: list[str | int] = list(value)
    else:
        steps = list(range(len(value))) if isinstance(value, list) else []
    return [(*here, step) for step in steps] + [
        deep for step in steps for deep in paths(value[step], (*here, step))
    ]


def change(record: Record, path: Path, value: Any, name: str | None) -> None:
    """Put a value in a place of a record, or beside it under a name that no schema has."""
    node: Any = record
    for step in path[:-1]:
        node = node[step]
    node[name if name and isinstance(node, dict) else path[-1]] = value


@st.composite
def records(draw: st.DrawFn, stream: str) -> Record:
    """Draw a record as Zoom documents it, with a few things that Zoom should not send."""
    record = record_of(stream, draw(st.integers(0, 50)))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(paths(record) or [("email",)]))
        change(
            record,
            path,
            deepcopy(draw(st.sampled_from(ODD))),
            draw(st.sampled_from((None, "new", "a new one"))),
        )
    return record


@pytest.mark.parametrize("stream", STREAMS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_paths_give_the_same_bytes(stream: str, data: st.DataObject) -> None:
    """Lines, misfits and what is set aside agree, for records with and without oddities."""
    fast, exact = shapes(stream, natural=data.draw(st.booleans()), keep_unknown=data.draw(st.booleans()))
    page = data.draw(st.lists(records(stream), min_size=1, max_size=3))
    body = json.dumps({"rows": page}).encode()

    one, other = (
        shape.page(body, context={"parent_uuid": "p==", "name": "context"}) for shape in (fast, exact)
    )
    one.unknown = other.unknown = set()  # told once a shape, and the shapes are shared by the examples

    assert _without_time(one.lines) == _without_time(other.lines)
    assert (one.rows, one.repeated, one.set_aside, one.misfits) == (
        other.rows,
        other.repeated,
        other.set_aside,
        other.misfits,
    )


@pytest.mark.parametrize("stream", STREAMS)
def test_what_zoom_documents_takes_the_fast_path(stream: str) -> None:
    """A page of documented values needs the exact path for the 29th of February only."""
    fast, _ = shapes(stream, natural=False, keep_unknown=False)
    page = [record_of(stream, seed) for seed in range(50)]
    body = json.dumps({"rows": page}).replace("2024-02-29", "2024-02-28").encode()

    assert fast.page(body, context={"parent_uuid": "p=="}).exact == 0


def _without_time(lines: bytes) -> list[bytes]:
    return [line.partition(b',"time_extracted":')[0] for line in lines.splitlines()]
