"""Whole lines: what stands in a pipe when a process is killed, and what happens to its reader's pace."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from mmap import PAGESIZE

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_zoom_core.sync.outlets import Pipe, outlet, room, whole_lines

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how full a pipe is")

WRITER = """
import random, sys
from tap_zoom_core.sync.outlets import outlet
chance, write = random.Random(int(sys.argv[1])), outlet(sys.stdout.buffer)
while True:
    write(b"".join(b"%d %s\\n" % (n, b"x" * chance.choice([9, 900, 30_000])) for n in range(20)))
"""


@given(st.binary(), st.integers(1, 50))
def test_a_block_is_cut_behind_line_ends_alone(block: bytes, most: int) -> None:
    """Nothing is lost; a part longer than asked is one line, and all but the last end in a line's end."""
    parts = [bytes(part) for part in whole_lines(block, most)]

    assert b"".join(parts) == block
    assert all(part.endswith(b"\n") for part in parts[:-1])
    assert all(len(part) <= most or part.find(b"\n") in (-1, len(part) - 1) for part in parts)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Return the reading and the writing end of a pipe."""
    reading, writing = os.pipe()
    yield reading, writing
    for end in (reading, writing):
        os.close(end)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3 * PAGESIZE), max_size=60), st.lists(st.integers(1, 5 * PAGESIZE)))
def test_what_there_is_room_for_fits(writes: list[int], reads: list[int]) -> None:
    """Whatever was written and read before: a write of that length does not have to wait."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.set_blocking(reading, False)
    pipe = Pipe(writing)
    try:
        for number, length in enumerate(writes):
            with contextlib.suppress(BlockingIOError):
                os.write(writing, b"x" * length)
            if number < len(reads):
                os.read(reading, reads[number])
        free = room(pipe.size, pipe._unread())
        assert free <= 0 or os.write(writing, b"x" * free) == free
    finally:
        os.close(reading)
        os.close(writing)


def test_a_killed_writer_leaves_whole_lines() -> None:
    """With a reader that is too slow, at random moments; a plain write would leave half a line each time."""
    chance, ends = random.Random(1), set[bytes]()
    for seed in range(6):
        command = [sys.executable, "-c", WRITER, str(seed)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            descriptor = writer.stdout.fileno()
            last = os.read(descriptor, PAGESIZE)
            for _ in range(chance.randrange(12)):
                last = os.read(descriptor, chance.choice([100, PAGESIZE, 60_000]))
                time.sleep(0.001)
            writer.send_signal(signal.SIGKILL)
            while rest := os.read(descriptor, 1 << 20):
                last = rest
            ends.add(last[-1:])

    assert ends == {b"\n"}


def test_a_reader_gets_all_of_it(pipe: tuple[int, int]) -> None:
    """Lines shorter than a page and longer than the whole pipe, in their order."""
    reading, writing = pipe
    block = b"".join(b"%d\n" % number * 40 for number in range(9999)) + b"y" * 900_000 + b"\n"
    thread = threading.Thread(target=Pipe(writing).write, args=(block,))
    thread.start()
    read = b""
    while len(read) < len(block):
        read += os.read(reading, 50_000)
    thread.join()

    assert read == block


def test_a_reader_that_left_is_told_of() -> None:
    """Also while there is no room."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as out:
        write = outlet(out)
        write(b"x" * 60_000 + b"\n")
        threading.Timer(0.05, os.close, (reading,)).start()
        with pytest.raises(BrokenPipeError):
            write(b"y" * 250_000 + b"\n")


def test_what_is_no_file_of_the_systems_is_written_to() -> None:
    """Such as what a test gives."""
    out = io.BytesIO()
    outlet(out)(b"a\nb\n")

    assert out.getvalue() == b"a\nb\n"
