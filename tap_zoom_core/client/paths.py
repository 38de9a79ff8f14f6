"""Filling a stream's path with the values of its context."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any
from urllib.parse import quote


def placeholders(path: str) -> list[str]:
    """Return the names in braces of a path, in their order."""
    return [name for _, name, _, _ in Formatter().parse(path) if name]


def fill(path: str, context: Mapping[str, Any]) -> str:
    """Return ``path`` with each placeholder replaced by its percent-encoded value from ``context``.

    A value whose name ends in ``uuid`` is encoded twice: one that begins with "/" or contains "//" is
    otherwise answered with 404, and Zoom accepts any UUID encoded twice. A path that is one placeholder and
    nothing else is a whole URL, and stays as it is.
    """
    names = placeholders(path)
    if path == f"{{{''.join(names)}}}":
        return str(context[names[0]])
    return path.format_map({name: encode(name, context[name]) for name in names})


def encode(name: str, value: object) -> str:
    """Percent-encode one value of a path, with no character left that means something in a URL."""
    once = quote(str(value), safe="")
    return quote(once, safe="") if name.endswith("uuid") else once
