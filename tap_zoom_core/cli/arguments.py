"""The command line before it is parsed: what may stand anywhere is moved to where the parser wants it."""

from __future__ import annotations

from collections.abc import Sequence

FLAGS = ("--verbose", "--quiet")
LETTERS = frozenset("vq")
VALUED = "--log-format"
OPTIONAL = {"--test": "--test=all"}
"""Options whose value may be left out, and what they mean then."""


def arranged(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the options for logs first, and with values that were left out.

    ``sync -v --log-format json`` becomes ``-v --log-format json sync``. Nothing behind ``--`` is touched.
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(reversed(arguments))
    while waiting:
        word = waiting.pop()
        if word == "--":
            rest += [word, *reversed(waiting)]
            break
        if word in FLAGS or _is_letters(word) or word.startswith(f"{VALUED}="):
            front.append(word)
        elif word == VALUED:
            front.append(word)
            front += [waiting.pop()] if waiting else []
        else:
            rest.append(OPTIONAL.get(word, word))
    return front + rest


def _is_letters(word: str) -> bool:
    """Tell whether a word is made of one-letter options for logs: -v, -vv, -q."""
    return len(word) > 1 and word[0] == "-" and set(word[1:]) <= LETTERS
