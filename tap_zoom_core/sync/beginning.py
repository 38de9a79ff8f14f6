"""How a run begins: sign in, see what the token allows, plan the walk, open its roots."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any, BinaryIO

from attrs import frozen
from requests.auth import AuthBase
from singer import SchemaMessage

from tap_zoom_core.catalog import Selected, announced
from tap_zoom_core.client import Budgets, Client, base_url
from tap_zoom_core.config import Config
from tap_zoom_core.graph import Node, Plan, Streams
from tap_zoom_core.shape import compile_shape
from tap_zoom_core.state import Resume, State, read_resume, read_state
from tap_zoom_core.streams import Transform
from tap_zoom_core.sync.bookmarks import since_of
from tap_zoom_core.sync.opening import Opening, open_run
from tap_zoom_core.sync.run import Run
from tap_zoom_core.sync.windows import Span, days_of
from tap_zoom_core.sync.writer import Writer

NEGLIGIBLE = timedelta(hours=1)
"""How far a bookmark may be ahead of the clock before it is told of."""


@frozen(kw_only=True)
class Task:
    """What a run is to do. ``selected``: by stream, in the catalog's order. ``state``: as it was given."""

    config: Config
    streams: Streams
    selected: Mapping[str, Selected]
    transforms: Callable[[str], list[Transform]]
    state: Mapping[str, Any]
    out: BinaryIO
    version: str


@frozen(kw_only=True)
class Beginning:
    """A run that has begun: signed in, planned, its roots opened, and nothing written.

    ``started`` and ``until`` are in UTC: what ended by ``until`` is to be read. ``incremental`` holds the
    replication key of each emitted stream that is read incrementally.
    """

    state: State
    opening: Opening
    run: Run
    resume: Resume | None
    started: datetime
    until: datetime
    incremental: Mapping[str, str]

    def is_done(self, root: str) -> bool:
        """Tell whether the run that this one goes on from had finished a root."""
        tree = tuple(self.opening.roots[root].node.names())
        point = self.resume.point(root, tree) if self.resume else None
        return bool(point and point.done)


def begin(task: Task, auth: AuthBase, stopping: threading.Event) -> Beginning:
    """Sign in, find out which way past meetings can be listed, and plan the walk.

    Raises AuthError, Unreachable, DailyLimit or UsageError where the run cannot even begin.
    """
    config = task.config
    state = read_state(task.state)
    if hasattr(auth, "open"):
        auth.open()
    client = _client(config, auth, stopping, task.version)
    now, local = client.now(), datetime.now(timezone.utc)
    until = min(now, _end_of_day(config.end_date)) if config.end_date else now
    incremental = {name: each.replication_key for name, each in task.selected.items() if each.replication_key}
    resume = read_resume(task.state, task.selected, now)
    writer = Writer(task.out, {name: _schema(name, each, task) for name, each in task.selected.items()})

    def prepare(plan: Plan) -> Run:
        own = {node.stream.name: since_of(node, state, config, incremental) for node in plan.nodes()}
        since = {node.stream.name: _oldest(node, own) for node in plan.nodes()}
        shapes = {node.stream.name: _shape(node, task) for node in plan.nodes() if node.emitted}
        spans = dict(_spans(plan, since, until, config, resume))
        return Run(client, writer, shapes, since, spans, config.page_size, stopping)

    opening, running = open_run(
        task.streams, tuple(task.selected), getattr(auth, "scopes", None), resume, prepare
    )
    # A token from elsewhere tells no time: the first answers did, and ours may have been ahead of it.
    began = min(now, client.now() - (datetime.now(timezone.utc) - local))
    opening.notes += _ahead(state, incremental, began)
    return Beginning(
        state=state,
        opening=opening,
        run=running,
        resume=resume,
        started=resume.started if resume else began,
        until=min(until, began),
        incremental=incremental,
    )


def _ahead(state: State, incremental: Mapping[str, str], began: datetime) -> list[str]:
    """Say which streams' bookmarks are later than now, so that what ended before them is not read."""
    return [
        f"{name}: its bookmark, {moment:%Y-%m-%dT%H:%M:%SZ}, is later than now by Zoom's clock: what ends "
        "before it is taken for read; set it back in the state if it is not"
        for name in incremental
        if (moment := state.bookmark(name)) and moment - began > NEGLIGIBLE
    ]


def _client(config: Config, auth: AuthBase, stopping: threading.Event, version: str) -> Client:
    client = Client(
        base_url(config.api_url, getattr(auth, "api_url", None)),
        auth,
        Budgets(config.rate_limit_plan, config.rate_limit_share),
        stopping=stopping,
        user_agent=config.user_agent or f"tap-zoom/{version}",
        timeout=config.request_timeout,
        retries=config.max_retries,
    )
    client.learn_time(getattr(auth, "server_date", None))
    return client


def _schema(name: str, each: Selected, task: Task) -> SchemaMessage:
    bookmark = [each.replication_key] if each.replication_key else None
    return SchemaMessage(name, announced(each.schema), list(each.stream.key), bookmark)


def _shape(node: Node, task: Task) -> Any:
    name, stream = node.stream.name, node.stream
    each = task.selected[name]
    return compile_shape(
        name,
        each.schema,
        keys=stream.key,
        records=stream.records,
        known=each.known,
        natural=stream.natural,
        keep_unknown=task.config.keep_unknown_fields,
        transforms=task.transforms(name),
    )


def _spans(
    plan: Plan, since: Mapping[str, datetime | None], until: datetime, config: Config, resume: Resume | None
) -> Mapping[str, Span]:
    """Return the days to ask each stream with windows for, ``since`` what is wanted of it and below it."""
    spans = {}
    for node in plan.nodes():
        window = node.stream.window
        if window is None:
            continue
        wanted = since[node.stream.name]
        start = wanted.date() if wanted else until.date() - timedelta(days=window.keeps)
        settled = (until - timedelta(days=config.lookback_days + 1)).date()
        spans[node.stream.name] = Span(start, until.date(), settled, _fixed(node, resume))
    return spans


def _fixed(node: Node, resume: Resume | None) -> tuple[date, date] | None:
    point = resume.point(node.stream.name, tuple(node.names())) if resume else None
    window = node.stream.window
    if point is None or point.done or window is None:
        return None
    try:
        return days_of(window, point.segment)
    except (KeyError, ValueError):
        return None


def _oldest(node: Node, since: Mapping[str, datetime | None]) -> datetime | None:
    """Return from when on a node is wanted: the oldest that it or anything below it wants, None for all."""
    wanted = [since[each.stream.name] for each in _below(node) if each.emitted]
    known = [each for each in wanted if each]
    return min(known) if known and len(known) == len(wanted) else None


def _below(node: Node) -> list[Node]:
    return [node, *(each for child in node.children for each in _below(child))]


def _end_of_day(moment: datetime) -> datetime:
    return moment.replace(hour=23, minute=59, second=59, microsecond=0)
