"""Faults on request: decided by the seed, the URL and how often it was asked before."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

from tap_zoom_sandbox.numbers import key, mix
from tap_zoom_sandbox.options import FAULTS, Options

PATIENCE = 3
"""From its fourth asking on a URL meets no passing fault any more."""
_PASSING = tuple(kind for kind in FAULTS if kind != "html")
_SPREAD = 1 << 32


class Faults:
    """Decides the fault that a request meets. The same requests meet the same faults in each run."""

    def __init__(self, options: Options) -> None:
        self._key = key(options.seed, "faults")
        self._shares: Mapping[str, float] = options.faults
        self._asked: dict[int, int] = {}
        self.any = any(share > 0 for share in options.faults.values())

    def next(self, method: str, url: str) -> str | None:
        """Return the passing fault that this request meets, None for none, and count the asking."""
        name = hash(url)
        asked = self._asked.get(name, 0)
        self._asked[name] = asked + 1
        if asked >= PATIENCE:
            return None
        chance = mix(mix(self._key, crc32(f"{method} {url}".encode())), asked) % _SPREAD / _SPREAD
        for kind in _PASSING:
            share = self._shares.get(kind, 0.0)
            if chance < share:
                return kind
            chance -= share
        return None

    def blocked(self, path: str) -> bool:
        """Tell whether a firewall answers for this path, always: 403 with a page of HTML.

        path: below the API's base, its id as it is and not encoded. Only what hangs from one meeting or
        webinar can be blocked, never the listings from which those are known.
        """
        share = self._shares.get("html", 0.0)
        if share <= 0 or path.startswith(("/users", "/report/history", "/report/users")):
            return False
        return mix(mix(self._key, -1), crc32(path.encode())) % _SPREAD / _SPREAD < share
