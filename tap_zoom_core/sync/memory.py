"""Keeping a process with many threads small."""

from __future__ import annotations

import ctypes

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8
"""Parameters of mallopt(3), from glibc's malloc.h: from which size on memory is mapped, and the arenas."""
PAGE = 64 * 1024
"""Bytes: an answer with a page of rows is larger, and goes back to the system when it was read."""


def share_arenas() -> None:
    """Let all threads allocate from one arena; call it before they are started.

    glibc gives threads arenas of their own, and each grows to the largest page that its threads ever held:
    with dozens of workers that was a quarter of the process. Does nothing where there is no glibc.
    """
    try:
        libc = ctypes.CDLL(None)
        libc.mallopt(M_ARENA_MAX, 1)
        libc.mallopt(M_MMAP_THRESHOLD, PAGE)
    except (AttributeError, OSError, TypeError):
        return
