"""How far a root listing got: which of its rows are done with all that hangs from them.

The rows of a root listing come in segments (one for each window of dates, or for each value of ``each``).
Each row opens a branch: all the listings below it. A branch is done when the last of them is. What the state
may vouch for is the unbroken run of done branches from the first one on, and nothing after a gap.
The dispatcher's thread alone changes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from attrs import define, field


@define(eq=False)
class Branch:
    """One row of a root listing and how many listings are open below it.

    ``chain`` digests the rows of its segment up to it; ``number`` counts the rows that were walked.
    """

    root: Progress
    chain: bytes
    number: int = -1
    open: int = 0


@define
class Segment:
    """A part of a root listing: its query parameters, and the number of the first row that was walked.

    ``skipped`` rows before that, whose digest is ``base``, were done by an interrupted run. ``listed`` tells
    that it was read to its end, ``settled`` that its rows do not change any more.
    """

    params: Mapping[str, Any]
    first: int
    settled: bool
    skipped: int = 0
    base: bytes = b""
    listed: bool = False


@define(eq=False)
class Progress:
    """The progress of one root listing. All numbers count its rows in the order of the listing.

    ``done_before`` tells that an interrupted run walked it to its end, and this one did not.
    """

    stream: str
    segments: list[Segment] = field(factory=list)
    opened: int = 0
    done_to: int = 0
    chain: bytes = b""
    listed: bool = False
    done_before: bool = False
    _ahead: dict[int, bytes] = field(factory=dict)

    def begin(self, params: Mapping[str, Any], *, settled: bool) -> None:
        """Begin the next segment; ``settled`` tells that its rows will not change any more."""
        self.segments.append(Segment(params, self.opened, settled))

    def open(self, branch: Branch) -> None:
        """Open the branch of the next row."""
        branch.number = self.opened
        self.opened += 1

    def close(self, branch: Branch) -> None:
        """Note that all below a row is done, and move on past the unbroken run of done rows."""
        self._ahead[branch.number] = branch.chain
        while self.done_to in self._ahead:
            self.chain = self._ahead.pop(self.done_to)
            self.done_to += 1

    @property
    def finished(self) -> bool:
        """Whether every row was listed and is done."""
        return self.listed and self.done_to == self.opened

    def current(self) -> Segment | None:
        """Return the first segment that is not wholly done; None before any began, or when all are done."""
        if not self.segments:
            return None
        ends = [segment.first for segment in self.segments[1:]] + [self.opened]
        return next(
            (
                each
                for each, end in zip(self.segments, ends, strict=True)
                if not each.listed or self.done_to < end
            ),
            None,
        )

    def resume_point(self) -> dict[str, Any] | None:
        """Return where a later run may go on, as JSON; None where nothing is known yet.

        ``rows`` rows of the segment are done with all below them; ``digest`` holds the rows' identities, so
        that a run which finds other rows there begins the segment again.
        """
        if self.finished:
            return {"done": True}
        segment = self.current()
        if segment is None:
            return None
        rows = self.done_to - segment.first if segment.settled else 0
        return {
            "segment": dict(segment.params),
            "rows": segment.skipped + rows,
            "digest": (self.chain if rows else segment.base).hex(),
        }


def link(before: bytes, identity: bytes) -> bytes:
    """Return the digest of a run of rows: that of the rows before, and the identity of one more."""
    return blake2b(before + identity, digest_size=12).digest()
