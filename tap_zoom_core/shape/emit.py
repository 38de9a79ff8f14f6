"""From rows to lines: keys checked, ids given, repetitions left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
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
    before in the same listing. set_aside: why a record, or the whole answer, could not become rows. unknown:
    paths of fields that no schema has, each told by the first answer that has it. misfits: how often a path
    held what could not be shaped and is null now, by ``(path, reason)``. next_page_token: "" on the last
    page. failure: what a transform did, where one failed: the records after that one are not in here.
    exact: how many records took the exact path, which is slower.
    """

    lines: bytes = b""
    rows: int = 0
    dropped: int = 0
    repeated: int = 0
    set_aside: list[str] = field(factory=list)
    unknown: set[str] = field(factory=set)
    misfits: Counter[tuple[str, str]] = field(factory=Counter)
    next_page_token: str = ""
    failure: str = ""
    exact: int = 0


Emit = Callable[[list[Struct], Listing, str, Shaped], None]
"""A function that adds rows to what became of an answer: (rows, listing, time_extracted, the result)."""

_Admit = Callable[[list[Struct], Listing], list[Struct]]


def emitter(plan: Plan) -> Emit:
    """Compile what is done with the rows of a stream after they have their shape."""
    keys = [(column, attrgetter(plan.attributes[column])) for column in plan.keys if column != ROW_ID]
    admit = _admit_counted(plan) if plan.natural else _admit_keyed(plan)
    stream = plan.stream

    def emit(rows: list[Struct], listing: Listing, extracted: str, shaped: Shaped) -> None:
        for column, value in keys:
            complete = [row for row in rows if value(row) not in (None, "")]
            problem = f"stream {stream!r}: a record has nothing in its key column {column!r}"
            shaped.set_aside += [problem] * (len(rows) - len(complete))
            rows = complete
        admitted = admit(rows, listing)
        shaped.repeated = len(rows) - len(admitted)
        shaped.rows = len(admitted)
        shaped.lines = lines_of([RecordMessage(stream, row, extracted) for row in admitted])

    return emit


def _admit_keyed(plan: Plan) -> _Admit:
    """Tell rows apart by their key."""
    texts = _texts(tuple(plan.attributes[column] for column in plan.keys))

    def admit(rows: list[Struct], listing: Listing) -> list[Struct]:
        return [row for row, text in zip(rows, texts(rows), strict=True) if listing.admits(hash(text))]

    return admit


def _admit_counted(plan: Plan) -> _Admit:
    """Tell rows apart by their natural columns and a count, and give each its ``row_id``."""
    texts = _texts(plan.natural_attributes)
    place, hidden = plan.attributes[ROW_ID], tuple(plan.aside.values())

    def admit(rows: list[Struct], listing: Listing) -> list[Struct]:
        admitted = []
        for row, natural in zip(rows, texts(rows), strict=True):
            ordinal, is_new = listing.count(hash(natural))
            if is_new:
                setattr(row, place, row_id(natural, ordinal))
                for attribute in hidden:
                    setattr(row, attribute, UNSET)
                admitted.append(row)
        return admitted

    return admit


def _texts(attributes: tuple[str, ...]) -> Callable[[list[Struct]], list[bytes]]:
    """Make the function that returns some of each row's values, as one JSON array a row."""
    get = attrgetter(*attributes)
    values: Callable[[Any], Any] = get if len(attributes) > 1 else lambda row: (get(row),)
    encoder = msgspec.json.Encoder()
    return lambda rows: encoder.encode_lines([values(row) for row in rows]).splitlines()
