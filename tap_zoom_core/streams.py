"""What a plugin says of a stream: where Zoom serves it, whose child it is, and what refusals mean.

Data, not behaviour: the host reads these descriptions and does everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Any

from attrs import field, frozen

Record = dict[str, Any]
"""One record as Zoom sent it, decoded from JSON."""

Transform = Callable[[Record], "Record | None"]
"""A function from a record to what shall be emitted in its place; None drops the record."""

JsonSchema = dict[str, Any]
"""A JSON Schema, as a stream's SCHEMA message carries it."""

Refusal = int | tuple[int, str]
"""A Zoom error code, or a code and a part of its message where one code means two things."""


def _refusals(given: Iterable[Refusal]) -> frozenset[Refusal]:
    return frozenset(given)


class Rate(Enum):
    """Zoom's rate limit labels, by the name that the header ``X-RateLimit-Category`` gives them."""

    LIGHT = "Light"
    MEDIUM = "Medium"
    HEAVY = "Heavy"
    RESOURCE_INTENSIVE = "Resource-intensive"


@frozen(init=False)
class Parent:
    """Whose child a stream is, and what its rows take from the parent's record.

    ``Parent("meetings", meeting_id="id")`` reads: for each record of ``meetings``, one listing, whose path
    may use ``{meeting_id}`` and whose rows get a column ``meeting_id``, both from the record's field ``id``.
    ``when`` is asked with the parent's record, as Zoom sent it; where it says False, nothing is requested.
    """

    stream: str
    context: Mapping[str, str]
    when: Callable[[Record], bool] | None

    def __init__(
        self, stream: str, /, *, when: Callable[[Record], bool] | None = None, **context: str
    ) -> None:
        self.__attrs_init__(stream, context, when)


@frozen
class Window:
    """Dates that a listing must be asked by: the two parameters' names and the longest span in days.

    Both dates are days in UTC, ``YYYY-MM-DD``, and both belong to the window; with ``moments`` they are
    written as the first and the last second of those days, ``YYYY-MM-DDThh:mm:ssZ``. ``keeps`` is how many
    days Zoom keeps what is listed, where that is known: how far back to ask without a ``start_date``.
    ``empty_on`` are refusals that mean "nothing in this window", and do not speak of the others.
    """

    days: int = 30
    start: str = "from"
    end: str = "to"
    keeps: int = 365
    moments: bool = False
    empty_on: frozenset[Refusal] = field(factory=frozenset, converter=_refusals)


@frozen
class Text:
    """What to make of an answer that is no JSON: one record, with the answer's text in a column.

    column: where the text goes; beside it stands ``<column>_is_cut``, true where there was more of it than
    ``most_bytes``, which is all that is read. Bytes that are no UTF-8 become U+FFFD.
    """

    column: str = "text"
    most_bytes: int = 5_000_000


@frozen(init=False)
class StandIn:
    """The streams that another way of listing can stand in for, and under which names it has their fields.

    ``StandIn("past_meetings", meeting_uuid="uuid")`` reads: where ``past_meetings`` cannot be had, its
    children hang from this stream instead, and find what they know as ``meeting_uuid`` in its field ``uuid``.
    """

    streams: tuple[str, ...]
    fields: Mapping[str, str]

    def __init__(self, *streams: str, **fields: str) -> None:
        self.__attrs_init__(streams, fields)


@frozen(kw_only=True)
class Stream:
    """One stream: a listing, or an object, that Zoom serves.

    name: tap_stream_id. path: below the API's base, with ``{placeholders}`` that ancestors' contexts fill
    (those named ``…uuid`` are percent-encoded twice, as Zoom wants). ``"{download_url}"``, one
    placeholder and nothing else, is a whole URL, asked where it is of the API's host or another of
    Zoom's. None when the rows stand in the parent's record. key: the primary key's columns. records: the
    key of the list in the answer, or without a path in the parent's record; None when that is the record.
    text: see Text. params: fixed query parameters. each: one listing for each of a parameter's values.
    paged: whether it takes ``page_size`` and ``next_page_token``. numbered: whether Zoom documents no
    parameter for its pages but ``page_number``, which is then used where an answer tells of more pages
    and gives no token. page_size: the most it takes. window: the dates it must be asked by. natural: the
    columns that identify a row where Zoom gives it no id; the host then adds ``row_id``, a digest of them
    and of how many rows before it share them. replication_key: the column that makes the stream
    incremental: one from the parent's context, or where a window bounds the listing a field of its own.
    empty_on: refusals that mean "no rows here". gone_on: refusals that mean that the parent itself is
    gone. scopes: classic and granular; any one of them is enough. hidden: only feeds children, is never
    emitted. selected: what the catalog says by default. stands_in: see StandIn. instead: where Zoom says
    that there are no rows here, children hang from one record that is made of the parent's: its fields,
    and the parent's fields that they are taken from.
    """

    name: str
    path: str | None
    key: tuple[str, ...] = ("id",)
    records: str | None = None
    text: Text | None = None
    parent: Parent | None = None
    params: Mapping[str, str | int | bool] = field(factory=dict)
    each: Mapping[str, tuple[str, ...]] = field(factory=dict)
    paged: bool = False
    numbered: bool = False
    page_size: int = 300
    window: Window | None = None
    rate: Rate = Rate.MEDIUM
    natural: tuple[str, ...] = ()
    replication_key: str | None = None
    empty_on: frozenset[Refusal] = field(factory=frozenset, converter=_refusals)
    gone_on: frozenset[Refusal] = field(factory=frozenset, converter=_refusals)
    scopes: tuple[str, ...] = ()
    hidden: bool = False
    selected: bool = True
    stands_in: StandIn | None = None
    instead: Mapping[str, str] = field(factory=dict)
