"""A population made of one repeating pattern, so that the n-th of a kind is a division and not a search."""

from __future__ import annotations

from functools import lru_cache

from attrs import frozen


@lru_cache(maxsize=64)
def _places(pattern: str, kinds: str) -> tuple[int, ...]:
    return tuple(place for place, kind in enumerate(pattern) if kind in kinds)


@frozen
class Slots:
    """``total`` members, whose kinds (single letters) repeat as ``pattern`` says.

    ``kinds`` below is a set of letters, written as one string: ``"WH"`` is whoever is a W or an H.
    """

    pattern: str
    total: int

    def kind(self, index: int) -> str:
        """Return the kind of the member at an index."""
        return self.pattern[index % len(self.pattern)]

    def count(self, kinds: str) -> int:
        """Return how many members are of these kinds."""
        return self.rank(kinds, self.total)

    def nth(self, kinds: str, rank: int) -> int:
        """Return the index of the member that ``rank`` others of these kinds come before."""
        places = _places(self.pattern, kinds)
        block, place = divmod(rank, len(places))
        return block * len(self.pattern) + places[place]

    def rank(self, kinds: str, index: int) -> int:
        """Return how many members of these kinds come before an index."""
        places = _places(self.pattern, kinds)
        block, offset = divmod(index, len(self.pattern))
        return block * len(places) + sum(1 for place in places if place < offset)
