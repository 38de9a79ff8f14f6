"""The client: retried in one place, signed, paced, and never sent to another host."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timezone

import pytest
from api_server import LIGHT, ROWS, USERS, Token, serve
from token_server import Answer

from tap_zoom_core.client import Client, DailyLimit, Refused, Unreachable, base_url
from tap_zoom_core.client.http import RENEWALS
from tap_zoom_core.errors import SyncError
from tap_zoom_core.streams import Rate

QPS = {**LIGHT, "X-RateLimit-Remaining": "0"}
GATEWAY = Answer(502, b"<html>Bad Gateway</html>", {"Content-Type": "text/html"})
EXPIRED = Answer(401, {"code": 124, "message": "Access token is expired."})


def decode(body: bytes) -> object:
    """Decode as a page is decoded: ValueError for what was cut short."""
    return json.loads(body)


@pytest.mark.parametrize(
    "fault",
    [
        GATEWAY,
        Answer(500, {"code": 500, "message": "Internal"}),
        Answer(fault="reset", body=b""),
        Answer(200, b'{"users": [1,'),
        Answer(200, b"", {"Content-Length": "50", "Connection": "close"}),
    ],
    ids=["502", "500", "reset", "cut JSON", "cut body"],
)
def test_a_passing_fault_is_asked_again(fault: Answer) -> None:
    """The same request, until there is an answer, and the tries are told."""
    with serve(fault, fault, ROWS) as api:
        answer = api.client().get(USERS, decode)

        assert (answer.content, answer.rate, answer.tries) == ({"users": [1, 2]}, Rate.LIGHT, 3)
        assert api.asked == [("/v2/users?page_size=300", "Bearer t1")] * 3


def test_a_fault_that_does_not_pass_ends_with_the_budget() -> None:
    """One budget of retries a request, whatever the faults are; the error names method, path and fault."""
    with serve(GATEWAY, Answer(fault="reset", body=b""), GATEWAY) as api:
        with pytest.raises(Unreachable) as caught:
            api.client(retries=3).get(USERS, decode)

        assert str(caught.value) == "GET /users: HTTP 502, 4 times in a row"
        assert len(api.asked) == 4


@pytest.mark.parametrize(("first", "tries"), [((), 4), ((ROWS,), 8)], ids=["never answered", "answered"])
def test_where_nothing_ever_answered_patience_is_short(
    first: tuple[Answer, ...], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network a run ends after four tries; one that was under way holds out for all of them."""
    monkeypatch.setattr(Client, "_sleep", lambda self, seconds: None)
    with serve(*first, Answer(fault="reset", body=b"")) as api:
        client = api.client(retries=7)
        for _ in first:
            client.get(USERS, decode)
        with pytest.raises(Unreachable) as caught:
            client.get(USERS, decode)

        assert (caught.value.tries, len(api.asked)) == (tries, len(first) + tries)


def test_a_run_that_stops_asks_no_more() -> None:
    """What is to stop does not wait for the budget of retries to be used up."""
    with serve(GATEWAY) as api:
        client = api.client(retries=7)
        client._stopping.set()
        with pytest.raises(Unreachable):
            client.get(USERS, decode)

        assert len(api.asked) == 1


def test_a_limit_of_a_second_is_waited_out_at_no_cost_to_the_budget() -> None:
    """A 429 without Retry-After is no fault of the request: it is asked again though no retry is left."""
    too_fast = Answer(429, {"code": 429, "message": "Too many requests per second."}, QPS)
    with serve(too_fast, ROWS) as api:
        answer = api.client(retries=0).get(USERS, decode)

        assert (answer.content, answer.tries) == ({"users": [1, 2]}, 2)


