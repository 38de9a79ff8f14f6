"""One page of a listing: its rows as lines, and the records that children hang from."""

from __future__ import annotations

from attrs import define, field

from tap_zoom_core.shape import Shaped
from tap_zoom_core.streams import Record


@define
class Page:
    """One answer, read. ``count``: records in it. ``shaped``: its rows, where the stream is emitted.

    ``records``: those that are new, where children hang from them or the root's progress counts them, with
    the digest of the rows up to each. ``broken``: records that are no objects. ``mismatch``: the rows that an
    interrupted run had done are not those that stand here. ``next_number``: the number of the next page,
    where the stream's pages are numbered and there is one; else 0.
    """

    token: str = ""
    count: int = 0
    shaped: Shaped | None = None
    records: list[tuple[Record, bytes]] = field(factory=list)
    broken: int = 0
    problem: str = ""
    mismatch: bool = False
    next_number: int = 0
