"""The one place that writes to stdout: whole lines, a stream's SCHEMA before its rows, STATE after them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, BinaryIO

import msgspec
from singer import SchemaMessage, StateMessage

from tap_zoom_core.sync.outlets import outlet


class Writer:
    """Writes Singer messages to ``out``, from any thread.

    ``schemas`` are the SCHEMA messages of the streams that will be emitted, by stream; each is written before
    the first rows of its stream. A reader that went away raises BrokenPipeError, and nothing more is written.
    """

    def __init__(self, out: BinaryIO, schemas: Mapping[str, SchemaMessage]) -> None:
        self._write_out, self._lock = outlet(out), threading.Lock()
        self._schemas = {name: _line(schema.asdict()) for name, schema in schemas.items()}
        self._broken = False

    def rows(self, stream: str, lines: bytes) -> None:
        """Write whole RECORD lines of one stream, kept together."""
        with self._lock:
            self._write(self._schemas.pop(stream, b"") + lines)

    def empty(self, stream: str) -> None:
        """Write the SCHEMA of a stream that was read and has no rows, so that a target makes its table."""
        with self._lock:
            self._write(self._schemas.pop(stream, b""))

    def state(self, value: Mapping[str, Any]) -> None:
        """Write a STATE message. Call it only for what was written before."""
        with self._lock:
            self._write(_line(StateMessage(value=value).asdict()))

    def close(self) -> None:
        """Let nothing more be written: a thread that still has rows loses them, but cuts no line in two."""
        with self._lock:
            self._broken = True

    def _write(self, block: bytes) -> None:
        if self._broken or not block:
            return
        try:
            self._write_out(block)
        except OSError:
            self._broken = True
            raise


def _line(message: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(message) + b"\n"
