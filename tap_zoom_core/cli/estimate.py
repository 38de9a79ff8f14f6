"""``tap-zoom sync --dry-run``: what the sync would need, as a table on stderr."""

from __future__ import annotations

import io
import threading

from rich.console import Console
from rich.table import Table

from tap_zoom_core.catalog import Selection
from tap_zoom_core.cli.host import Host, version
from tap_zoom_core.sync.estimate import Estimate, estimate
from tap_zoom_core.sync.session import begun_by, task_of


def dry_run(host: Host, selection: Selection, state: dict[str, object]) -> int:
    """Show what a sync would need; return 0. Raises TapZoomError where Zoom cannot be asked."""
    task, auth = task_of(
        host.config, host.plugins, host.streams, selection, state, out=io.BytesIO(), version=version()
    )
    with begun_by("the estimate"):
        found = estimate(task, auth, threading.Event())
    show(found, wait=host.config.on_daily_limit == "wait")
    return 0


def show(found: Estimate, console: Console | None = None, *, wait: bool = False) -> None:
    """Print an estimate to stderr."""
    target = console or Console(stderr=True, highlight=False)
    if not target.is_terminal:
        target.width = 160
    for note in found.notes:
        target.print(note, markup=False, soft_wrap=True)
    target.print(by_stream(found))
    target.print(by_label(found))
    for line in sentences(found, wait=wait):
        target.print(line, markup=False, soft_wrap=True)


def by_stream(found: Estimate) -> Table:
    """Return what each stream needs; those that only feed others stand in parentheses."""
    table = _table("stream", "label", "parents", "requests", "rows")
    for name, guess in found.streams.items():
        rows = about(guess.rows) if guess.emitted and guess.rows else ""
        shown = name if guess.emitted else f"({name})"
        table.add_row(shown, guess.rate.value, about(guess.listings), about(guess.requests), rows)
    return table


def by_label(found: Estimate) -> Table:
    """Return the requests by label, against what Zoom allows."""
    table = _table("label", "", "allowed a second", "requests", "allowed a day")
    for rate, number in found.requests().items():
        limit, day = found.limits.get(rate), found.daily.get(rate)
        table.add_row(
            rate.value, "", f"{limit:g}" if limit else "?", about(number), f"{day:,}" if day else ""
        )
    return table


def sentences(found: Estimate, *, wait: bool) -> list[str]:
    """Return in words how long it takes, what the daily limit means for it, and what cannot be had."""
    said = [f"{name} cannot be read: {why}" for name, why in found.lost.items()]
    total = sum(found.requests().values())
    said.append(
        f"about {about(total)} requests, {duration(found.seconds)}; "
        f"estimated from a sample of {found.sampled} requests; nothing was written"
    )
    over = [rate for rate, day in found.daily.items() if found.requests().get(rate, 0) > day]
    if over:
        names = " and ".join(rate.value.upper() for rate in over)
        way = (
            "on_daily_limit is wait, so it waits for the next day"
            if wait
            else "it stops there with its state and exit code 1: run it again with that state the next day, "
            'or set on_daily_limit to "wait"'
        )
        said.append(f"more {names} requests than a day allows, so it takes {found.days()} days: {way}")
    return said


def about(number: float) -> str:
    """Write a number as exactly as an estimate is: two digits."""
    if number < 100:
        return f"{number:.0f}"
    digits = len(str(int(number))) - 2
    return f"{round(number / 10**digits) * 10**digits:,}"


def duration(seconds: float) -> str:
    """Write a time as exactly as an estimate is."""
    for size, name in ((86400.0, "days"), (3600.0, "hours"), (60.0, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{max(1.0, seconds):.0f} seconds"


def _table(first: str, second: str, *numbers: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(first, overflow="fold")
    table.add_column(second)
    for name in numbers:
        table.add_column(name, justify="right")
    return table
