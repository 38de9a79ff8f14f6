"""What signs the requests: a token that renews itself, once however many threads ask."""

from __future__ import annotations

import time
from datetime import datetime
from threading import Lock

from requests import PreparedRequest
from requests.auth import AuthBase

from tap_zoom_core.auth.grant import Grant
from tap_zoom_core.errors import AuthError


class Auth(AuthBase):
    """Signs requests with an access token that ``fetch`` gets; safe to share between threads.

    A way in is a subclass with a ``fetch``. What the last token's answer told stands in three attributes,
    each None until ``open`` was called and where the answer did not say: ``api_url`` (the host to ask,
    without a version, such as ``https://api-eu.zoom.us``), ``scopes`` (what was granted) and ``server_date``
    (Zoom's clock when it answered, in UTC).
    """

    api_url: str | None = None
    scopes: frozenset[str] | None = None
    server_date: datetime | None = None

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._grant: Grant | None = None
        self._failure: str | None = None

    def fetch(self) -> Grant:
        """Get a new token from where tokens are made; AuthError where there is none to be had."""
        raise NotImplementedError

    def open(self) -> None:
        """Get a first token, unless there is one, and with it scopes and api_url. Raises AuthError."""
        with self._one_at_a_time:
            if self._grant is None:
                self._take()

    @property
    def token(self) -> str:
        """The access token to use now; it is renewed first where it is about to expire. Raises AuthError."""
        grant = self._grant
        if grant is None or time.monotonic() >= grant.renew_at:
            with self._one_at_a_time:
                grant = self._grant
                if grant is None or time.monotonic() >= grant.renew_at:
                    grant = self._take()
        return grant.access_token

    def renew(self, stale: str) -> None:
        """Replace a token that Zoom no longer accepts, unless another thread has. Raises AuthError."""
        with self._one_at_a_time:
            if self._grant is None or self._grant.access_token == stale:
                self._take()

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        """Sign a request, as ``requests`` asks of every AuthBase. Raises AuthError."""
        r.headers["Authorization"] = f"Bearer {self.token}"
        return r

    def _take(self) -> Grant:
        # The threads that waited for a renewal that failed must not each try it again.
        if self._failure is not None:
            raise AuthError(self._failure)
        try:
            grant = self.fetch()
        except AuthError as error:
            self._failure = str(error)
            raise
        self.api_url, self.scopes, self.server_date = grant.api_url, grant.scopes, grant.server_date
        self._grant = grant
        return grant


def sent_token(request: PreparedRequest) -> str:
    """Return the access token that a request was signed with, "" where it was not: what to ``renew``."""
    scheme, _, token = (request.headers.get("Authorization") or "").partition(" ")
    return token if scheme == "Bearer" else ""
