"""What the families' tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tap_zoom_core.testing import Cassette, Messages


@pytest.fixture(scope="module")
def zoom_cassette_dir() -> Path:
    """Return where the families' cassettes are: in the folder of all tests."""
    return Path(__file__).parents[1] / "cassettes"


@pytest.fixture
def facts(cassette: Cassette, messages: Messages) -> Messages:
    """Return a family's messages to hold known facts against; skips where they are of another account."""
    if not cassette.pretend:
        pytest.skip("the facts are those of the pretend account, and the cassette is of another")
    return messages
