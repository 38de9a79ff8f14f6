"""Keeping a process with many threads small."""

from __future__ import annotations

import ctypes

M_ARENA_MAX = -8
"""The parameter of mallopt(3) that says how many arenas there may be, from glibc's malloc.h."""


def share_arenas() -> None:
    """Let all threads allocate from two arenas; call it before they are started.

    glibc gives threads arenas of their own, and each grows to the largest page that its threads ever held:
    with 64 workers that was a quarter of the process. Does nothing where there is no glibc.
    """
    try:
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)
    except (AttributeError, OSError, TypeError):
        return
