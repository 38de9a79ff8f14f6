"""One sync as the command line runs it: with signals, the ledger on stderr, and an exit code."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from requests.auth import AuthBase

from tap_zoom_core.auth import no_auth
from tap_zoom_core.catalog import Selection
from tap_zoom_core.client import DailyLimit, Unreachable
from tap_zoom_core.config import Config
from tap_zoom_core.errors import SyncError, TapZoomError, UsageError
from tap_zoom_core.graph import Streams
from tap_zoom_core.plugins import Plugins, auth_of, transforms_of
from tap_zoom_core.sync.beginning import Task
from tap_zoom_core.sync.memory import share_arenas
from tap_zoom_core.sync.running import Result, run
from tap_zoom_core.sync.signals import stopped_by_signals
from tap_zoom_core.sync.walk import Walk

log = logging.getLogger("tap_zoom_core")

BROKEN_PIPE = 141
"""The exit code of a process whose reader went away: 128 and SIGPIPE."""


def run_sync(
    config: Config,
    plugins: Plugins,
    streams: Streams,
    selection: Selection,
    state: Mapping[str, Any],
    *,
    out: BinaryIO,
    version: str,
    report: Path | None = None,
    show: Callable[[Result], None] = lambda result: None,
    on_tick: Callable[[Walk], None] = lambda walk: None,
) -> int:
    """Sync what is selected to ``out``; return the exit code.

    ``show`` is given the result when it ended, and ``report`` is a file for it as JSON. Raises TapZoomError
    for what kept the sync from beginning.
    """
    task, auth = task_of(config, plugins, streams, selection, state, out=out, version=version)
    stopping = threading.Event()
    share_arenas()
    with stopped_by_signals(stopping) as caught:
        try:
            with begun_by("the sync"):
                result = run(task, auth, stopping, on_tick)
        except TapZoomError:
            if caught.exit_code is not None:
                return caught.exit_code
            raise
        if isinstance(result.fatal, BrokenPipeError):
            return BROKEN_PIPE
        show(result)
        if report is not None:
            write_report(report, result)
    return caught.exit_code if caught.exit_code is not None else exit_code(result)


@contextmanager
def begun_by(what: str) -> Iterator[None]:
    """Explain in one line, as a SyncError, why something could not begin with Zoom."""
    try:
        yield
    except Unreachable as fault:
        raise SyncError(f"Zoom cannot be reached: {fault}") from None
    except DailyLimit as limit:
        raise SyncError(f"{what} did not begin: {limit}") from None


def task_of(
    config: Config,
    plugins: Plugins,
    streams: Streams,
    selection: Selection,
    state: Mapping[str, Any],
    *,
    out: BinaryIO,
    version: str,
) -> tuple[Task, AuthBase]:
    """Return what a run is to do, and what signs its requests. Raises ConfigError where nothing does."""
    auth = auth_of(plugins, config)
    if auth is None:
        raise no_auth(config)
    task = Task(
        config=config,
        streams=streams,
        selected=selection.streams,
        transforms=lambda name: transforms_of(plugins, streams[name]),
        state=state,
        out=out,
        version=version,
    )
    return task, auth


def exit_code(result: Result) -> int:
    """Return 0 for a sync that read all it was to read, 1 for one that failed or whose streams did.

    Objects that were set aside are told of, and leave it at 0. Raises what ended the run, where that is a
    defect of ours.
    """
    if result.fatal is not None:
        if not isinstance(result.fatal, TapZoomError | DailyLimit | OSError):
            raise result.fatal
        log.error("the sync stopped: %s", result.fatal)
        return result.fatal.exit_code if isinstance(result.fatal, TapZoomError) else 1
    accounts = result.ledger.accounts.items()
    failed = [name for name, each in accounts if each.failed]
    if failed:
        log.error("the sync is not complete, streams failed: %s", ", ".join(failed))
    return 1 if failed else 0


def write_report(path: Path, result: Result) -> None:
    """Write the ledger as JSON. Raises UsageError for a file that cannot be written."""
    text = json.dumps(result.ledger.as_json(result.state), indent=2, ensure_ascii=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--report {path}: {error.strerror}") from None
