"""The users, replayed from their cassette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.testing import Cassette, Messages

STREAMS = ("users",)


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run the account that the cassette is recorded from, where no other is given."""
    with Sandbox(users=14, seed=7, clock="2026-06-15T12:00:00Z", plan="none") as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cassette(zoom_cassette: Callable[[str], Cassette]) -> Cassette:
    """Return the family's cassette."""
    return zoom_cassette("users")


@pytest.fixture(scope="module")
def messages(cassette: Cassette) -> Messages:
    """Sync the family's streams from the cassette."""
    return cassette.run(*STREAMS)


def test_whole_messages(cassette: Cassette, messages: Messages) -> None:
    """The cassette's answers become exactly the SCHEMA, RECORD and STATE messages that are kept beside it."""
    expected = cassette.expected(messages)

    assert expected == messages.sorted()


def test_users_of_all_statuses(cassette: Cassette, facts: Messages) -> None:
    """Each status is a listing of its own, and all three are asked: 12 active, 1 inactive, 1 pending."""
    listings = [request for request in cassette.requests if request.startswith("GET")]
    statuses = Counter(user["status"] for user in facts.records("users"))

    assert listings == [
        "GET /v2/users?page_size=300&status=active",
        "GET /v2/users?page_size=300&status=inactive",
        "GET /v2/users?page_size=300&status=pending",
    ]
    assert statuses == {"active": 12, "inactive": 1, "pending": 1}


def test_a_pending_user_is_keyed_by_email(facts: Messages) -> None:
    """A pending user has no id yet, and its row takes its email as one."""
    pending = [user for user in facts.records("users") if user["status"] == "pending"]

    assert [user["email"] for user in pending] == [user["id"] for user in pending]
    assert all("@" in user["id"] for user in pending)


def test_numbers_beyond_a_double_stay_exact(facts: Messages) -> None:
    """A licence's flags reach 2**59 and 1, where a double would have lost the 1."""
    licences = [licence for user in facts.records("users") for licence in user["license_info_list"] or ()]

    assert {16, 2**33, 2**54 + 1, 2**59 + 1} == {licence["license_option"] for licence in licences}


def test_keys_are_unique(messages: Messages) -> None:
    """No two users share a key, and none is without one."""
    keys = messages.keys("users")

    assert len(keys) == len(set(keys))
    assert all(value not in (None, "") for key in keys for value in key)
