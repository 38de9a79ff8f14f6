"""The state between two runs, in Singer's shape, and small whatever the account's size.

    {"bookmarks": {"report_meetings": {"replication_key": "end_time", "replication_key_value": "2026-…Z"}},
     "resume": {"started": "2026-…Z", "written": "2026-…Z", "streams": ["users", …],
                "roots": {"users": {"segment": {…}, "rows": 600, "digest": "…"}},
                "trees": {"users": ["users", …]}}}

A bookmark says: all that ended before it was read and written. ``resume`` is there only while a run is not
complete, and says for each root of the graph how many of its rows are done with all that hangs from them;
``trees`` says which streams those are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from attrs import define, field, frozen

from tap_zoom_core.errors import UsageError

RESUMABLE = timedelta(days=2)
"""How long after its last state an interrupted run can be gone on with; then its rows are too old to skip."""


@frozen
class ResumePoint:
    """How far an interrupted run got with one root: ``rows`` rows of a segment are done, with their digest.

    ``done`` tells that the whole root is.
    """

    segment: Mapping[str, Any]
    rows: int = 0
    digest: bytes = b""
    done: bool = False


@frozen
class Resume:
    """What an interrupted run left: when it began, how far each of its roots got, and what hung from them."""

    started: datetime
    roots: Mapping[str, ResumePoint]
    trees: Mapping[str, frozenset[str]] = field(factory=dict)

    def point(self, root: str, tree: Collection[str]) -> ResumePoint | None:
        """Return how far a root got; None where some of the streams in its tree did not hang from it then.

        They may have hung from another root: what stands in for a listing that is forbidden since, say.
        """
        return self.roots.get(root) if set(tree) <= self.trees.get(root, frozenset()) else None


@define
class State:
    """The bookmarks of a run; ``frozen`` ones move no more, because something of theirs is missing."""

    bookmarks: dict[str, dict[str, Any]] = field(factory=dict)
    others: dict[str, Any] = field(factory=dict)
    frozen: set[str] = field(factory=set)

    def bookmark(self, stream: str) -> datetime | None:
        """Return up to when a stream was read, in UTC; None where it never was."""
        value = self.bookmarks.get(stream, {}).get("replication_key_value")
        return parse_time(value) if isinstance(value, str) else None

    def move(self, stream: str, replication_key: str, to: datetime) -> None:
        """Move a stream's bookmark forward; it never goes back, and a frozen one stays."""
        before = self.bookmark(stream)
        if stream not in self.frozen and (before is None or to > before):
            self.bookmarks[stream] = {
                "replication_key": replication_key,
                "replication_key_value": write_time(to),
            }

    def as_json(self, resume: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the state as plain JSON values, with what a run that is not complete can be resumed from."""
        value = {**self.others, "bookmarks": {name: dict(each) for name, each in self.bookmarks.items()}}
        return {**value, "resume": dict(resume)} if resume else value


def read_state(value: Mapping[str, Any]) -> State:
    """Structure a Singer state. Raises UsageError where a bookmark cannot be understood.

    What others keep in it, beside ``bookmarks`` and ``resume``, is handed on as it is.
    """
    bookmarks = {} if value.get("bookmarks") is None else value["bookmarks"]
    if not isinstance(bookmarks, dict) or not all(isinstance(each, dict) for each in bookmarks.values()):
        raise UsageError('state.bookmarks: expected an object such as {"users": {…}}')
    for stream, bookmark in bookmarks.items():
        moment = bookmark.get("replication_key_value")
        if moment is not None and parse_time(moment) is None:
            raise UsageError(
                f"state.bookmarks.{stream}.replication_key_value: expected an ISO 8601 date-time, "
                f"got {moment!r}"
            )
    others = {name: each for name, each in value.items() if name not in ("bookmarks", "resume")}
    return State({name: dict(each) for name, each in bookmarks.items()}, others)


def read_resume(value: Mapping[str, Any], streams: Collection[str], now: datetime) -> Resume | None:
    """Return what an interrupted run left, where this run can go on with it: not too old, no stream more."""
    resume = value.get("resume")
    if not isinstance(resume, dict) or not isinstance(resume.get("roots"), dict):
        return None
    started, written = parse_time(resume.get("started")), parse_time(resume.get("written"))
    covered = set(streams) <= set(resume.get("streams") or ())
    if started is None or written is None or not covered:
        return None
    if started > written or not timedelta(0) <= now - written <= RESUMABLE:
        return None
    points = {name: _resume_point(each) for name, each in resume["roots"].items()}
    return Resume(started, {name: point for name, point in points.items() if point}, _trees(resume))


def _trees(resume: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    trees = resume.get("trees")
    found = trees.items() if isinstance(trees, dict) else ()
    return {root: frozenset(map(str, tree)) for root, tree in found if isinstance(tree, list)}


def _resume_point(value: object) -> ResumePoint | None:
    """Read one point; one that makes no sense is none, so that its root is walked from the beginning."""
    if not isinstance(value, dict):
        return None
    if value.get("done") is True:
        return ResumePoint({}, done=True)
    segment, rows, digest = value.get("segment"), value.get("rows"), value.get("digest")
    if not isinstance(segment, dict) or not isinstance(rows, int) or not isinstance(digest, str) or rows < 0:
        return None
    try:
        return ResumePoint(segment, rows, bytes.fromhex(digest))
    except ValueError:
        return None


def parse_time(value: object) -> datetime | None:
    """Read an ISO 8601 date or date-time as UTC; a naive one is UTC. None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)


def write_time(moment: datetime) -> str:
    """Write a moment as Zoom does: in UTC, to the second."""
    return f"{moment.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
