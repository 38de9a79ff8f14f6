"""The four reports, replayed from their cassette."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.testing import Cassette, Messages

STREAMS = (
    "report_meetings",
    "report_meeting_participants",
    "report_webinars",
    "report_webinar_participants",
)


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run the account that the cassette is recorded from, where no other is given."""
    with Sandbox(
        users=3, seed=35, sessions_per_user=120, clock="2026-06-15T12:00:00Z", plan="none"
    ) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cassette(zoom_cassette: Callable[[str], Cassette]) -> Cassette:
    """Return the family's cassette."""
    return zoom_cassette("reports")


@pytest.fixture(scope="module")
def messages(cassette: Cassette) -> Messages:
    """Sync the family's streams from the cassette."""
    return cassette.run(*STREAMS, start_date="2026-06-10", end_date="2026-06-14")


def test_whole_messages(cassette: Cassette, messages: Messages) -> None:
    """The cassette's answers become exactly the SCHEMA, RECORD and STATE messages that are kept beside it."""
    expected = cassette.expected(messages)

    assert expected == messages.sorted()
