"""The ledger, as a table for people: what was read, what was not, and why."""

from __future__ import annotations

import logging

from rich.table import Table

from tap_zoom_core.cli.logs import are_structured
from tap_zoom_core.cli.terminal import stderr_console
from tap_zoom_core.ledger import Account
from tap_zoom_core.sync import Result

LOGGER = logging.getLogger("tap_zoom_core")

FIGURES = {
    "rows": "rows that were written",
    "requests": "requests that were answered, the repeated ones not counted",
    "parents": "what the stream was to be read for: users, meetings, instances; 1 where it has no parent",
    "read": "parents that were read, with rows or without",
    "none here": "parents for which Zoom said that there is nothing to read",
    "not asked": "parents that need no request: the parent tells so, or it was read before",
    "missing": "parents that could not be read: set aside, failed, out, or the run ended before",
}
"""The columns of the table and what they mean; the four kinds of parents add up to ``parents``."""


NARROW = ("rows", "requests", "read", "missing")
"""The columns that are left on a terminal of fewer than ENOUGH columns, where names would be cut."""
ENOUGH = 95


def figures(account: Account) -> dict[str, int]:
    """Return one stream's figures, by column."""
    parents = account.parents
    return {
        "rows": account.rows,
        "requests": account.requests,
        "parents": account.offered,
        "read": parents["read"] + parents["no_rows"],
        "none here": parents["refused"] + parents["gone"],
        "not asked": parents["not_asked"] + parents["read_before"] + parents["no_id"],
        "missing": sum(parents[name] for name in ("set_aside", "failed", "out", "unfinished")),
    }


def table(result: Result, width: int) -> Table:
    """Return the table of all streams; those that only feed others stand in parentheses."""
    columns = tuple(FIGURES) if width >= ENOUGH else NARROW
    drawn = Table(box=None, header_style="bold", pad_edge=False)
    drawn.add_column("stream", overflow="fold")
    for name in columns:
        drawn.add_column(name, justify="right")
    for stream, account in result.ledger.accounts.items():
        cells = [f"{number:,}" if number else "·" for number in map(figures(account).get, columns)]
        if not account.emitted:
            cells[0] = ""
        missing = "" if account.complete else "red"
        drawn.add_row(stream if account.emitted else f"({stream})", *cells, style=missing)
    return drawn


def remarks(result: Result) -> list[str]:
    """Return what the table cannot say: refusals with their codes, and what is missing, by name."""
    said = []
    for stream, account in result.ledger.accounts.items():
        said += [
            f"{stream}: {counted(number, 'time')} {why}" for why, number in sorted(account.refusals.items())
        ]
        said += [f"{stream}: set aside: {text}" for text in account.set_aside]
        said += [f"{stream}: failed: {text}" for text in account.failures]
        said += [
            f"{stream}: null, for it could not be read as the schema says: {counted(number, 'time')} {where}"
            for where, number in sorted(account.misfits.items())
        ]
        if account.repeated:
            said.append(f"{stream}: sent twice by Zoom, written once: {counted(account.repeated, 'row')}")
        if account.dropped:
            said.append(f"{stream}: dropped by plugins: {counted(account.dropped, 'row')}")
        if account.retried:
            said.append(f"{stream}: asked again: {counted(account.retried, 'request')}")
    return said


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 row, 2 rows, 1,000 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def show(result: Result) -> None:
    """Tell the ledger on stderr: as a table, or where logs are JSON as a log line for each stream."""
    if are_structured():
        _log(result)
        return
    console = stderr_console()
    if result.ledger.accounts:
        console.print(table(result, console.width))
    for each in remarks(result):
        console.print(f"  {each}", soft_wrap=True, markup=False)
    console.print(summary(result), soft_wrap=True, markup=False)


def summary(result: Result) -> str:
    """Return the sums of a run and how it ended, in one line."""
    rows = sum(account.rows for account in result.ledger.accounts.values())
    requests = sum(account.requests for account in result.ledger.accounts.values())
    return f"{counted(rows, 'row')}, {counted(requests, 'request')}, {_end(result)}"


def _end(result: Result) -> str:
    """Say how a run ended: a run that was walked to its end may lack rows all the same."""
    if not result.complete:
        return "not complete: run it again with the last state to go on"
    lacking = [name for name, account in result.ledger.accounts.items() if not account.complete]
    return f"complete but for {', '.join(lacking)}" if lacking else "complete"


def _log(result: Result) -> None:
    for stream, account in result.ledger.accounts.items():
        said = {"stream_name": stream, "ledger": account.as_json()}
        LOGGER.info("%s: %d rows, %d requests", stream, account.rows, account.requests, extra=said)
    for each in remarks(result):
        LOGGER.info("%s", each)
    LOGGER.info("%s", summary(result))
