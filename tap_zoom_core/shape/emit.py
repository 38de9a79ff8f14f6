"""From rows to lines: keys checked, ids given, repetitions left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import msgspec
from attrs import define, field
from msgspec import UNSET, Struct

from tap_zoom_core.shape.lines import RecordMessage, lines_of
from tap_zoom_core.shape.plan import ROW_ID, Plan
from tap_zoom_core.shape.rows import Listing, row_id


@define
class Shaped:
    r"""What became of an answer: ``rows + dropped + repeated + len(set_aside)`` is how many records it had.

    lines: RECORD messages, one a line, each ended by ``\n``. dropped: by a transform. repeated: emitted
    before in the same listing. set_aside: why a record, or the whole answer, could not become rows.
    unknown: paths of fields that no schema has, each told by the first answer that has it. misfits: how
    often a path held what could not be shaped and is null now, by ``(path, reason)``. next_page_token: ""
    on the last page.
    """

    lines: bytes = b""
    rows: int = 0
    dropped: int = 0
    repeated: int = 0
    set_aside: list[str] = field(factory=list)
    unknown: set[str] = field(factory=set)
    misfits: Counter[tuple[str, str]] = field(factory=Counter)
    next_page_token: str = ""


Emit = Callable[[Iterable[Struct], Listing, str, Shaped], None]
"""A function that adds rows to what became of an answer: (rows, listing, time_extracted, the result)."""


def emitter(plan: Plan) -> Emit:
    """Compile what is done with the rows of a stream after they have their shape."""
    keys = [(column, attrgetter(plan.attributes[column])) for column in plan.keys if column != ROW_ID]
    admit = _admit_counted(plan) if plan.natural else _admit_keyed(plan)
    stream = plan.stream

    def emit(rows: Iterable[Struct], listing: Listing, extracted: str, shaped: Shaped) -> None:
        messages = []
        for row in rows:
            for column, value in keys:
                if value(row) in (None, ""):
                    shaped.set_aside.append(
                        f"a record of {stream!r} has nothing in its key column {column!r}"
                    )
                    break
            else:
                if admit(row, listing):
                    messages.append(RecordMessage(stream, row, extracted))
                else:
                    shaped.repeated += 1
        shaped.rows += len(messages)
        shaped.lines = lines_of(messages)

    return emit


def _admit_keyed(plan: Plan) -> Callable[[Any, Listing], bool]:
    """Tell rows apart by their key."""
    identity = attrgetter(*(plan.attributes[column] for column in plan.keys))
    return lambda row, listing: listing.admits(hash(identity(row)))


def _admit_counted(plan: Plan) -> Callable[[Any, Listing], bool]:
    """Tell rows apart by their natural columns and a count, and give each its ``row_id``."""
    values = _tuple_getter(plan.natural_attributes)
    place, hidden = plan.attributes[ROW_ID], tuple(plan.aside.values())
    encode = msgspec.json.Encoder().encode

    def admit(row: Any, listing: Listing) -> bool:
        natural = encode(values(row))
        ordinal, is_new = listing.count(hash(natural))
        setattr(row, place, row_id(natural, ordinal))
        for attribute in hidden:
            setattr(row, attribute, UNSET)
        return is_new

    return admit


def _tuple_getter(attributes: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    one = attrgetter(*attributes)
    return one if len(attributes) > 1 else lambda row: (one(row),)
