"""One request, as a handler sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen

from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.api.pages import PageTokens
from tap_zoom_sandbox.values import Json


@frozen(eq=False)
class Call:
    """A request that was let in: its token, its scopes and the rate limit are already checked.

    path: as it was matched, below the API's base. params: what the template's placeholders stand for, decoded
    once. query: the query's parameters, decoded. now: the account's time, in seconds since 1970.
    """

    account: Account
    tokens: PageTokens
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    now: int

    def size(self, cap: int = 300) -> int:
        """Return how many rows the page shall have: 30 unless asked, never more than the cap."""
        asked = self.query.get("page_size", "")
        return min(max(int(asked), 1), cap) if asked.isdecimal() else 30

    def position(self, first: Any) -> Any:
        """Return where the page begins: what its token stands for, ``first`` without a token."""
        token = self.query.get("next_page_token")
        return self.tokens.position(self.identity, token) if token else first

    def next(self, position: Any) -> str:
        """Return the token of a next page."""
        return self.tokens.give(self.identity, position)

    @property
    def identity(self) -> str:
        """What a page token is bound to: the path and the query without the token."""
        rest = sorted(item for item in self.query.items() if item[0] != "next_page_token")
        return f"{self.path}?{rest}"

    def page(
        self,
        name: str,
        rows: Sequence[Json] | Callable[[int, int], list[Json]],
        total: int | None = None,
        *,
        numbered: bool = False,
        cap: int = 300,
    ) -> Json:
        """Answer with a page of rows under a name.

        rows: all of them, or a function from offset and size to those of a page, with their ``total``.
        numbered: whether the endpoint also takes page_number. cap: the most rows that a page may have.
        """
        size = self.size(cap)
        count = len(rows) if isinstance(rows, Sequence) else (total or 0)
        number = self.query.get("page_number", "") if numbered else ""
        offset = self.position((int(number) - 1) * size if number.isdecimal() and number != "0" else 0)
        shown = rows(offset, size) if callable(rows) else list(rows[offset : offset + size])
        answer: Json = {
            "page_count": -(-count // size),
            "page_size": size,
            "total_records": count,
            "next_page_token": self.next(offset + size) if offset + size < count else "",
            name: shown,
        }
        if numbered:
            answer["page_number"] = offset // size + 1
        return answer
