"""From a parent's record to the listings of its children: what is asked for it, and what need not be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from tap_zoom_core.client import placeholders
from tap_zoom_core.errors import PluginError
from tap_zoom_core.state import parse_time
from tap_zoom_core.streams import Record
from tap_zoom_core.sync.listing import Family, Listing

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.sync.outcome import Outcome
    from tap_zoom_core.sync.progress import Branch
    from tap_zoom_core.sync.run import Run


def branch_out(
    node: Node,
    record: Record,
    context: Mapping[str, Any],
    branch: Branch | None,
    run: Run,
    outcome: Outcome,
) -> None:
    """Add to ``outcome`` the listings that hang from one record of ``node``, or why there are none.

    ``record`` is as Zoom sent it, ``context`` what it took from its ancestors. A child without a path reads
    nothing: its rows are in the record already.
    """
    family = Family()
    for child in node.children:
        below = {**context, **child_context(child, record, context)}
        reason = why_not(child, record, below, run)
        if reason:
            outcome.offered[child.stream.name, reason] += 1
        elif child.stream.path is None:
            _own_rows(child, record, below, branch, run, outcome)
        else:
            instead = {name: record.get(taken) for name, taken in child.stream.instead.items()}
            outcome.children.append(Listing(child, below, branch, family, instead=instead or None))


def child_context(child: Node, record: Record, context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a child takes from a record, or where it has none, from the context."""
    return {
        column: record.get(name) if record.get(name) not in (None, "") else context.get(name)
        for column, name in child.context.items()
    }


def why_not(child: Node, record: Record, below: Mapping[str, Any], run: Run) -> str:
    """Return the ledger's column for a child that is not to be asked for this record; "" where it is."""
    stream = child.stream
    if any(below.get(name) in (None, "") for name in placeholders(stream.path or "")):
        return "no_id"
    if stream.parent and stream.parent.when and not _says(child, record):
        return "not_asked"
    since = run.since.get(stream.name)
    ended = _ended(child, record, below)
    if since and ended and ended < since:
        return "read_before"
    if stream.name in run.out:
        return "out"
    return ""


def _says(child: Node, record: Record) -> bool:
    parent = child.stream.parent
    assert parent is not None
    assert parent.when is not None
    try:
        return bool(parent.when(record))
    except Exception as error:
        raise PluginError(
            f"plugin '{child.plugin}': the condition of stream '{child.stream.name}' raised "
            f"{type(error).__name__} on a record of '{parent.stream}': it must answer for any record"
        ) from error


def _ended(child: Node, record: Record, below: Mapping[str, Any]) -> datetime | None:
    key = child.stream.replication_key
    return parse_time(below.get(key)) if key and key in child.context else None


def _own_rows(
    child: Node,
    record: Record,
    below: Mapping[str, Any],
    branch: Branch | None,
    run: Run,
    outcome: Outcome,
) -> None:
    """Take a child's rows from its parent's record: the record itself, or a list that stands in it."""
    key = child.stream.records
    found = record.get(key) if key else [record]
    records = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    ending = "read" if records else "no_rows"
    if child.stream.name in run.muted:
        ending = "out"
    elif child.emitted and records:
        columns = {column: below.get(column) for column in child.columns}
        shaped = run.shapes[child.stream.name].page(msgspec.json.encode(record), context=columns)
        outcome.shaped.append((child.stream.name, shaped))
        if shaped.failure:
            ending = "failed"
            outcome.faults.append((child, shaped.failure))
    outcome.offered[child.stream.name, ending] += 1
    for each in records:
        branch_out(child, each, below, branch, run, outcome)
