"""Tokens, scopes and rate limits of the sandbox, as Zoom documents them."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from tap_zoom_sandbox.testing import Sandbox

CLOCK = "2026-06-01T10:00:00Z"
HISTORY = "/report/history_meetings?from=2026-05-01&to=2026-05-31"


def grant(sandbox: Sandbox, secret: str | None = None, **form: str) -> requests.Response:
    """Ask for a token."""
    config = sandbox.config
    client = (config["client_id"], secret or config["client_secret"])
    return requests.post(config["token_url"], data=form, auth=client, timeout=10)


def ask(sandbox: Sandbox, path: str, token: str | None = None) -> requests.Response:
    """Ask the API, with the bearer token unless another is given."""
    headers = {"Authorization": f"Bearer {token or sandbox.bearer}"}
    return requests.get(sandbox.api_url + path, headers=headers, timeout=10)


def refusal(answer: requests.Response) -> tuple[int, int]:
    """Return status and code."""
    return answer.status_code, answer.json()["code"]


def test_server_to_server_token_says_where_the_api_is_and_what_it_may() -> None:
    """account_credentials gives a bearer token with api_url, scope and expires_in, and no refresh token."""
    with Sandbox(clock=CLOCK, token_ttl=600, scopes="report:read:admin,user:read:admin") as sandbox:
        body = grant(
            sandbox, grant_type="account_credentials", account_id=sandbox.config["account_id"]
        ).json()
        answer = ask(sandbox, "/users", body["access_token"])
        url = sandbox.url

    assert answer.status_code == 200
    assert body == {
        "access_token": body["access_token"],
        "token_type": "bearer",
        "expires_in": 600,
        "scope": "report:read:admin user:read:admin",
        "api_url": url,
    }


def test_refresh_token_works_once() -> None:
    """Each refresh gives a new refresh token, and the old one is dead at once."""
    with Sandbox() as sandbox:
        first = sandbox.engine.tokens.refresh_token
        answers = [grant(sandbox, grant_type="refresh_token", refresh_token=first) for _ in range(2)]
        second = answers[0].json()["refresh_token"]
        third = grant(sandbox, grant_type="refresh_token", refresh_token=second)

    assert [answer.status_code for answer in answers] == [200, 400]
    assert answers[1].json() == {"reason": "Invalid Token!", "error": "invalid_grant"}
    assert third.status_code == 200
    assert len({first, second, third.json()["refresh_token"]}) == 3


@pytest.mark.parametrize(
    ("secret", "form", "error"),
    [
        ("wrong", {"grant_type": "account_credentials"}, "invalid_client"),
        (None, {"grant_type": "account_credentials", "account_id": "other"}, "invalid_request"),
        (None, {"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_token_endpoint_refuses_what_it_does_not_know(
    secret: str | None, form: dict[str, str], error: str
) -> None:
    """A wrong secret, account or grant answers 400 with an OAuth error."""
    with Sandbox() as sandbox:
        answer = grant(sandbox, secret, **form)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_access_token_expires() -> None:
    """A token answers 401 with code 124 after its time, as an invented or missing one does at once."""
    with Sandbox(token_ttl=1) as sandbox:
        account = sandbox.config["account_id"]
        token = grant(sandbox, grant_type="account_credentials", account_id=account).json()["access_token"]
        fresh = ask(sandbox, "/users", token)
        time.sleep(1.05)
        old, invented = ask(sandbox, "/users", token), ask(sandbox, "/users", "invented")
        missing = requests.get(f"{sandbox.api_url}/users", timeout=10)

    assert fresh.status_code == 200
    assert [refusal(each) for each in (old, invented, missing)] == [(401, 124)] * 3


def test_missing_scope_is_4711_and_names_what_would_do() -> None:
    """A token that lacks the scope of an endpoint is refused with the scopes of which one is missing."""
    with Sandbox(clock=CLOCK, scopes=["user:read:list_users:admin"]) as sandbox:
        allowed, refused = ask(sandbox, "/users"), ask(sandbox, HISTORY)

    assert allowed.status_code == 200
    assert refusal(refused) == (400, 4711)
    assert refused.json()["message"] == (
        "Invalid access token, does not contain scopes:"
        "[report:read:admin, report:read:list_history_meetings:admin]."
    )


def test_account_without_history_refuses_it() -> None:
    """With history off the account may not list what ran: 400 with code 200."""
    with Sandbox(clock=CLOCK, history=False) as sandbox:
        assert refusal(ask(sandbox, HISTORY)) == (400, 200)


def limit(answer: requests.Response) -> dict[str, Any]:
    """Return what the headers say about rate limits."""
    known = ("category", "type", "limit", "remaining")
    said = {name: answer.headers.get(f"X-RateLimit-{name}") for name in known}
    return said | {"retry": answer.headers.get("Retry-After")}


def test_each_second_has_its_limit_by_label(monkeypatch: pytest.MonkeyPatch) -> None:
    """The free plan serves one heavy request a second; the next is 429 without Retry-After."""
    with Sandbox(clock=CLOCK, plan="free") as sandbox:
        monkeypatch.setattr("tap_zoom_sandbox.limits.time.time", lambda: 1000.5)
        first, second = ask(sandbox, HISTORY), ask(sandbox, HISTORY)
        other = ask(sandbox, "/users")
        monkeypatch.setattr("tap_zoom_sandbox.limits.time.time", lambda: 1001.0)
        third = ask(sandbox, HISTORY)
        booked = sandbox.requests()

    assert [each.status_code for each in (first, second, other, third)] == [200, 429, 200, 200]
    assert limit(first) == {"category": "Heavy", "type": "QPS", "limit": "1", "remaining": "0", "retry": None}
    assert limit(second) == limit(first)
    assert limit(other)["category"] == "Medium"
    assert booked["rate_limited"] == 1


def test_daily_limit_says_when_in_iso_8601() -> None:
    """Past the daily limit an answer is 429 until the next midnight of the account's clock."""
    with Sandbox(clock=CLOCK, plan="business", daily_limit=1) as sandbox:
        ask(sandbox, HISTORY)
        refused = ask(sandbox, HISTORY)
        light = ask(sandbox, "/users/me")
        sandbox.set_clock("2026-06-02T00:00:00Z")
        next_day = ask(sandbox, HISTORY)

    assert limit(refused) == {
        "category": "Heavy",
        "type": "Daily-limit",
        "limit": "1",
        "remaining": "0",
        "retry": "2026-06-02T00:00:00Z",
    }
    assert [each.status_code for each in (refused, light, next_day)] == [429, 200, 200]


def test_answers_carry_the_accounts_date() -> None:
    """The Date header is the account's clock, which moves when it is told to."""
    with Sandbox(clock=CLOCK) as sandbox:
        before = ask(sandbox, "/users").headers["Date"]
        url = f"{sandbox.url}/__sandbox__/clock"
        moved = requests.post(url, json={"now": "2026-07-01T00:00:00Z"}, timeout=10)
        after = ask(sandbox, "/users").headers["Date"]
        bad = requests.post(url, json={"now": "soon"}, timeout=10)

    assert (before, after) == ("Mon, 01 Jun 2026 10:00:00 GMT", "Wed, 01 Jul 2026 00:00:00 GMT")
    assert (moved.status_code, bad.status_code) == (200, 400)
