"""Signals: the first SIGINT or SIGTERM ends a run in good order, a second SIGINT at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from attrs import define


@define
class Caught:
    """The signal that ended a run, None while there was none."""

    signal: int | None = None

    @property
    def exit_code(self) -> int | None:
        """What a process that a signal ended exits with: 130 or 143."""
        return None if self.signal is None else 128 + self.signal


@contextmanager
def stopped_by_signals(stopping: threading.Event) -> Iterator[Caught]:
    """Set ``stopping`` on SIGINT and SIGTERM while the block runs; yield which signal it was.

    Does nothing outside the main thread, where Python allows no signal handlers.
    """
    caught = Caught()
    if threading.current_thread() is not threading.main_thread():
        yield caught
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if caught.signal is not None and number == signal.SIGINT:
            os._exit(128 + number)
        caught.signal = number
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
