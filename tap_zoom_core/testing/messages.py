"""The Singer messages of one sync, as a test wants to look at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from attrs import field, frozen

Message = dict[str, Any]
"""One Singer message, decoded from its line."""


@frozen
class Messages:
    """What a sync wrote, and what it came to.

    lines: the messages in the order in which they were written, without ``time_extracted``, which differs
    from run to run. exit_code: 0 done, 1 a stream failed. ledger: the account of the run that ``--report``
    writes, as plain JSON values.
    """

    lines: list[Message] = field(factory=list)
    exit_code: int = 0
    ledger: Mapping[str, Any] = field(factory=dict, repr=False)

    def records(self, stream: str) -> list[dict[str, Any]]:
        """Return the records of a stream, as a target would read them."""
        return [
            line["record"] for line in self.lines if line["type"] == "RECORD" and line["stream"] == stream
        ]

    def keys(self, stream: str) -> list[tuple[Any, ...]]:
        """Return the values of the primary key, of each record of a stream."""
        columns = self.schemas[stream]["key_properties"]
        return [tuple(record[column] for column in columns) for record in self.records(stream)]

    @property
    def schemas(self) -> dict[str, Message]:
        """The SCHEMA messages, by stream."""
        return {line["stream"]: line for line in self.lines if line["type"] == "SCHEMA"}

    @property
    def state(self) -> dict[str, Any]:
        """The value of the last STATE message, ``{}`` where there was none."""
        values: list[dict[str, Any]] = [line["value"] for line in self.lines if line["type"] == "STATE"]
        return values[-1] if values else {}

    def sorted(self) -> list[Message]:
        """Return what does not depend on the order in which answers came in: every message that counts.

        Each stream's SCHEMA, then its records by their key; the streams by their names; the last STATE.
        """
        found: list[Message] = []
        for name, schema in sorted(self.schemas.items()):
            records = [line for line in self.lines if line["type"] == "RECORD" and line["stream"] == name]
            keys = schema["key_properties"]
            found += [schema, *sorted(records, key=lambda line: _key(line["record"], keys))]
        return [*found, {"type": "STATE", "value": self.state}]


def read_messages(text: bytes) -> list[Message]:
    """Decode what a tap wrote to stdout, one message a line, leaving ``time_extracted`` out."""
    lines: list[Message] = [msgspec.json.decode(line) for line in text.splitlines()]
    return [{name: value for name, value in line.items() if name != "time_extracted"} for line in lines]


def _key(record: Mapping[str, Any], columns: Iterable[str]) -> str:
    return msgspec.json.encode([record.get(column) for column in columns]).decode()
