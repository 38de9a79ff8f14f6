"""Looking without reading: a few pages of a few listings, and what hangs from their records."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from attrs import define, field, frozen

from tap_zoom_core.client import Refused
from tap_zoom_core.shape import NotJsonError, read_record, take_apart
from tap_zoom_core.streams import Record
from tap_zoom_core.sync.branching import branch_out
from tap_zoom_core.sync.listing import Listing
from tap_zoom_core.sync.outcome import Outcome

if TYPE_CHECKING:
    from tap_zoom_core.sync.run import Run

T = TypeVar("T")


class _Counts(msgspec.Struct):
    total_records: int | None = None
    page_size: int | None = None


@frozen
class Look:
    """One page: its records, whether more follow, and what Zoom says of all of them."""

    records: list[Record]
    token: str
    total: int | None
    page_size: int


@define
class Sampler:
    """Asks for single pages, in one thread; ``asked`` counts requests, ``seconds`` what they took."""

    run: Run
    asked: int = 0
    seconds: float = 0.0
    refusals: dict[str, Refused] = field(factory=dict)
    """The last refusal of each stream."""

    def look(self, listing: Listing) -> Look | None:
        """Return a listing's next page; None where Zoom refuses it. Raises Unreachable and DailyLimit."""
        stream, run = listing.stream, self.run
        run.client.budgets.wait(stream.rate, run.stopping)
        self.asked += 1
        began = time.monotonic()
        decode = partial(_look, key=None if stream.text else stream.records)
        try:
            answer = run.client.get(listing.request(run.page_size), decode, paced=True)
        except Refused as refused:
            self.refusals[stream.name] = refused
            return None
        finally:
            self.seconds += time.monotonic() - began
        return answer.content

    def below(self, listing: Listing, records: Sequence[Record]) -> Mapping[str, list[Listing]]:
        """Return the listings that hang from records, by their streams."""
        outcome = Outcome(listing)
        for record in records:
            branch_out(listing.node, record, listing.context, None, self.run, outcome)
        found: dict[str, list[Listing]] = {}
        for child in outcome.children:
            found.setdefault(child.stream.name, []).append(child)
        return found


def spread(items: Sequence[T], number: int) -> Iterator[T]:
    """Yield so many of the items, or all: from the middle of each of so many equal parts."""
    if len(items) <= number:
        yield from items
        return
    for place in range(number):
        yield items[(2 * place + 1) * len(items) // (2 * number)]


def _look(body: bytes, key: str | None) -> Look:
    try:
        answer = take_apart(body, key)
        read = [read_record(raw)[0] for raw in answer.records]
    except NotJsonError as error:
        raise ValueError(str(error)) from None
    records: list[dict[str, Any]] = [each for each in read if isinstance(each, dict)]
    try:
        counts = msgspec.json.decode(body, type=_Counts, strict=False)
    except msgspec.DecodeError:
        counts = _Counts()
    size = counts.page_size or len(records)
    return Look(records, answer.next_page_token, counts.total_records, max(1, size))