def test_seconds_to_wait_are_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Retry-After in seconds pauses its label alone for so long."""
    too_fast = Answer(429, {"code": 429, "message": "Slow down."}, {**QPS, "Retry-After": "7"})
    with serve(too_fast, ROWS) as api:
        client = api.client()
        paused = []
        monkeypatch.setattr(client.budgets, "pause", lambda rate, seconds: paused.append((rate, seconds)))
        client.get(USERS, decode)

        assert paused == [(Rate.LIGHT, 7.0)]


@pytest.mark.parametrize(
    ("headers", "message", "until"),
    [
        ({"Retry-After": "2125-01-20T00:00:00Z"}, "no", datetime(2125, 1, 20, tzinfo=timezone.utc)),
        ({"X-RateLimit-Type": "Daily-limit"}, "no", None),
        ({}, "You have reached the maximum daily rate limit", None),
    ],
    ids=["Retry-After as ISO 8601", "the header says so", "the message says so"],
)
def test_a_daily_limit_is_told_from_that_of_a_second(
    headers: dict[str, str], message: str, until: datetime | None
) -> None:
    """It is not asked again, and the error says until when."""
    with serve(Answer(429, {"code": 429, "message": message}, headers)) as api:
        with pytest.raises(DailyLimit) as caught:
            api.client().get(USERS, decode)

        assert (caught.value.path, caught.value.until) == ("/users", until)
        assert len(api.asked) == 1


def test_a_dead_token_is_renewed_and_the_request_asked_again() -> None:
    """At no cost to the budget of retries; the token that was sent is the one that is replaced."""
    token = Token()
    with serve(EXPIRED, ROWS) as api:
        answer = api.client(token, retries=0).get(USERS, decode)

        assert answer.content == {"users": [1, 2]}
        assert token.renewed == ["t1"]
        assert [signed for _, signed in api.asked] == ["Bearer t1", "Bearer t2"]


def test_a_token_that_stays_dead_is_given_up() -> None:
    """A new one is not asked for without end."""
    token = Token()
    with serve(EXPIRED) as api:
        with pytest.raises(Refused) as caught:
            api.client(token).get(USERS, decode)

        assert str(caught.value) == "GET /users: HTTP 401, code 124: Access token is expired."
        assert len(token.renewed) == RENEWALS


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            Answer(404, {"code": 3001, "message": "Meeting does not exist: 1."}),
            (404, 3001, "Meeting does not exist: 1.", False),
        ),
        (
            Answer(400, {"code": "300", "message": "No.", "errors": [{"field": "from", "message": "old"}]}),
            (400, 300, "No.; from: old", False),
        ),
        (
            Answer(403, b"<html>blocked</html>", {"Content-Type": "text/html"}),
            (403, 403, "a web page instead of JSON", True),
        ),
        (Answer(404, b""), (404, 404, "no body", False)),
        (Answer(418, [1]), (418, 418, "[1]", False)),
        (Answer(400, {"code": "²", "message": "odd", "errors": 5}), (400, 400, "odd", False)),
    ],
    ids=["Zoom's", "with fields", "a firewall's", "empty", "a list", "no number"],
)
def test_a_refusal_tells_what_zoom_said(answer: Answer, expected: tuple[int, int, str, bool]) -> None:
    """Status, code and message, whatever the body looks like; it is not asked again."""
    with serve(answer) as api:
        with pytest.raises(Refused) as caught:
            api.client().get(USERS, decode)

        refused = caught.value
        assert (refused.status, refused.code, refused.message, refused.html) == expected
        assert len(api.asked) == 1


def test_the_token_does_not_follow_a_redirect_to_another_host() -> None:
    """It is refused before anything is sent there, and the way out is told."""
    with serve(ROWS) as other, serve(Answer(302, b"", {"Location": f"{other.url}/users"})) as api:
        with pytest.raises(SyncError) as caught:
            api.client().get(USERS, decode)

        assert "set api_url if the API has moved" in str(caught.value)
        assert other.asked == []


def test_a_redirect_within_the_host_is_followed() -> None:
    """With the token, and with the query that the new address has."""
    with serve(Answer(301, b"", {"Location": "/v3/users?a=b"}), ROWS) as api:
        assert api.client().get(USERS, decode).content == {"users": [1, 2]}
        assert [path for path, _ in api.asked] == ["/v2/users?page_size=300", "/v3/users?a=b"]


def test_redirects_without_end_are_an_error() -> None:
    """A loop is told of, and not followed for ever."""
    with (
        serve(Answer(302, b"", {"Location": "/v2/users"})) as api,
        pytest.raises(SyncError, match="GET /users: redirected five times in a row"),
    ):
        api.client().get(USERS, decode)


@pytest.mark.parametrize("answer", [GATEWAY, EXPIRED, Answer(400, {"code": 1, "message": "x"})])
def test_no_token_is_said(answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in an error nor in a log, at any level."""
    caplog.set_level(logging.DEBUG)
    with serve(answer) as api, pytest.raises((Refused, Unreachable)) as caught:
        api.client().get(USERS, decode)

    for said in (str(caught.value), repr(caught.value), caplog.text):
        assert "Bearer" not in said
        assert "t1" not in said.split("/v2")[0]


@pytest.mark.parametrize(
    ("configured", "said", "expected"),
    [
        (None, None, "https://api.zoom.us/v2"),
        (None, "https://api-eu.zoom.us", "https://api-eu.zoom.us/v2"),
        ("https://api.zoomgov.com/v2/", "https://api-eu.zoom.us", "https://api.zoomgov.com/v2"),
        ("http://127.0.0.1:8000", None, "http://127.0.0.1:8000/v2"),
    ],
)
def test_where_the_api_is(configured: str | None, said: str | None, expected: str) -> None:
    """As configured, else as the token's answer said, else Zoom's global host."""
    assert base_url(configured, said) == expected


def test_the_clock_is_zooms() -> None:
    """The time that bookmarks go by is that of the answers' Date headers."""
    with serve(Answer(body={}, headers={**LIGHT, "Date": "Mon, 20 Jan 2025 10:00:00 GMT"})) as api:
        client = api.client()
        client.get(USERS, decode)

        passed = (client.now() - datetime(2025, 1, 20, 10, tzinfo=timezone.utc)).total_seconds()
        assert 0 <= passed < 5
