"""The token endpoint: what is tried again, what is refused, and what never leaves in words."""

from __future__ import annotations

import logging
import traceback

import pytest
from token_server import Answer, TokenServer, grants

from tap_zoom_core.auth import ServerToServer
from tap_zoom_core.errors import AuthError

SECRET = "s3cr3t-of-the-app"


def server_to_server(url: str, **more: float) -> ServerToServer:
    return ServerToServer("acc", "id", SECRET, url, **{"first_wait": 0.001, "tries": 3, **more})  # type: ignore[arg-type]


def refusal_of(auth: ServerToServer) -> str:
    with pytest.raises(AuthError) as caught:
        auth.open()
    return str(caught.value)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, {}),
        Answer(503, b"<html>"),
        Answer(429, {}),
        Answer(200, b"<html>"),
        Answer(200, []),
        Answer(200, {"access_token": "cut"}, fault="truncate"),
        Answer(fault="reset"),
    ],
    ids=["500", "503", "429", "html", "array", "truncate", "reset"],
)
def test_a_passing_fault_is_tried_again(fault: Answer) -> None:
    """Two faults of a kind and then an answer give a token, with one request each."""
    with TokenServer(fault, fault, grants("t")) as server:
        auth = server_to_server(server.url)
        auth.open()

        assert auth.token == "t"
        assert len(server.asked) == 3


def test_a_fault_that_does_not_pass_ends_with_its_budget() -> None:
    """After the last try the error names the host, the fault and how often it was tried."""
    with TokenServer(Answer(503, {})) as server:
        host = server.url.split("/")[2]
        error = refusal_of(server_to_server(server.url))

        assert f"no token from {host}: it answers HTTP 503 (3 tries); try again later" == error
        assert len(server.asked) == 3


def test_an_endpoint_that_does_not_answer_is_given_up() -> None:
    """Silence counts as a fault after the timeout, and is told with it."""
    with TokenServer(Answer(fault="stall")) as server:
        host = server.url.split("/")[2]
        error = refusal_of(server_to_server(server.url, timeout=0.05, tries=2))

        assert f"no token from {host}: no answer within 0.05 seconds (2 tries); try again later" == error


@pytest.mark.parametrize(("first", "tries"), [((), 4), ((grants("t"),), 6)], ids=["never", "once"])
def test_where_nothing_ever_answered_patience_is_short(first: tuple[Answer, ...], tries: int) -> None:
    """Without a network it ends after four tries; an endpoint that answered before is given all of them."""
    with TokenServer(*first, Answer(fault="reset")) as server:
        auth = server_to_server(server.url, tries=6)
        for _ in first:
            auth.open()
        with pytest.raises(AuthError):
            auth.renew("t" if first else "")

        assert len(server.asked) == len(first) + tries


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"reason": "Invalid client_id or client_secret", "error": "invalid_client"},
            "HTTP 400, Invalid client_id or client_secret (invalid_client); check client_id and "
            "client_secret",
        ),
        (
            {"reason": "Bad Request", "error": "invalid_request"},
            "HTTP 400, Bad Request (invalid_request); check account_id, client_id and client_secret, and "
            "that the Server-to-Server OAuth app is activated",
        ),
        (
            {"reason": "two\nlines", "error": "unsupported_grant_type"},
            "HTTP 400, two lines (unsupported_grant_type); is the app a Server-to-Server OAuth app, and "
            "activated?",
        ),
        (
            b"<html>",
            "HTTP 400, without a reason; check account_id, client_id and client_secret, and that the "
            "Server-to-Server OAuth app is activated",
        ),
    ],
)
def test_a_refusal_tells_zooms_reason_and_the_way_out(body: object, expected: str) -> None:
    """A refusal is one line, and is not tried again."""
    with TokenServer(Answer(400, body)) as server:
        host = server.url.split("/")[2]

        assert f"no token from {host}: {expected}" == refusal_of(server_to_server(server.url))
        assert len(server.asked) == 1


def test_credentials_do_not_follow_a_redirect() -> None:
    """A redirect ends the run, and whom it points to is never asked."""
    with TokenServer(grants("t")) as other:
        with TokenServer(Answer(307, {}, {"Location": other.url})) as server:
            error = refusal_of(server_to_server(server.url))
            host = server.url.split("/")[2]

        assert (
            f"no token from {host}: it redirects to 127.0.0.1, where credentials are not sent; "
            "set token_url to the address that makes the tokens"
        ) == error
        assert other.asked == []


@pytest.mark.parametrize("url", ["http://zoom.us/oauth/token", "ftp://localhost/", "https://me:pw@zoom.us/"])
def test_credentials_go_to_no_unsafe_address(url: str) -> None:
    """Plain http to another machine, other schemes and passwords in the address are refused unasked."""
    assert refusal_of(server_to_server(url)).startswith("token_url cannot be used: expected ")


def test_an_unsafe_api_url_in_an_answer_is_refused() -> None:
    """A token endpoint cannot send the token over plain http to another machine."""
    with TokenServer(grants("t", api_url="http://api.zoom.us")) as server:
        assert refusal_of(server_to_server(server.url)) == (
            "the token endpoint's answer has an api_url that is not safe to use: expected https:// "
            "(plain http:// is for this machine itself: localhost, 127.0.0.1, ::1)"
        )


def test_a_proxy_of_the_environment_does_not_see_what_is_for_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a proxy set that nobody serves, a token endpoint on loopback is still asked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with TokenServer(grants("t")) as server:
        auth = server_to_server(server.url)

        assert auth.token == "t"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(400, {"reason": f"no such {SECRET}", "error": f"bad {SECRET}"}),
        Answer(503, {}),
        Answer(fault="reset"),
        Answer(307, {}, {"Location": f"https://x:{SECRET}@zoom.us/?{SECRET}"}),
        grants(f"bad\n{SECRET}"),
    ],
    ids=["echo", "503", "reset", "redirect", "token"],
)
def test_no_secret_is_said(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong, the secret is in no log, no repr and no traceback."""
    caplog.set_level(logging.DEBUG)
    with TokenServer(answer) as server:
        auth = server_to_server(server.url)
        with pytest.raises(AuthError) as caught:
            auth.open()
        said = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(vars(auth))

        assert SECRET not in said
