"""The faults: real on the wire, gone when the request is made again, and the same in each run."""

from __future__ import annotations

import time

import pytest
import requests
from tap_zoom_sandbox.testing import Sandbox

CLOCK = "2026-06-01T10:00:00Z"


def get(sandbox: Sandbox, path: str, timeout: float = 10) -> requests.Response:
    """Ask on a connection of its own."""
    headers = {"Authorization": f"Bearer {sandbox.bearer}"}
    return requests.get(sandbox.api_url + path, headers=headers, timeout=timeout)


def failing(fault: str, **options: object) -> Sandbox:
    """Make a sandbox in which each first request fails."""
    return Sandbox(clock=CLOCK, faults={fault: 1.0}, **options)


def test_5xx_is_an_answer_without_json_and_passes() -> None:
    """A 5xx comes as a gateway's page of HTML; the fourth asking of a URL is answered at the latest."""
    with failing("5xx") as sandbox:
        statuses = [get(sandbox, "/users").status_code for _ in range(4)]
        booked = sandbox.requests()

    assert statuses == [502, 502, 502, 200]
    assert booked["by_status"] == {"200": 1, "502": 3}
    assert booked["faults"] == {"5xx": 3}


def test_reset_breaks_the_connection_before_the_answer() -> None:
    """A reset is a real one: the client sees ECONNRESET and not a byte of the answer."""
    with failing("reset") as sandbox:
        with pytest.raises(requests.ConnectionError, match="Connection reset by peer"):
            get(sandbox, "/users")

        assert sandbox.requests()["by_status"] == {"reset": 1}


def test_truncated_body_is_shorter_than_its_content_length() -> None:
    """A truncated answer begins as 200 and ends in the middle of its body."""
    with failing("truncate") as sandbox, pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(sandbox, "/users")


def test_stall_keeps_silent_until_the_connection_closes() -> None:
    """A stalled request gets no answer; a client with a timeout is rid of it sooner."""
    with failing("stall", stall_seconds=0.3) as sandbox:
        began = time.monotonic()
        with pytest.raises(requests.exceptions.ReadTimeout):
            get(sandbox, "/users", timeout=0.1)
        with pytest.raises(requests.ConnectionError):
            get(sandbox, "/users")

        assert time.monotonic() - began >= 0.4


def test_revoked_token_is_dead_and_a_new_one_works() -> None:
    """A revoked token answers 401 with code 124, again and again; the next token is good."""
    with failing("revoke") as sandbox:
        config = sandbox.config

        def token() -> dict[str, str]:
            answer = requests.post(
                config["token_url"],
                data={"grant_type": "account_credentials", "account_id": config["account_id"]},
                auth=(config["client_id"], config["client_secret"]),
                timeout=10,
            )
            return {"Authorization": f"Bearer {answer.json()['access_token']}"}

        first, url = token(), f"{sandbox.api_url}/users"
        refused = [requests.get(url, headers=first, timeout=10) for _ in range(4)]
        good = requests.get(url, headers=token(), timeout=10)

    assert [(each.status_code, each.json()["code"]) for each in refused] == [(401, 124)] * 4
    assert good.status_code == 200


def test_expired_page_token_asks_for_the_listing_anew() -> None:
    """A page token that died answers 400 with code 300; the first page gives one that works in the end."""
    with failing("expired_page", users=100) as sandbox:
        codes = []
        for _ in range(4):
            first = get(sandbox, "/users?page_size=30").json()
            second = get(sandbox, f"/users?page_size=30&next_page_token={first['next_page_token']}")
            codes.append((second.status_code, second.json().get("code")))

    assert codes == [(400, 300)] * 3 + [(200, None)]


def test_firewall_blocks_the_same_objects_for_good_and_the_books_know_them() -> None:
    """What the firewall blocks is 403 with HTML however often it is asked, and is missing from the books."""
    with Sandbox(users=25, clock=CLOCK, plan="none", faults="html=0.2") as sandbox:
        blocked = [path for path in sandbox.blocked() if path.startswith("/meetings/")]
        numbers = {row["record"]["id"] for row in sandbox.expected("meetings")}
        answers = [get(sandbox, path) for path in blocked for _ in range(2)]

    assert blocked
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.headers["content-type"] for answer in answers} == {"text/html"}
    assert not [path for path in blocked if path.count("/") == 2 and int(path.split("/")[2]) in numbers]


def test_two_runs_meet_the_same_faults() -> None:
    """The same requests of the same seed fail in the same way, in a new process of the server as well."""
    runs = []
    for _ in range(2):
        with Sandbox(clock=CLOCK, plan="none", faults="5xx=0.3,revoke=0.2") as sandbox:
            runs.append([get(sandbox, f"/users?page_size={size}").status_code for size in range(1, 40)])

    assert runs[0] == runs[1]
    assert {200, 502} <= set(runs[0])


def test_half_of_the_requests_fail_where_half_shall() -> None:
    """The share of a fault is the share of first askings that meet it."""
    faults = Sandbox(faults={"5xx": 0.25, "reset": 0.25}).engine.faults
    met = [faults.next("GET", f"/meetings/{number}") for number in range(4000)]

    assert met.count("5xx") == pytest.approx(1000, abs=100)
    assert met.count("reset") == pytest.approx(1000, abs=100)
