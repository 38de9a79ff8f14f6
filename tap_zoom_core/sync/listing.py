"""One listing: the requests that read a stream's rows for one parent, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

from attrs import define, field

from tap_zoom_core.client import Answer, Request, fill
from tap_zoom_core.shape import Listing as Emitted
from tap_zoom_core.sync.windows import written

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.state import ResumePoint
    from tap_zoom_core.streams import Record, Stream
    from tap_zoom_core.sync.ending import Ending
    from tap_zoom_core.sync.page import Page
    from tap_zoom_core.sync.progress import Branch, Progress
    from tap_zoom_core.sync.windows import Span

MOST_RESTARTS = 20
"""How often a listing may begin again for a page token that expired, without any new row in between."""


@define(eq=False)
class Family:
    """The listings of one parent record have this in common: whether Zoom said that the parent is gone."""

    gone: bool = False


@define(eq=False)
class Root:
    """What a listing at a root keeps besides: its progress, and where an interrupted run left it.

    ``chain`` is the digest of this segment's rows so far. The interrupted run had done ``skipped`` rows of
    it, whose digest is ``base``; ``to_skip`` of them are still to be read past.
    """

    progress: Progress
    resume: ResumePoint | None = None
    chain: bytes = b""
    skipped: int = 0
    base: bytes = b""
    to_skip: int = 0

    def enter(self, params: Mapping[str, Any]) -> None:
        """Enter a segment, behind the rows of it that are done."""
        resume = self.resume if self.resume and self.resume.segment == params else None
        self.chain = b""
        self.skipped = self.to_skip = resume.rows if resume else 0
        self.base = resume.digest if resume else b""

    def distrust(self) -> None:
        """Walk the whole segment after all: its first rows are not those that were done."""
        self.resume = None
        self.enter({})


@define(eq=False)
class Listing:
    """Where the reading of one listing stands. Only one thread has it at a time.

    ``segments`` are the query parameters still to come, one listing each; ``token`` is the next page's,
    or ``number`` where its stream is numbered; ``read`` counts the records so far, ``page`` the pages of
    this segment. ``primed`` is a first page that was asked for already. ``emitted`` remembers the rows,
    for Zoom repeats some. ``trouble`` is the first segment's that could not be read: the others are read
    all the same. ``instead`` is the record to go on with where Zoom says that there are none.
    ``restarts`` counts those since the last new row, which ``gained`` tells of.
    """

    node: Node
    context: Mapping[str, Any]
    branch: Branch | None
    family: Family
    root: Root | None = None
    emitted: Emitted = field(init=False)
    segments: Iterator[Mapping[str, Any]] | None = None
    params: Mapping[str, Any] = field(factory=dict)
    token: str = ""
    number: int = 1
    page: int = 0
    read: int = 0
    restarts: int = 0
    gained: bool = False
    trouble: Ending | None = None
    primed: Answer[Page] | None = None
    instead: Record | None = None

    @property
    def stream(self) -> Stream:
        """The stream that this listing reads."""
        return self.node.stream

    def columns(self) -> dict[str, Any]:
        """Return the columns that its rows take from its ancestors."""
        return {column: self.context.get(column) for column in self.node.columns}

    def request(self, page_size: int) -> Request:
        """Return the request for the next page."""
        stream = self.stream
        assert stream.path is not None
        params = {**stream.params, **self.params}
        if stream.paged:
            params["page_size"] = min(page_size, stream.page_size)
        if self.token:
            params["next_page_token"] = self.token
        if self.number > 1:
            params["page_number"] = self.number
        most_bytes = stream.text.most_bytes if stream.text else None
        return Request(stream.name, stream.rate, fill(stream.path, self.context), _plain(params), most_bytes)

    def begin(self, span: Span | None) -> bool:
        """Go to the first segment, or to the one where an interrupted run was; False where there is none."""
        segments: list[Mapping[str, Any]] = list(segments_of(self.stream, span))
        resume = self.root.resume if self.root else None
        if resume and resume.segment in segments:
            segments = segments[segments.index(resume.segment) :]
        self.segments, self.emitted = iter(segments), Emitted()
        return self.next_segment()

    def next_segment(self) -> bool:
        """Go on to the next segment; return False when there is none."""
        params = next(self.segments or iter(()), None)
        if params is None:
            return False
        self.params, self.token, self.number, self.page = params, "", 1, 0
        if self.root:
            self.root.enter(params)
        return True

    def again(self) -> bool:
        """Begin this segment again from its first page; return False when that leads nowhere."""
        self.restarts = 1 if self.gained else self.restarts + 1
        self.gained = False
        self.token, self.number, self.page = "", 1, 0
        self.emitted.start_again()
        return self.restarts <= MOST_RESTARTS


def segments_of(stream: Stream, span: Span | None) -> Iterator[dict[str, Any]]:
    """Yield the query parameters of each segment: in every window of dates, every value of ``each``."""
    values = [dict(zip(stream.each, each, strict=True)) for each in product(*stream.each.values())]
    dates: list[dict[str, str]] = [{}]
    if stream.window and span:
        dates = [written(stream.window, *days) for days in span.windows(stream.window.days)]
    for window in dates:
        for value in values:
            yield {**value, **window}


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """Write booleans as Zoom's query strings have them."""
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in params.items()}
