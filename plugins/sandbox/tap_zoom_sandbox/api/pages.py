"""Page tokens: opaque, bound to their query, dead after fifteen minutes."""

from __future__ import annotations

import time
from hashlib import blake2b
from itertools import islice
from typing import Any

from tap_zoom_sandbox.api.refusals import DEAD_TOKEN, refuse

LIFETIME = 15 * 60.0


class PageTokens:
    """The tokens that were given out. The same page of the same query always has the same token."""

    def __init__(self, seed: int, lifetime: float = LIFETIME) -> None:
        self._salt = str(seed).encode()
        self.lifetime = lifetime
        self._given: dict[str, tuple[float, str, Any]] = {}

    def give(self, query: str, position: Any) -> str:
        """Return a token that stands for a position in a query; it lives from now on."""
        digest = blake2b(f"{query} {position}".encode(), digest_size=18, key=self._salt).hexdigest()
        token = digest[:34] + "2"
        self._given.pop(token, None)
        self._given[token] = (time.monotonic(), query, position)
        self._forget_the_dead()
        return token

    def position(self, query: str, token: str) -> Any:
        """Return the position that a token stands for; raises Refusal where it is dead or another's."""
        given = self._given.get(token)
        if given is None or given[1] != query or time.monotonic() - given[0] > self.lifetime:
            raise refuse(DEAD_TOKEN)
        return given[2]

    def kill(self, token: str) -> None:
        """Let a token die before its time."""
        self._given.pop(token, None)

    def _forget_the_dead(self) -> None:
        """Forget the oldest two, where they are dead: the tokens stand in the order of their births."""
        now = time.monotonic()
        for token in list(islice(self._given, 2)):
            if now - self._given[token][0] <= self.lifetime:
                break
            del self._given[token]
