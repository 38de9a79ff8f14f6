"""Pages, however an endpoint hands them out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import TAP, write_config

TOTAL = 7


def numbered(call: Any) -> dict[str, Any]:
    """Answer with two rows a page, by number alone."""
    number = int(call.query.get("page_number", 1))
    rows = [{"id": 95_000_000_000 + place, "uuid": f"w{place}"} for place in range(TOTAL)]
    return {
        "page_number": number,
        "page_count": 4,
        "total_records": TOTAL,
        "webinars": rows[2 * (number - 1) : 2 * number],
    }


def same_again(call: Any) -> dict[str, Any]:
    """Answer with the first page whatever is asked for, as an endpoint that ignores page_number does."""
    call.query["page_number"] = "1"
    return numbered(call)


def read_webinars(folder: Path, sandbox: Sandbox) -> tuple[int, set[int], str]:
    """Sync webinars; return the exit code, the ids that came out, and what stood on stderr."""
    command = [TAP, "sync", "--config", write_config(folder, sandbox), "--stream", "webinars"]
    done = subprocess.run(command, capture_output=True, check=False)
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    found = {message["record"]["id"] for message in messages if message["type"] == "RECORD"}
    return done.returncode, found, done.stderr.decode()


def answer_webinar(call: Any) -> dict[str, Any]:
    """Answer with a webinar that has nothing but its id."""
    return {"id": int(call.params["webinarId"]), "topic": "One of many"}


@pytest.fixture
def sandbox() -> Any:
    with Sandbox(users=1, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as running:
        running.serve("/webinars/{webinarId}", answer_webinar)
        yield running


def test_numbered_pages_are_read_to_the_last(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where an answer tells of more pages and gives no token, the next number is asked for."""
    sandbox.serve("/users/{userId}/webinars", numbered)

    code, found, _ = read_webinars(tmp_path, sandbox)

    assert code == 0
    assert found == {95_000_000_000 + place for place in range(TOTAL)}


def test_a_page_that_comes_again_is_said_out_loud(tmp_path: Path, sandbox: Sandbox) -> None:
    """An endpoint that serves its first page again cannot be read further: the run looks incomplete."""
    sandbox.serve("/users/{userId}/webinars", same_again)

    code, found, errors = read_webinars(tmp_path, sandbox)

    assert code == 1
    assert len(found) == 2
    assert "page 2 is the page before it again" in errors


def test_a_listing_that_outlives_its_page_tokens_again_and_again_is_read_whole(
    tmp_path: Path, sandbox: Sandbox
) -> None:
    """However often a token dies, the listing goes on as long as each new beginning brings new rows."""
    pages, refused = 30, set[str]()

    def webinars(call: Any) -> dict[str, Any]:
        token = call.query.get("next_page_token", "")
        if token and token not in refused:
            refused.add(token)
            raise Refusal(400, 300, "The next page token is invalid or expired.")
        place = int(token or 0)
        row = {"id": 95_000_000_000 + place, "uuid": f"w{place}"}
        return {"webinars": [row], "next_page_token": str(place + 1) if place + 1 < pages else ""}

    sandbox.serve("/users/{userId}/webinars", webinars)

    code, found, _ = read_webinars(tmp_path, sandbox)

    assert code == 0
    assert found == {95_000_000_000 + place for place in range(pages)}
    assert len(refused) == pages - 1


def test_a_page_token_that_is_always_dead_ends_in_a_failure(tmp_path: Path, sandbox: Sandbox) -> None:
    """A listing whose second page never comes is not begun for ever, and does not look complete."""

    def webinars(call: Any) -> dict[str, Any]:
        if call.query.get("next_page_token"):
            raise Refusal(400, 300, "The next page token is invalid or expired.")
        return {"webinars": [{"id": 95_000_000_000, "uuid": "w"}], "next_page_token": "dead"}

    sandbox.serve("/users/{userId}/webinars", webinars)

    code, found, errors = read_webinars(tmp_path, sandbox)

    assert code == 1
    assert found == {95_000_000_000}
    assert "The next page token is invalid or expired., 20 times" in errors
