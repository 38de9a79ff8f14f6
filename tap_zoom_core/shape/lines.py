"""RECORD messages, as bytes that are ready to be written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder()


class RecordMessage(msgspec.Struct, tag="RECORD", tag_field="type", gc=False):
    """Singer's RECORD message, its fields in singer-python's order; ``record`` is a row's struct."""

    stream: str
    record: Any
    time_extracted: str


def timestamp(moment: datetime | None) -> str:
    """Write a date-time that has an offset (None: now) as RFC 3339 in UTC: ``2026-03-01T10:00:00.123Z``."""
    utc = datetime.now(timezone.utc) if moment is None else moment.astimezone(timezone.utc)
    text: str = msgspec.to_builtins(utc)
    return text


def lines_of(messages: Iterable[RecordMessage]) -> bytes:
    r"""Return the messages as UTF-8 JSON, one a line, each line ended by ``\n``."""
    return _ENCODER.encode_lines(messages)
