"""Writing whole lines: a process that is killed must not leave half a line in a pipe.

A write to a pipe that is full sleeps with a part of its bytes sent, and a SIGKILL then ends it there; one for
which there is room is not interrupted (pipe(7), and the kernel's pipe_write). So lines go into a pipe only
when all of them fit. A write to a file does not sleep, and is made as it is.
"""

from __future__ import annotations

import os
import select
import stat
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from mmap import PAGESIZE
from typing import BinaryIO

try:
    import fcntl
    import termios
except ImportError:  # Windows, where a pipe says nothing of its room
    fcntl = None  # type: ignore[assignment]

ROOMY = 256 * 1024
"""Bytes that a pipe is asked to hold, so that reader and writer need not wait for each other."""
LONGEST_NAP = 0.004
"""Seconds between two looks at a pipe whose reader is slow, at most."""


def outlet(out: BinaryIO) -> Callable[[bytes], None]:
    """Return what writes a block of whole lines to ``out``, at once and in full. It raises OSError.

    What is no file of the system's, such as a BytesIO, is written to and flushed.
    """
    try:
        descriptor = out.fileno()
    except (AttributeError, OSError):
        return partial(_write_and_flush, out)
    out.flush()
    if stat.S_ISFIFO(os.fstat(descriptor).st_mode) and hasattr(fcntl, "F_GETPIPE_SZ"):
        return Pipe(descriptor).write
    return partial(write_all, descriptor)


class Pipe:
    """The writing end of a pipe. Not safe for threads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        with suppress(OSError):  # the user's pipes may hold too much already
            if fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ) < ROOMY:
                fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, ROOMY)
        self.size: int = fcntl.fcntl(descriptor, fcntl.F_GETPIPE_SZ)
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)

    def write(self, block: bytes) -> None:
        """Write whole lines, as many at a time as there is room for. BrokenPipeError: the reader left."""
        for lines in whole_lines(block, self.size // 4):
            self._wait_for_room(len(lines))
            write_all(self._descriptor, lines)

    def _wait_for_room(self, length: int) -> None:
        nap = 0.0001
        while True:
            ((_, events),) = self._poll.poll()
            unread = self._unread()
            if events & select.POLLERR or unread == 0 or room(self.size, unread) >= length:
                return
            time.sleep(nap)
            nap = min(nap * 2, LONGEST_NAP)

    def _unread(self) -> int:
        answer = fcntl.ioctl(self._descriptor, termios.FIONREAD, b"\0\0\0\0")
        return int(struct.unpack("i", answer)[0])


def room(size: int, unread: int) -> int:
    """Return how many bytes surely fit into a pipe of ``size`` bytes that holds ``unread``.

    A pipe holds pages, and a write begins a new page where its last part does not fit into the one before:
    so two pages together may hold little more than one, and the first may be half read.
    """
    taken = 2 * -(-unread // PAGESIZE) + 2
    return (size // PAGESIZE - taken) * PAGESIZE


def whole_lines(block: bytes, most: int) -> Iterator[memoryview]:
    """Cut a block behind line ends, into parts of at most ``most`` bytes; a longer line stays whole."""
    start, view = 0, memoryview(block)
    while start < len(block):
        end = len(block)
        if end - start > most:
            end = block.rfind(b"\n", start, start + most) + 1 or block.find(b"\n", start) + 1 or end
        yield view[start:end]
        start = end


def write_all(descriptor: int, lines: bytes | memoryview) -> None:
    """Write all of it, also where the other end takes it in parts, or was opened not to wait."""
    left = memoryview(lines)
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:
            select.select([], [descriptor], [])


def _write_and_flush(out: BinaryIO, block: bytes) -> None:
    out.write(block)
    out.flush()
