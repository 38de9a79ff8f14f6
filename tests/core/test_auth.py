"""The token that signs requests: got once, renewed in time, by one thread for all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest
import requests
from token_server import Answer, TokenServer, grants

from tap_zoom_core.auth import Auth, Bearer, Grant, ServerToServer, sent_token
from tap_zoom_core.auth.grant import read_grant
from tap_zoom_core.errors import AuthError

REFUSED = Answer(400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"})


class Counting(Auth):
    """Hands out token-1, token-2, …, each to be renewed at the next of some times."""

    def __init__(self, *renew_at: float) -> None:
        super().__init__()
        self.renew_at = list(renew_at)
        self.fetched = 0

    def fetch(self) -> Grant:
        """Grant the next token."""
        self.fetched += 1
        return Grant(f"token-{self.fetched}", self.renew_at.pop(0))


def sign(auth: Auth) -> str | None:
    request = requests.Request("GET", "https://api.zoom.us/v2/users", auth=auth).prepare()
    return request.headers.get("Authorization")


def test_opening_asks_for_a_token_and_tells_what_came_with_it() -> None:
    """A Server-to-Server token is asked for with the account's id in the form and the app's in Basic."""
    answer = grants("t1", scope="user:read:admin report:read:admin", api_url="https://api-eu.zoom.us")
    with TokenServer(answer) as server:
        auth = ServerToServer("acc", "id", "secret", server.url)
        auth.open()
        auth.open()

        assert server.asked == [{"grant_type": "account_credentials", "account_id": "acc"}]
        assert server.credentials == ["Basic aWQ6c2VjcmV0"]
        assert auth.token == "t1"
        assert frozenset({"user:read:admin", "report:read:admin"}) == auth.scopes
        assert auth.api_url == "https://api-eu.zoom.us"
        assert datetime(2025, 1, 20, 10, tzinfo=timezone.utc) == auth.server_date


def test_what_an_answer_does_not_tell_is_unknown() -> None:
    """Without scope and api_url in the answer both are None, which is not the same as no scope at all."""
    with TokenServer(grants("t1"), grants("t2", scope="")) as server:
        auth = ServerToServer("acc", "id", "secret", server.url)
        auth.open()
        first = (auth.scopes, auth.api_url)
        auth.renew("t1")

        assert first == (None, None)
        assert (frozenset(), None) == (auth.scopes, auth.api_url)


def test_a_request_is_signed_and_tells_by_which_token() -> None:
    """The first request gets the first token; sent_token reads it back from the request that was sent."""
    request = requests.Request("GET", "https://api.zoom.us/v2/users", auth=Counting(float("inf"))).prepare()

    assert request.headers["Authorization"] == "Bearer token-1"
    assert sent_token(request) == "token-1"
    assert sent_token(requests.Request("GET", "https://api.zoom.us").prepare()) == ""


def test_a_token_that_is_about_to_expire_is_renewed_first() -> None:
    """A request past the time to renew is signed with the next token, which then serves on."""
    auth = Counting(float("-inf"), float("inf"))
    auth.open()

    assert [sign(auth), sign(auth)] == ["Bearer token-2", "Bearer token-2"]
    assert auth.fetched == 2


@pytest.mark.parametrize(
    ("expires_in", "renewed_after"),
    [(3600, 3540), ("3600", 3540), (100, 50), (2, 1), (None, 3540), ("soon", 3540), (-1, 3540)],
)
def test_tokens_are_renewed_a_minute_ahead_or_at_half_their_life(
    expires_in: object, renewed_after: float
) -> None:
    """The life counts from when the token was asked for; an answer that tells none means Zoom's hour."""
    grant = read_grant({"access_token": "t", "expires_in": expires_in}, None, asked_at=1000.0)

    assert 1000.0 + renewed_after == grant.renew_at


def test_many_threads_renew_a_stale_token_once() -> None:
    """However many threads come back with the same refused token, the endpoint is asked for one new token."""
    with TokenServer(grants("old"), grants("new"), grants("newer")) as server, ThreadPoolExecutor(16) as pool:
        auth = ServerToServer("acc", "id", "secret", server.url)
        auth.open()
        list(pool.map(lambda _: auth.renew("old"), range(16)))

        assert auth.token == "new"
        assert len(server.asked) == 2


def test_many_threads_learn_of_one_refusal() -> None:
    """Where a renewal is refused, every thread gets the same error and the endpoint is asked once."""

    def renew(auth: Auth) -> str:
        with pytest.raises(AuthError) as caught:
            auth.renew("old")
        return str(caught.value)

    with TokenServer(grants("old"), REFUSED) as server, ThreadPoolExecutor(8) as pool:
        auth = ServerToServer("acc", "id", "secret", server.url)
        auth.open()
        errors = set(pool.map(renew, [auth] * 8))

        assert len(errors) == 1
        assert len(server.asked) == 2


def test_a_bearer_token_cannot_be_renewed() -> None:
    """A token from elsewhere signs without being asked for; once refused, the error tells the way out."""
    auth = Bearer(" abc.def \n")
    auth.open()

    assert sign(auth) == "Bearer abc.def"
    assert (auth.scopes, auth.api_url, auth.server_date) == (None, None, None)
    with pytest.raises(AuthError) as caught:
        auth.renew("abc.def")
    assert str(caught.value) == (
        "Zoom no longer accepts the token in the config (access_token or jwt), and it cannot be renewed "
        "here; give a new one, or account_id, client_id and client_secret, whose tokens renew themselves"
    )


@pytest.mark.parametrize("token", ["abc\ndef", "abc def", "ä", "", None, 7])
def test_what_no_header_can_carry_is_no_token(token: object) -> None:
    """A token with a line break or the like is refused before requests would quote it in an error."""
    with pytest.raises(AuthError) as caught:
        read_grant({"access_token": token}, None, 0.0)

    assert str(caught.value) == (
        "the access token in the token endpoint's answer is missing, or holds characters that no token has "
        "(a blank or a line break, say)"
    )
