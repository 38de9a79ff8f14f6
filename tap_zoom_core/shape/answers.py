"""From the bytes of an answer to its records, and what to do with bytes that are not quite JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
from attrs import frozen
from msgspec import UNSET, Raw, Struct, UnsetType

from tap_zoom_core.errors import SyncError
from tap_zoom_core.shape.values import described

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are no JSON, no UTF-8, nested too deep, or not of the type asked for."""

MENDED = ("", "text that is not Unicode, or a number out of range")
"""The misfit (path and reason) that is counted for bytes that had to be mended."""


class NotJsonError(SyncError):
    """An answer is no JSON: it was cut short, perhaps, and can be asked for again."""


@frozen
class Answer:
    """An answer taken apart: its records' bytes, the next page's token, and what is wrong with it, if any."""

    records: list[bytes]
    next_page_token: str = ""
    problem: str = ""
    mended: bool = False


def page_decoder(key: str | None, row: type[Struct]) -> Callable[[bytes], tuple[list[Any], str] | None]:
    """Make the function that decodes an answer whose records are all as expected, and its next_page_token.

    ``key`` is that of the list of records, or None where the answer is the record. The function raises one of
    ``UNREADABLE`` where a record is not as expected, and returns None where the list is missing.
    """
    if key is None:
        whole = msgspec.json.Decoder(row)
        return lambda body: ([whole.decode(body)], "")
    kind: Any = row
    fields = [("records", list[kind] | UnsetType, UNSET), ("next_page_token", str | None, "")]
    page = msgspec.defstruct("Page", fields, rename={"records": key}, gc=False)
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(page)

    def decode(body: bytes) -> tuple[list[Any], str] | None:
        decoded = decoder.decode(body)
        return None if decoded.records is UNSET else (decoded.records, decoded.next_page_token or "")

    return decode


def take_apart(body: bytes, key: str | None) -> Answer:
    """Cut an answer into the bytes of its records, without looking into them; raise NotJsonError.

    A list that is missing or null is an empty one, unless ``total_records`` says that there are rows.
    """
    if key is None:
        return Answer([body])
    try:
        return _cut(body, key)
    except UNREADABLE:
        answer = _cut(mend(body), key)
        return Answer(answer.records, answer.next_page_token, answer.problem, mended=True)


def _cut(body: bytes, key: str) -> Answer:
    parts = _as(dict[str, Raw], body)
    if parts is None:
        mend(body)  # msgspec looks at the first byte only before it refuses a type: it may be cut short too
        return Answer([], problem="the answer is no JSON object")
    told = {
        name: msgspec.json.decode(parts[name])
        for name in ("next_page_token", "total_records")
        if name in parts
    }
    token = told.get("next_page_token") or ""
    listed = parts.get(key, Raw(b"null"))
    if bytes(listed) == b"null":
        problem = f"the answer tells of rows but has no {key!r}" if told.get("total_records") else ""
        return Answer([], str(token), problem)
    records = _as(list[Raw], listed)
    if records is None:
        problem = f"{described(msgspec.json.decode(listed))} where the list {key!r} is due"
        return Answer([], str(token), problem)
    return Answer([bytes(each) for each in records], str(token))


def _as(kind: Any, body: bytes | Raw) -> Any:
    """Decode bytes as a type; None where they are JSON, but of another."""
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        return None


def read_record(record: bytes) -> tuple[Any, bool]:
    """Decode one record, and tell whether it had to be mended first; raise NotJsonError."""
    try:
        return msgspec.json.decode(record), False
    except UNREADABLE:
        return msgspec.json.decode(mend(record)), True


def mend(body: bytes) -> bytes:
    """Write bytes that are nearly JSON as JSON: U+FFFD for what is not Unicode, null for what is no number.

    Half of a surrogate pair is what remains when an emoji is cut in two. Raises NotJsonError.
    """
    try:
        value = json.loads(
            body.decode("utf-8-sig", "replace"), parse_float=_finite, parse_constant=lambda _: None
        )
        text = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(
            f"an answer of {len(body)} bytes is no JSON; it may have been cut short"
        ) from error
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _finite(text: str) -> float | None:
    number = float(text)
    return None if number in (float("inf"), float("-inf")) else number
