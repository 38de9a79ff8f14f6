"""Booking outcomes: the ledger, the progress of the roots, the bookmarks. The dispatcher's thread alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from tap_zoom_core.ledger import Ledger
from tap_zoom_core.state import State, write_time
from tap_zoom_core.sync.bookmarks import moment_of

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.shape import Shaped
    from tap_zoom_core.sync.ending import Ending
    from tap_zoom_core.sync.listing import Listing
    from tap_zoom_core.sync.outcome import Outcome
    from tap_zoom_core.sync.progress import Progress

log = logging.getLogger("tap_zoom_core")

LOUD = 5
"""How many failures of one stream are logged one by one; the ledger counts them all."""


@define
class Books:
    """What a run knows of itself. ``started`` and ``until`` are in UTC: what ended by ``until`` is read.

    A run that goes on from another began when that one ``started``. ``clock`` tells Zoom's time, in UTC.
    """

    ledger: Ledger
    state: State
    started: datetime
    until: datetime
    emitted: tuple[str, ...]
    incremental: Mapping[str, str]
    """The replication key of each emitted stream that is read incrementally."""
    clock: Callable[[], datetime]
    roots: dict[str, tuple[Node, Progress]] = field(factory=dict)
    held: set[str] = field(factory=set)
    """Roots below which something failed: what an interrupted run may skip there does not grow any more."""
    _resume_points: dict[str, dict[str, Any]] = field(factory=dict)

    def book(self, outcome: Outcome) -> None:
        """Book one page."""
        listing = outcome.listing
        account = self.ledger[listing.stream.name]
        account.requests += bool(outcome.tries)
        account.retried += max(0, outcome.tries - 1)
        for (stream, column), number in outcome.offered.items():
            self.ledger[stream].offered += number
            self.ledger[stream].parents[column] += number
        for stream, shaped in outcome.shaped:
            self._book_rows(listing.node, stream, shaped)
        for note in outcome.notes:
            self.note(note)
        for child in outcome.children:
            self.ledger[child.stream.name].offered += 1
        if outcome.trouble:
            self.hold(listing.node)
        if outcome.ending:
            self.end(listing, outcome.ending)

    def end(self, listing: Listing, ending: Ending) -> None:
        """Book how a listing ended."""
        account = self.ledger[listing.stream.name]
        account.parents[ending.column] += 1
        if ending.refusal:
            account.refusals[ending.refusal] += 1
        if ending.column in ("failed", "set_aside", "out", "unfinished"):
            self.hold(listing.node)
        if ending.column in ("failed", "out"):
            self._lack_parents(listing.node)
        if ending.column == "failed":
            account.name(account.failures, ending.problem)
            if account.parents["failed"] <= LOUD:
                log.error("%s: %s", listing.stream.name, ending.problem)
        if ending.column == "set_aside":
            account.name(account.set_aside, ending.problem)
            log.warning("%s: set aside: %s", listing.stream.name, ending.problem)

    def hold(self, node: Node) -> None:
        """Let no bookmark of a stream, or of what hangs from it, move any more: rows are missing."""
        waiting = [node]
        while waiting:
            each = waiting.pop()
            self.state.frozen.add(each.stream.name)
            waiting.extend(each.children)
        for name, (root, _) in self.roots.items():
            if _contains(root, node):
                self.held.add(name)

    def _lack_parents(self, node: Node) -> None:
        """Note that what hangs from a stream has fewer parents than there are."""
        for child in node.children:
            self.ledger[child.stream.name].lacks_parents = True
            self._lack_parents(child)

    def fail(self, node: Node, problem: str) -> None:
        """Book that a stream's rows cannot be written, while what hangs from it is still read."""
        account = self.ledger[node.stream.name]
        account.name(account.failures, problem)
        log.error("%s: %s", node.stream.name, problem)
        self.state.frozen.add(node.stream.name)
        self.held.update(name for name, (root, _) in self.roots.items() if _contains(root, node))

    def note(self, text: str) -> None:
        """Say something once, now and in the ledger."""
        if text not in self.ledger.notes:
            self.ledger.notes.append(text)
            log.warning("%s", text)

    def value(self, *, complete: bool) -> dict[str, Any]:
        """Return the state as it stands: it vouches for what was written, and for nothing else."""
        for name, (node, progress) in self.roots.items():
            moment = moment_of(node.stream, progress, self.started, self.until)
            if moment:
                for stream in node.names():
                    if stream in self.incremental:
                        self.state.move(stream, self.incremental[stream], moment)
            if name not in self.held:
                point = progress.resume_point()
                if point:
                    self._resume_points[name] = point
        if complete:
            return self.state.as_json()
        resume = {
            "started": write_time(self.started),
            "written": write_time(self.clock()),
            "streams": list(self.emitted),
            "roots": dict(self._resume_points),
            "trees": {name: list(self.roots[name][0].names()) for name in self._resume_points},
        }
        return self.state.as_json(resume if self._resume_points else None)

    def standing(self) -> object:
        """Return what tells two states apart: the bookmarks, and how far the roots are."""
        return dict(self.state.bookmarks), dict(self._resume_points)

    def _book_rows(self, node: Node, stream: str, shaped: Shaped) -> None:
        account = self.ledger[stream]
        account.rows += shaped.rows
        account.repeated += shaped.repeated
        account.dropped += shaped.dropped
        for (path, reason), number in shaped.misfits.items():
            account.misfits[f"{path}: {reason}"] += number
        for problem in shaped.set_aside:
            account.set_aside_rows += 1
            account.name(account.set_aside, problem)
            log.warning("%s: a record was set aside: %s", stream, problem)
        if shaped.set_aside:
            self.hold(node)
        new = sorted(set(shaped.unknown) - account.unknown_fields)
        if new:
            account.unknown_fields.update(new)
            log.warning("%s: Zoom sends fields that no schema has: %s", stream, ", ".join(new))


def _contains(root: Node, node: Node) -> bool:
    return root is node or any(_contains(child, node) for child in root.children)
