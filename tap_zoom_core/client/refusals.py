"""What an answer other than 2xx says, and how Zoom's two kinds of 429 differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone

import msgspec
from attrs import frozen

NUMBER = re.compile(r"-?[0-9]{1,9}")
"""A code: Zoom sends it as a number, and now and then as a string."""


class Refused(Exception):  # noqa: N818
    """Zoom answered with a 4xx that a retry would not change.

    ``code`` is the code in Zoom's body, or the HTTP status where the body holds none; ``html`` tells that
    the body was a web page, as the firewall in front of Zoom sends.
    """

    def __init__(self, method: str, path: str, status: int, code: int, message: str, *, html: bool) -> None:
        super().__init__(method, path, status, code, message)
        self.method, self.path, self.status, self.code = method, path, status, code
        self.message, self.html = message, html

    def __str__(self) -> str:
        return f"{self.method} {self.path}: HTTP {self.status}, code {self.code}: {self.message}"


class Elsewhere(Refused):
    """An answer gave a URL that is none of Zoom's: it was not asked, for the token goes nowhere else."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__("GET", url, 0, 0, why, html=False)

    def __str__(self) -> str:
        return f"GET {self.path}: {self.message}"


class Unreachable(Exception):  # noqa: N818
    """A request failed in passing ways until its budget of retries was used up."""

    def __init__(self, method: str, path: str, tries: int, reason: str) -> None:
        super().__init__(method, path, tries, reason)
        self.method, self.path, self.tries, self.reason = method, path, tries, reason

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.reason}, {self.tries} times in a row"


class DailyLimit(Exception):  # noqa: N818
    """The account's daily limit is used up; ``until`` is when Zoom lets it go on, in UTC, if told."""

    def __init__(self, path: str, until: datetime | None) -> None:
        super().__init__(path, until)
        self.path, self.until = path, until

    def __str__(self) -> str:
        when = f"{self.until:%Y-%m-%dT%H:%M:%SZ}" if self.until else "tomorrow, UTC"
        return f"GET {self.path}: the account's daily limit of requests is used up until {when}"


@frozen
class Body:
    """The error body that Zoom sends with a 4xx, as far as it could be read."""

    code: int | None
    message: str
    html: bool

    @classmethod
    def read(cls, content: bytes, headers: Mapping[str, str]) -> Body:
        """Read an error body; anything that is no JSON object has no code."""
        try:
            body = msgspec.json.decode(content)
        except msgspec.DecodeError:
            text = content[:200].decode("utf-8", "replace").strip()
            html = "html" in headers.get("Content-Type", "").lower() or text.startswith("<")
            return cls(None, "a web page instead of JSON" if html else text or "no body", html)
        if not isinstance(body, dict):
            return cls(None, str(body)[:200], html=False)
        errors = body.get("errors")
        details = [
            f"{each.get('field')}: {each.get('message')}"
            for each in (errors if isinstance(errors, list) else [])
            if isinstance(each, dict)
        ]
        message = "; ".join([str(body.get("message") or body.get("reason") or "no message"), *details])
        code = NUMBER.fullmatch(str(body.get("code")))
        return cls(int(code[0]) if code else None, message, html=False)


def daily_limit_until(headers: Mapping[str, str]) -> datetime | None:
    """Return when a daily limit ends, from ``Retry-After``: an ISO 8601 date-time, or seconds; else None."""
    value = headers.get("Retry-After", "").strip()
    if not value or value.isdigit():
        return None
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
