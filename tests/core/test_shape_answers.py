"""Answers that hold no rows, are no JSON, or nearly so."""

from __future__ import annotations

from typing import Any

import pytest
from shape_things import NOTHING, answer, rows_of, shape_of

from tap_zoom_core.shape import NotJsonError, Shaped


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"rows": []}', Shaped()),
        (b'{"next_page_token": "t"}', Shaped(next_page_token="t")),
        (b'{"rows": null, "total_records": 0, "next_page_token": null}', Shaped()),
        (
            b'{"total_records": 3}',
            Shaped(set_aside=["stream 'things': the answer tells of rows but has no 'rows'"]),
        ),
        (b'{"rows": {}}', Shaped(set_aside=["stream 'things': an object where the list 'rows' is due"])),
        (b"[]", Shaped(set_aside=["stream 'things': the answer is no JSON object"])),
    ],
)
def test_answers_without_rows(body: bytes, expected: Shaped) -> None:
    """A missing list is an empty one, unless the answer tells of rows or has another thing in its place."""
    assert shape_of().page(body) == expected


@pytest.mark.parametrize("body", [b"", b'{"rows": [{"id": 1}', b"<html>", b"[" * 100_000])
@pytest.mark.parametrize("records", ["rows", None])
def test_an_answer_cut_short_is_refused(body: bytes, records: str | None) -> None:
    """What is no JSON raises, and says so in one line."""
    with pytest.raises(
        NotJsonError, match=r"^an answer of \d+ bytes is no JSON; it may have been cut short$"
    ):
        shape_of(records=records).page(body)


@pytest.mark.parametrize("token", ["next", "", None])
@pytest.mark.parametrize("name", ["x", 5])
def test_the_next_pages_token_is_told(token: str | None, name: Any) -> None:
    """The token comes with the rows, "" on the last page, on the fast path and on the exact one."""
    assert shape_of().page(answer({"id": 1, "name": name}, next_page_token=token)).next_page_token == (
        token or ""
    )


def test_text_that_is_not_unicode_is_mended_and_counted() -> None:
    """Half an emoji, bytes that are no UTF-8 and NaN cost a character or a number, not the page."""
    body = (
        rb'{"rows": [{"id": 1, "name": "cut \ud83d"}, {"id": 2, "settings": {"limit": NaN}}, {"id": 1e999}]}'
    )
    latin = b'{"rows": [{"id": 1, "name": "caf\xe9"}, {"id": 2, "name": "ok"}]}'

    shaped, from_latin = shape_of().page(body), shape_of().page(latin)

    assert rows_of(shaped) == [
        {**NOTHING, "name": "cut �"},
        {**NOTHING, "id": 2, "settings": {"limit": None}},
    ]
    assert shaped.set_aside == ["stream 'things': a record has nothing in its key column 'id'"]
    assert rows_of(from_latin) == [{**NOTHING, "name": "caf�"}, {**NOTHING, "id": 2, "name": "ok"}]
    reason = ("", "text that is not Unicode, or a number out of range")
    assert (shaped.misfits, from_latin.misfits) == ({reason: 1}, {reason: 1})


def test_a_byte_order_mark_is_no_trouble() -> None:
    """Some proxies put one before an answer."""
    assert rows_of(shape_of().page(b"\xef\xbb\xbf" + answer({"id": 1}))) == [NOTHING]
