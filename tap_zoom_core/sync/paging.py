"""Reading one page of a listing from its bytes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from tap_zoom_core.shape import NotJsonError, read_record, take_apart
from tap_zoom_core.streams import Record
from tap_zoom_core.sync.page import Page
from tap_zoom_core.sync.progress import link
from tap_zoom_core.sync.text import text_as_record

if TYPE_CHECKING:
    from tap_zoom_core.sync.listing import Listing
    from tap_zoom_core.sync.run import Run


def read_page(listing: Listing, run: Run, body: bytes) -> Page:
    """Read an answer's body. Raises ValueError for one that was cut short, so that it is asked again."""
    if listing.stream.text:
        body = text_as_record(listing.stream.text, body)
    try:
        if listing.node.children or listing.root:
            return _with_records(listing, run, body)
        shaped = run.shapes[listing.stream.name].page(
            body, context=listing.columns(), listing=listing.emitted
        )
    except NotJsonError as error:
        raise ValueError(str(error)) from None
    return Page(shaped.next_page_token, shaped.rows + shaped.repeated, shaped)


def _with_records(listing: Listing, run: Run, body: bytes) -> Page:
    stream = listing.stream
    answer = take_apart(body, stream.records)
    page = Page(answer.next_page_token, len(answer.records), problem=answer.problem)
    listing.emitted.turn_page()
    kept: list[bytes] = []
    for raw in answer.records:
        record = read_record(raw)[0]
        if not isinstance(record, dict):
            page.broken += 1
            kept.append(raw)
            continue
        identity = _identity(record, stream.key)
        if not listing.emitted.admits(int.from_bytes(identity, "big")):
            continue
        if _done_before(listing, identity, page):
            continue
        page.records.append((record, listing.root.chain if listing.root else b""))
        kept.append(raw)
    if stream.numbered and answer.records and not page.token:
        page.next_number = _next_number(body, listing.number, listing.read + page.count)
        if page.next_number and not page.records:
            page.problem = f"page {listing.number} is the page before it again"
    if listing.root and listing.root.to_skip and not answer.next_page_token:
        page.mismatch = True  # the listing is shorter than what was done of it
    if listing.node.emitted and kept and not page.mismatch and stream.name not in run.muted:
        whole = kept[0] if stream.records is None else _list_of(stream.records, kept)
        page.shaped = run.shapes[stream.name].page(whole, context=listing.columns())
    return page


def _next_number(body: bytes, number: int, read: int) -> int:
    """Return the number of the next page, 0 where the answer tells of none, by its pages or records."""
    told = msgspec.json.decode(body, type=_Counts)
    return number + 1 if (told.page_count or 0) > number or (told.total_records or 0) > read else 0


class _Counts(msgspec.Struct):
    page_count: int | None = None
    total_records: int | None = None


def _done_before(listing: Listing, identity: bytes, page: Page) -> bool:
    """Count a row of a root, and tell whether an interrupted run had done it."""
    root = listing.root
    if root is None:
        return False
    root.chain = link(root.chain, identity)
    if not root.to_skip:
        return False
    root.to_skip -= 1
    if root.to_skip == 0 and root.chain != root.base:
        page.mismatch = True
    return True


def _identity(record: Record, key: tuple[str, ...]) -> bytes:
    """Return eight bytes that stand for a record: for its key, or for all of it where it has no key."""
    values = [record.get(name) for name in key]
    whole: Any = record if any(value in (None, "") for value in values) else values
    return blake2b(msgspec.json.encode(whole), digest_size=8).digest()


def _list_of(key: str, records: list[bytes]) -> bytes:
    return b"{%b:[%b]}" % (msgspec.json.encode(key), b",".join(records))
