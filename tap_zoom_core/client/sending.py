"""Sending one GET: where it may go, whether the token goes with it, and how much of its answer is read."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import requests
from attrs import field, frozen
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from tap_zoom_core.client.refusals import Elsewhere
from tap_zoom_core.errors import SyncError
from tap_zoom_core.streams import Rate

ZOOM = ("zoom.us", "zoomgov.com")
"""Zoom's domains: files are downloaded from hosts of theirs that are not the API's."""
MOST_REDIRECTS = 5


@frozen
class Request:
    """What to ask: the stream that asks, its label, the path below the base and the query.

    ``path`` may be a whole URL instead, as an answer gave it. most_bytes: do not read more of the answer than
    this and one byte; None reads all of it.
    """

    stream: str
    rate: Rate
    path: str
    params: Mapping[str, Any] = field(factory=dict)
    most_bytes: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the path is a whole URL."""
        return not self.path.startswith("/")

    @property
    def named(self) -> str:
        """The path as logs and errors show it: without the query, in which a URL may hold a token."""
        return self.path.partition("?")[0]


class Sender:
    """Sends requests with one session a thread. The token goes to the API's host and to Zoom's alone."""

    def __init__(self, base: str, auth: AuthBase, user_agent: str, timeout: tuple[float, float]) -> None:
        self._base, self._auth, self._user_agent, self._timeout = base, auth, user_agent, timeout
        self._local = threading.local()

    def send(self, request: Request) -> tuple[requests.Response, bytes]:
        """Ask, follow redirects, and return the answer with its body.

        A path below the base is redirected within the API's host only, else SyncError. A whole URL must be of
        the API's host or, by https, of Zoom's, else Elsewhere; it may be redirected anywhere by https, but
        the token is not. Raises what ``requests`` raises, and what the auth does.
        """
        whole = request.whole
        url = request.path if whole else f"{self._base}{request.path}"
        if whole and not self._trusts(url):
            raise Elsewhere(request.named, "not of Zoom's hosts, so it was not asked")
        params: Mapping[str, Any] | None = request.params
        for _ in range(MOST_REDIRECTS):
            response = self._get(url, params, request, whole=whole)
            if not response.is_redirect:
                return response, _body(response, request.most_bytes)
            url, params = self._redirected(url, response, request, whole=whole), None
        if whole:
            raise Elsewhere(request.named, "redirected five times in a row")
        raise SyncError(f"GET {request.named}: redirected five times in a row")

    def _get(
        self, url: str, params: Mapping[str, Any] | None, request: Request, *, whole: bool
    ) -> requests.Response:
        return self._session().get(
            url,
            params=params and dict(params),
            # Without any auth, requests would look for a password in the user's .netrc.
            auth=self._auth if self._trusts(url) else _unsigned,
            headers={"Accept": "*/*"} if request.most_bytes is not None else None,
            timeout=self._timeout,
            allow_redirects=False,
            stream=request.most_bytes is not None,
        )

    def _redirected(self, url: str, response: requests.Response, request: Request, *, whole: bool) -> str:
        response.close()
        target = urljoin(url, response.headers["Location"])
        if _origin(target) == _origin(self._base):
            return target
        if whole and target.startswith("https://"):
            return target
        if whole:
            raise Elsewhere(request.named, "redirected to an address that is not https")
        raise SyncError(
            f"GET {request.named}: redirected to {_parsed(target).netloc}, another host than the "
            "API's: the token goes nowhere else; set api_url if the API has moved"
        )

    def _trusts(self, url: str) -> bool:
        """Tell whether a URL may be sent the token."""
        if _origin(url) == _origin(self._base):
            return True
        parsed = _parsed(url)
        host = (parsed.host or "").lower()
        ours = any(host == domain or host.endswith(f".{domain}") for domain in ZOOM)
        return ours and parsed.scheme == "https" and parsed.port in (None, 443)

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            session = requests.Session()
            session.headers["User-Agent"] = self._user_agent
            session.headers["Accept"] = "application/json"
            for scheme in ("https://", "http://"):
                session.mount(scheme, HTTPAdapter(pool_connections=2, pool_maxsize=2, max_retries=0))
            self._local.session = session
        session = self._local.session
        assert isinstance(session, requests.Session)
        return session


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request as it is."""
    return request


def _parsed(url: str) -> Url:
    """Take a URL apart the way ``requests`` will, so that both see the same host; none where it is no URL."""
    try:
        parsed = parse_url(url)
    except LocationParseError:
        return Url()
    return Url() if parsed.auth else parsed


def _origin(url: str) -> tuple[str | None, str | None]:
    parsed = _parsed(url)
    return parsed.scheme, parsed.netloc


def _body(response: requests.Response, most_bytes: int | None) -> bytes:
    """Read an answer's body, and no more of it than asked for."""
    if most_bytes is None:
        return response.content
    with response:
        body = b""
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > most_bytes:
                break
        return body[: most_bytes + 1]
