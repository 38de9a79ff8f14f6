"""Rows without an id of Zoom's, and listings that are read again."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_zoom_core.shape import Listing, Shape, Shaped, compile_shape, row_id

STRING = {"type": ["string", "null"]}
ANSWERS = {
    "type": ["array", "null"],
    "items": {"type": ["object", "null"], "properties": {"q": STRING, "a": STRING}},
}
PROPERTIES = {
    "uuid": STRING,
    "row_id": STRING,
    "email": STRING,
    "score": {"type": ["integer", "null"]},
    "answers": ANSWERS,
}
NATURAL = ("email", "score")


def shape_of(properties: dict[str, Any] = PROPERTIES, natural: tuple[str, ...] = NATURAL) -> Shape:
    """Compile the shape of rows that are identified by their natural columns."""
    return compile_shape(
        "results",
        {"type": "object", "properties": properties},
        known={"type": "object", "properties": PROPERTIES},
        keys=("uuid", "row_id"),
        natural=natural,
        records="rows",
    )


def page(shape: Shape, *records: dict[str, Any], listing: Listing | None = None) -> Shaped:
    """Shape an answer that lists records of one instance."""
    return shape.page(json.dumps({"rows": records}).encode(), context={"uuid": "u=="}, listing=listing)


def ids(*pages: Shaped) -> list[str]:
    """Return the ids of the rows that were written."""
    return [json.loads(line)["record"]["row_id"] for each in pages for line in each.lines.splitlines()]


def digest(text: str) -> str:
    """Return the BLAKE2b digest of 16 bytes that the documentation of row_id speaks of."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def test_row_id_never_changes() -> None:
    """The formula is pinned: another would give every row of every target a second copy."""
    assert row_id(b'["a@example.com",1,null]', 0) == "ec63958af80c3f5b577810d69fd6ee30"
    assert row_id(b'["a@example.com",1,null]', 2) == digest('["a@example.com",1,null,2]')


@pytest.mark.parametrize("score", [3, "3"], ids=["fast", "exact"])
def test_row_id_is_of_the_values_as_emitted(score: Any) -> None:
    """What Zoom sends in another type, or leaves out, gives the same id as its shaped value."""
    rows = page(shape_of(), {"email": "ü@example.com", "score": score}, {"email": "b@example.com"})

    assert ids(rows) == [digest('["ü@example.com",3]'), digest('["b@example.com",null]')]


def test_equal_rows_are_counted_over_the_pages_of_a_listing() -> None:
    """Anonymous respondents are different rows: the second and third take their ordinal into the id."""
    shape, listing = shape_of(), Listing()
    anonymous = {"email": "", "score": 1}

    pages = [page(shape, anonymous, anonymous, listing=listing), page(shape, anonymous, listing=listing)]

    assert ids(*pages) == [digest('["",1]'), digest('["",1,1]'), digest('["",1,2]')]
    assert ids(page(shape, anonymous)) == [digest('["",1]')]


def test_the_selection_does_not_change_the_id() -> None:
    """Natural columns count whole, whether they are emitted, in part or not at all."""
    record = {"email": "a", "score": 1, "answers": [{"q": "why", "a": "so"}]}
    natural = ("email", "answers")
    no_email = {name: schema for name, schema in PROPERTIES.items() if name != "email"}
    only_q = {"type": ["object", "null"], "properties": {"q": STRING}}
    half_answers = {**PROPERTIES, "answers": {"type": ["array", "null"], "items": only_q}}

    shaped = [page(shape_of(each, natural), record) for each in (PROPERTIES, no_email, half_answers)]
    rows = [json.loads(each.lines)["record"] for each in shaped]

    assert [row["row_id"] for row in rows] == [digest('["a",[{"q":"why","a":"so"}]]')] * 3
    assert (list(rows[1]), rows[2]["answers"]) == (["uuid", "row_id", "score", "answers"], [{"q": "why"}])


def test_one_natural_column_is_enough() -> None:
    """The array is one of a single value then."""
    assert ids(page(shape_of(natural=("email",)), {"email": "a"})) == [digest('["a"]')]


def test_a_listing_read_again_emits_only_what_is_new() -> None:
    """After a restart rows are matched one for one: what was emitted is skipped, what was not is written."""
    shape, listing = shape_of(), Listing()
    same, other = {"email": "", "score": 1}, {"email": "o", "score": 2}

    first = page(shape, same, same, listing=listing)
    listing.start_again()
    second = page(shape, other, same, same, same, listing=listing)
    listing.start_again()
    third = page(shape, other, same, same, same, listing=listing)

    listing.start_again()
    page(shape, same, listing=listing)
    listing.start_again()
    last = page(shape, same, same, listing=listing)

    assert ids(last) == []
    assert ids(first, second) == [digest(text) for text in ('["",1]', '["",1,1]', '["o",2]', '["",1,2]')]
    assert [each.repeated for each in (first, second, third)] == [0, 2, 4]


@given(st.lists(st.integers(0, 5)), st.integers(0, 20), st.randoms(use_true_random=False))
def test_counted_rows_survive_any_restart(rows: list[int], read: int, random: Any) -> None:
    """However far the first reading came and however the rows are ordered then, each is emitted once."""
    listing = Listing()
    emitted = [(row, ordinal) for row in rows[:read] for ordinal, new in [listing.count(row)] if new]
    listing.start_again()
    again = list(rows)
    random.shuffle(again)

    emitted += [(row, ordinal) for row in again for ordinal, new in [listing.count(row)] if new]

    assert len(set(emitted)) == len(emitted)
    assert Counter(row for row, _ in emitted) == Counter(rows)


@given(st.sets(st.integers(-(2**63), 2**63 - 1)), st.integers(0, 20), st.integers(1, 4))
def test_keyed_rows_survive_any_restart(keys: set[int], read: int, size: int) -> None:
    """However far the first readings came, each key is emitted once."""
    listing, emitted = Listing(), []
    order = sorted(keys)
    for part in (order[:read], order[: read // 2], order):
        for start in range(0, len(part), size):
            listing.turn_page()
            emitted += [key for key in part[start : start + size] if listing.admits(key)]
        listing.start_again()

    assert sorted(emitted) == order
