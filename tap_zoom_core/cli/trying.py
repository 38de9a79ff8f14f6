"""``--test``: the first record of each selected stream, with as few requests as that takes."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Collection
from typing import BinaryIO, cast

from singer import SchemaMessage

from tap_zoom_core.catalog import Selection
from tap_zoom_core.cli.host import Host, version
from tap_zoom_core.cli.options import Trying
from tap_zoom_core.cli.stdout import write_out
from tap_zoom_core.sync import Result, Walk, run_sync

LOGGER = logging.getLogger("tap_zoom_core")
MOST_REQUESTS = 200
"""Requests after which a test ends, though a stream gave no record yet: it may hold none at all."""
MOST_SECONDS = 60.0
"""Seconds after which a test ends likewise."""


class FirstRecords:
    """Takes Singer messages, and passes on each SCHEMA and the first RECORD of each stream.

    STATE messages are kept back: what was left out must not count as read. ``seen`` are the streams that gave
    a record.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.seen: set[str] = set()

    def write(self, content: bytes) -> int:
        """Take whole lines; return how many bytes were taken."""
        for line in content.splitlines(keepends=True):
            if self._passes(json.loads(line)):
                self._out.write(line)
        return len(content)

    def flush(self) -> None:
        """Hand on what was passed."""
        self._out.flush()

    def _passes(self, message: dict[str, object]) -> bool:
        stream = str(message.get("stream"))
        if message["type"] == "RECORD" and stream not in self.seen:
            self.seen.add(stream)
            return True
        return message["type"] == "SCHEMA"


class Trial:
    """Ends a walk as soon as each selected stream gave a record, or was given its chance."""

    def __init__(self, selected: Collection[str], out: BinaryIO) -> None:
        self.selected = selected
        self.out = FirstRecords(out)
        self._until = time.monotonic() + MOST_SECONDS

    def __call__(self, walk: Walk) -> None:
        """Look at the walk, at each of its ticks."""
        requests = sum(walk.run.client.budgets.used().values())
        if self.out.seen >= set(self.selected) or requests >= MOST_REQUESTS or time.monotonic() > self._until:
            walk.run.stopping.set()

    def end(self, result: Result) -> None:
        """Say what came of it."""
        silent = [name for name in self.selected if name not in self.out.seen]
        requests = sum(account.requests for account in result.ledger.accounts.values())
        LOGGER.info(
            "test: %d of %d streams gave a record, with %d requests%s",
            len(self.out.seen),
            len(self.selected),
            requests,
            f"; none came of {', '.join(silent)}" if silent else "",
        )


def try_out(host: Host, selection: Selection, kind: Trying) -> int:
    """Write what the kind of test wants to stdout; return the exit code. Raises TapZoomError."""
    if kind is Trying.SCHEMA:
        write_out(schemas(selection))
        return 0
    trial = Trial(list(selection.streams), sys.stdout.buffer)
    return run_sync(
        host.config,
        host.plugins,
        host.streams,
        selection,
        {},
        out=cast(BinaryIO, trial.out),
        version=version(),
        show=trial.end,
        on_tick=trial,
    )


def schemas(selection: Selection) -> str:
    """Return the SCHEMA message of each selected stream, as a sync writes it, a line each."""
    lines = []
    for name, each in selection.streams.items():
        bookmark = [each.replication_key] if each.replication_key else None
        lines.append(json.dumps(SchemaMessage(name, each.schema, list(each.key), bookmark).asdict()) + "\n")
    return "".join(lines)
