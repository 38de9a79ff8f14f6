"""Where a request may go, and where the token goes with it."""

from __future__ import annotations

from io import BytesIO
from threading import Event
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3 import HTTPResponse

from tap_zoom_core.client import Budgets, Client, Refused, Verdict, judge
from tap_zoom_core.client.sending import Request, Sender
from tap_zoom_core.errors import SyncError
from tap_zoom_core.streams import Rate, Stream

BASE = "https://api.zoom.us/v2"


class Signed(AuthBase):
    """Signs with a token that must not get abroad."""

    def __call__(self, r: requests.PreparedRequest) -> requests.PreparedRequest:
        """Sign."""
        r.headers["Authorization"] = "Bearer secret"
        return r


class Web:
    """Answers in place of the network, and remembers who was asked with what."""

    def __init__(self) -> None:
        self.redirects: dict[str, str] = {}
        self.asked: list[tuple[str, bool]] = []
        self.body, self.status, self.kind = b"WEBVTT", 200, "text/vtt"

    def send(self, adapter: HTTPAdapter, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Answer a request: with a redirect, or with the body."""
        assert request.url is not None
        self.asked.append((request.url, "Authorization" in request.headers))
        target = self.redirects.get(request.url)
        headers = {"Location": target} if target else {"Content-Type": self.kind}
        raw = HTTPResponse(
            BytesIO(self.body), status=302 if target else self.status, headers=headers, preload_content=False
        )
        return adapter.build_response(request, raw)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Put a web in the network's place."""
    found = Web()
    monkeypatch.setattr(HTTPAdapter, "send", lambda adapter, request, **rest: found.send(adapter, request))
    return found


def send(path: str, most_bytes: int | None = 100, base: str = BASE) -> bytes:
    """Ask for something, and return the body."""
    sender = Sender(base, Signed(), "test", (1, 1))
    return sender.send(Request("files", Rate.LIGHT, path, most_bytes=most_bytes))[1]


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us/rec/download/x?a=1",
        "https://us02web.zoom.us/rec/download/x",
        "https://files.zoomgov.com:443/x",
        "https://api.zoom.us/v2/x",
    ],
)
def test_a_url_of_zooms_is_asked_with_the_token(web: Web, url: str) -> None:
    """Hosts of Zoom's domains, by https, get the token, and the URL is asked for as it is."""
    assert send(url) == b"WEBVTT"
    assert [(asked.replace(":443", ""), signed) for asked, signed in web.asked] == [
        (url.replace(":443", ""), True)
    ]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/x?token=hidden",
        "http://zoom.us/x",
        "https://zoom.us.example.com/x",
        "https://notzoom.us/x",
        "https://zoom.us:8443/x",
        "https://zoom.us@example.com/x",
        "https://me:it@zoom.us/x",
        "https://example.com\\@zoom.us/x",
        "https://example.com#@zoom.us/x",
        "ftp://zoom.us/x",
        "file:///etc/passwd",
        "https://[zoom.us/x",
        "nonsense",
    ],
)
def test_any_other_url_is_not_asked_at_all(web: Web, url: str) -> None:
    """Nobody is asked, and what is said of it does not show the query, in which a token may stand."""
    with pytest.raises(Refused) as caught:
        send(url)

    assert web.asked == []
    assert str(caught.value) == f"GET {url.split('?')[0]}: not of Zoom's hosts, so it was not asked"


def test_the_apis_own_host_may_be_anywhere(web: Web) -> None:
    """Where the config says that the API is, there the token goes: the very same scheme, host and port."""
    assert send("http://127.0.0.1:8000/rec/x", base="http://127.0.0.1:8000/v2") == b"WEBVTT"
    with pytest.raises(Refused, match="not of Zoom's hosts"):
        send("http://127.0.0.1:8001/rec/x", base="http://127.0.0.1:8000/v2")

    assert web.asked == [("http://127.0.0.1:8000/rec/x", True)]


def test_a_download_is_followed_without_the_token(web: Web) -> None:
    """A redirect to another of Zoom's hosts keeps the token; one to a stranger's is followed without it."""
    web.redirects = {
        "https://zoom.us/x": "https://ssrweb.zoom.us/x",
        "https://ssrweb.zoom.us/x": "https://cdn.example.com/x?signature=1",
    }

    assert send("https://zoom.us/x") == b"WEBVTT"
    assert web.asked == [
        ("https://zoom.us/x", True),
        ("https://ssrweb.zoom.us/x", True),
        ("https://cdn.example.com/x?signature=1", False),
    ]


def test_a_download_is_not_followed_out_of_https(web: Web) -> None:
    """A redirect to an address that anybody can read along is refused."""
    web.redirects = {"https://zoom.us/x": "http://zoom.us/x"}

    with pytest.raises(Refused, match="redirected to an address that is not https"):
        send("https://zoom.us/x")

    assert web.asked == [("https://zoom.us/x", True)]


def test_the_api_is_followed_on_its_own_host_only(web: Web) -> None:
    """A listing that is redirected to another host ends the run: that is an API which has moved."""
    web.redirects = {f"{BASE}/users": "https://api-eu.zoom.us/v2/users"}

    with pytest.raises(SyncError, match=r"redirected to api-eu\.zoom\.us, another host than the API's"):
        send("/users", None)


@pytest.mark.parametrize(
    ("path", "error"), [("https://api.zoom.us/v2/x", Refused), ("/x", SyncError)], ids=["file", "listing"]
)
def test_five_redirects_are_enough(web: Web, path: str, error: type[Exception]) -> None:
    """A circle is left: it costs one file, but a listing in a circle ends the run."""
    web.redirects = {f"{BASE}/x": f"{BASE}/x"}

    with pytest.raises(error, match="redirected five times in a row"):
        send(path)

    assert len(web.asked) == 5


def test_no_more_is_read_than_asked_for(web: Web) -> None:
    """One byte more than the most tells that there was more."""
    web.body = b"x" * 300_000

    assert len(send("https://zoom.us/x", 100)) == 101
    assert len(send("https://zoom.us/x", 70_000)) == 70_001
    assert len(send("https://zoom.us/x", 300_000)) == 300_000


def get(path: str) -> bytes:
    """Ask for something by the client, which judges the answer."""
    client = Client(BASE, Signed(), Budgets(), stopping=Event(), user_agent="test", retries=0)
    return client.get(Request("files", Rate.LIGHT, path, most_bytes=100), bytes).content


def test_a_web_page_is_no_file(web: Web) -> None:
    """A page in the place of a file, to sign in perhaps, is set aside and not taken for its text."""
    web.kind, web.body = "text/html; charset=utf-8", b"<html>Please sign in</html>"

    with pytest.raises(Refused) as caught:
        get("https://zoom.us/x")

    assert str(caught.value) == "GET https://zoom.us/x: HTTP 200, code 200: a web page instead of JSON"
    assert judge(Stream(name="files", path="{url}"), caught.value) is Verdict.ASIDE


def test_a_stranger_that_wants_another_token_costs_one_file(web: Web) -> None:
    """401 from a host that a download was redirected to says nothing of Zoom's token."""
    web.redirects, web.status = {"https://zoom.us/x": "https://cdn.example.com/x"}, 401

    with pytest.raises(Refused) as caught:
        get("https://zoom.us/x")

    assert str(caught.value) == "GET https://zoom.us/x: HTTP 401 from the host that it was redirected to"
    assert judge(Stream(name="files", path="{url}"), caught.value) is Verdict.ASIDE
