"""Scrubbing: what an account's answers tell of people and secrets is replaced before it is written to a file.

The same original always has the same pseudonym, in every cassette of an account, so that what belongs
together still does. Nobody who lacks the account's own secret can tell who is behind a pseudonym. Ids stay.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from attrs import define, field

API, TOKENS = "https://api.zoom.us", "https://zoom.us"
"""The hosts that cassettes know, whatever was recorded from: the API's, and that of all else of Zoom's."""
SCRUBBED = "scrubbed"
"""What stands in the place of secrets: they need no telling apart."""

PAGE_TOKEN = "next_page_token"  # noqa: S105
SECRET = re.compile(r"token|secret|passw|passcode|pwd|host_key|pin_code|stream_key|session_key|authorization")
PHONE = re.compile(r"^(phone(_number)?|number|call_in_number|signaled_number)$")
NUMBER = re.compile(r"^\+\d[\d ().-]{5,}$")
"""A telephone number, whatever the field that holds it is called."""
NAME = re.compile(r"^(name|.+_name)$")
TEXT = re.compile(
    r"^((meeting_)?topic|agenda|comments|question|answer|value|address|city|zip|org|job_title|jid"
    r"|summary(?!.*_(time|id)$).*|(ip|mac)_address|serial_number)$"
)
KEPT = frozenset({"field_name", "country_name", "Anonymous Attendee"})
"""Fields whose names look like people's but hold Zoom's own words, and the name of everybody who has none."""

EMAIL = re.compile(r"([\w.+'-]+)(@|%40)([\w-]+(?:\.[\w-]+)+)")
URL = re.compile(r"^https?://\S+$")


@define(eq=False)
class Scrubber:
    """Replaces what is personal or secret. ``key`` is a secret of the account that is recorded.

    origins: the addresses of the API and of the token endpoint, such as ``http://127.0.0.1:40001``.
    """

    key: str = field(repr=False)
    origins: frozenset[str] = frozenset()
    _names: dict[str, str] = field(factory=dict, repr=False)
    _urls: dict[str, str] = field(factory=dict, repr=False)

    def value(self, value: Any, name: str = "") -> Any:
        """Return a decoded JSON value scrubbed; ``name`` is that of the field which holds it."""
        if isinstance(value, dict):
            return {key: self.value(each, key) for key, each in value.items()}
        if isinstance(value, list):
            return [self.value(each, name) for each in value]
        if name == "host_key" and isinstance(value, int):
            return 0
        return self._string(value, name) if isinstance(value, str) and value else value

    def text(self, text: str) -> str:
        """Return a body that is no JSON with pseudonyms for emails and for the names met so far."""
        for original in sorted(self._names, key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(original)}\b", self._names[original], text)
        return self._emails(text)

    def uri(self, method: str, uri: str) -> str:
        """Return a request's URI below one of the two hosts, its query sorted and without secrets."""
        parts = urlsplit(uri)
        query = sorted(
            (name, self._digest(value) if name == PAGE_TOKEN else self._emails(value))
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name == PAGE_TOKEN or not SECRET.search(name)
        )
        if known := self._urls.get(uri.partition("?")[0]):
            return known
        host = TOKENS if method == "POST" else API
        return f"{host}{self._emails(parts.path)}{'?' if query else ''}{urlencode(query)}"

    def _string(self, value: str, name: str) -> str:
        if name in KEPT or value in KEPT:
            return value
        if name == PAGE_TOKEN:
            return self._digest(value)
        if name == "api_url":
            return API
        if SECRET.search(name):
            return SCRUBBED
        if PHONE.search(name) or NUMBER.match(value):
            return f"+1 555 {int(self._digest(value), 16) % 10**7:07d}"
        if NAME.search(name):
            return self._name(value)
        if TEXT.search(name):
            return f"Text {self._digest(value)}"
        return self._url(value) if URL.match(value) else self._emails(value)

    def _name(self, value: str) -> str:
        pseudonym = f"Name {self._digest(value)}"
        if len(value) > 2:
            self._names[value] = pseudonym
        return pseudonym

    def _url(self, value: str) -> str:
        """Return an address of the same host, where that is Zoom's, and of no other meaning."""
        parts = urlsplit(value)
        origin = f"{parts.scheme}://{parts.netloc}"
        host = "https://example.com"
        if origin in {API, *self.origins}:
            host = API
        elif (parts.hostname or "").endswith(("zoom.us", "zoomgov.com")):
            host = TOKENS
        plain = value.partition("?")[0]
        return self._urls.setdefault(plain, f"{host}/{SCRUBBED}/{self._digest(plain)}")

    def _emails(self, text: str) -> str:
        return EMAIL.sub(lambda found: f"{self._person(found)}{found[2]}example.com", text)

    def _person(self, found: re.Match[str]) -> str:
        return f"person.{self._digest(f'{found[1]}@{found[3]}'.lower())}"

    def _digest(self, original: str) -> str:
        return hmac.new(self.key.encode(), original.encode(), "sha256").hexdigest()[:8]


def kept_headers(headers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the headers of an answer that mean something to the tap; no cookie, no trace of the account.

    A rate limit is written so high that no replay waits for it.
    """
    wanted = ("content-type", "date", "retry-after", "x-ratelimit-category", "x-ratelimit-type")
    found = {name.lower(): list(values) for name, values in headers.items()}
    kept = {name: found[name] for name in wanted if name in found}
    return kept | ({"x-ratelimit-limit": ["100000"]} if "x-ratelimit-limit" in found else {})
