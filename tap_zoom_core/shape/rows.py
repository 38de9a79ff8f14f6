"""Rows of a listing: ids for those that Zoom gives none, and which of them have been emitted already."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from hashlib import blake2b

_MASK = 2**64 - 1


def row_id(natural: bytes, ordinal: int) -> str:
    """Return the id of a row that Zoom gives none: 32 hexadecimal digits.

    ``natural`` is the compact JSON array, in UTF-8, of the natural columns' values as they are emitted,
    such as ``["16778240","Jill Chill",null]``. ``ordinal`` is how many rows before it in the same listing
    have the same values; where it is not 0 it is appended to the array. The id is that array's BLAKE2b
    digest of 16 bytes, so it is the same in every run, on every machine.
    """
    text = natural if ordinal == 0 else b"%b,%d]" % (natural[:-1], ordinal)
    return blake2b(text, digest_size=16).hexdigest()


class Listing:
    """What has been emitted of one listing, from its first page to its last; not for use by several threads.

    Identities are 64-bit numbers. Rows with a key: one that stood in the page before is a repetition, for
    Zoom's pages overlap when rows are added while they are read. Rows without: equal ones are different
    rows, so they are counted. After ``start_again`` each row that was emitted before is a repetition, once
    for each time.
    """

    __slots__ = ("_before", "_counts", "_counts_before", "_emitted", "_page", "_previous")

    def __init__(self) -> None:
        self._emitted = array("Q")
        self._before = array("Q")
        self._page: set[int] = set()
        self._previous: set[int] = set()
        self._counts: dict[int, int] = {}
        self._counts_before: dict[int, int] = {}

    def start_again(self) -> None:
        """Say that the listing is read again from its first page (Zoom's page tokens live 15 minutes)."""
        self._before = array("Q", sorted(self._emitted))
        for identity, count in self._counts.items():
            self._counts_before[identity] = max(count, self._counts_before.get(identity, 0))
        self._counts = {}

    def turn_page(self) -> None:
        """Say that the rows that follow are the next page's."""
        self._previous, self._page = self._page, set()

    def admits(self, identity: int) -> bool:
        """Tell whether a row with a key is to be emitted, and remember it."""
        identity &= _MASK
        if identity in self._page or identity in self._previous or self._was_emitted(identity):
            self._page.add(identity)
            return False
        self._page.add(identity)
        self._emitted.append(identity)
        return True

    def count(self, identity: int) -> tuple[int, bool]:
        """Return how many rows with these natural values came before this one, and whether to emit it."""
        ordinal = self._counts.get(identity, 0)
        self._counts[identity] = ordinal + 1
        return ordinal, ordinal >= self._counts_before.get(identity, 0)

    def _was_emitted(self, identity: int) -> bool:
        place = bisect_left(self._before, identity)
        return place < len(self._before) and self._before[place] == identity
