"""A stream's shape: compiled once, then from the bytes of each answer to the bytes of its RECORD lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from threading import Lock
from typing import Any

import msgspec
from attrs import frozen
from msgspec import Struct

from tap_zoom_core.shape.answers import (
    MENDED,
    UNREADABLE,
    NotJsonError,
    page_decoder,
    read_record,
    take_apart,
)
from tap_zoom_core.shape.emit import Shaped, emitter
from tap_zoom_core.shape.exact import Notes, UnknownField
from tap_zoom_core.shape.lines import timestamp
from tap_zoom_core.shape.plan import Plan
from tap_zoom_core.shape.records import ExactPath, SetAside, TransformFault
from tap_zoom_core.shape.rows import Listing
from tap_zoom_core.shape.schemas import inside
from tap_zoom_core.shape.structs import row_type

_MOST_UNKNOWN = 200
"""How many unknown fields are told of and learnt; each costs milliseconds, once, and a little memory."""


@frozen
class _FastPath:
    """What was compiled for the fields seen so far."""

    row: Any
    page: Any
    record: Any


class Shape:
    """The shape of one stream; threads may share it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._exact = ExactPath(plan)
        self._emit = emitter(plan)
        self._lock = Lock()
        self._unknown: frozenset[UnknownField] = frozenset()
        self._fast = self._compile()

    def page(
        self,
        body: bytes,
        *,
        context: Mapping[str, Any] | None = None,
        listing: Listing | None = None,
        extracted: datetime | None = None,
    ) -> Shaped:
        """Shape an answer's records and write their RECORD lines.

        body: the answer as Zoom sent it. context: columns that fill where Zoom sent no such field, or null
        or "". listing: what the listing's pages before this one emitted; None: this is the only page.
        extracted: when the answer came, with an offset; now if None. Raises NotJsonError for an answer that
        was cut short; a record that cannot be shaped raises nothing, it is told of in the result.
        """
        shaped = Shaped()
        listing = Listing() if listing is None else listing
        columns = self._exact.context(context or {})
        rows = self._all_fast(body, columns, shaped)
        if rows is None:
            notes = Notes()
            rows = list(self._one_by_one(body, columns, shaped, notes))
            shaped.misfits.update(notes.misfits)
        listing.turn_page()
        self._emit(rows, listing, timestamp(extracted), shaped)
        return shaped

    def _all_fast(self, body: bytes, context: Mapping[str, Any], shaped: Shaped) -> list[Struct] | None:
        """Decode a whole answer in one go; None where a record of it needs the exact path."""
        if self._plan.exact_only:
            return None
        try:
            decoded = self._fast.page(body)
        except UNREADABLE:
            return None
        if decoded is None:
            return None
        rows: list[Struct]
        rows, shaped.next_page_token = decoded
        self._fill(rows, context)
        return rows

    def _one_by_one(
        self, body: bytes, context: Mapping[str, Any], shaped: Shaped, notes: Notes
    ) -> Iterator[Struct]:
        """Decode an answer record by record, each by the fast path if it takes it, else by the exact one."""
        answer = take_apart(body, self._plan.records)
        shaped.next_page_token = answer.next_page_token
        if answer.problem:
            shaped.set_aside.append(f"stream {self._plan.stream!r}: {answer.problem}")
        notes.misfits += [MENDED] if answer.mended else []
        for record in answer.records:
            try:
                row = self._one_fast(record, context)
                if row is None:
                    shaped.exact += 1
                    row = self._one_exact(record, context, shaped, notes)
            except TransformFault as fault:
                shaped.failure = str(fault)
                return
            except (SetAside, NotJsonError) as problem:
                if self._plan.records is None and isinstance(problem, NotJsonError):
                    raise
                shaped.set_aside.append(f"stream {self._plan.stream!r}: {problem}")
                continue
            if row is None:
                shaped.dropped += 1
            else:
                yield row

    def _one_fast(self, record: bytes, context: Mapping[str, Any]) -> Struct | None:
        if self._plan.exact_only:
            return None
        try:
            row: Struct = self._fast.record(record)
        except UNREADABLE:
            return None
        self._fill([row], context)
        return row

    def _one_exact(
        self, record: bytes, context: Mapping[str, Any], shaped: Shaped, notes: Notes
    ) -> Struct | None:
        value, mended = read_record(record)
        notes.misfits += [MENDED] if mended else []
        values = self._exact.row(value, context, notes)
        if new := notes.unknown - self._unknown:
            shaped.unknown |= {inside(path, name) for path, name in self._learn(new)}
        row: Struct | None = None if values is None else self._fast.row(**values)
        return row

    def _fill(self, rows: list[Struct], context: Mapping[str, Any]) -> None:
        for column, value in context.items():
            attribute = self._plan.attributes.get(column) or self._plan.aside[column]
            for row in rows:
                if getattr(row, attribute) in (None, ""):
                    setattr(row, attribute, value)

    def _learn(self, unknown: set[UnknownField]) -> set[UnknownField]:
        """Remember fields that no schema has, so that the fast path takes them; return those that are new."""
        with self._lock:
            new = set(sorted(unknown - self._unknown)[: _MOST_UNKNOWN - len(self._unknown)])
            self._unknown |= new
            if new and not self._plan.exact_only:
                self._fast = self._compile()
            return new

    def _compile(self) -> _FastPath:
        row = row_type(self._plan, self._unknown)
        return _FastPath(row, page_decoder(self._plan.records, row), msgspec.json.Decoder(row).decode)
