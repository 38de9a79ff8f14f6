"""What the families' tests share: one pretend account, whose answers the cassettes hold."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def zoom_cassette_dir() -> Path:
    """Return where the families' cassettes are: in the folder of all tests."""
    return Path(__file__).parents[1] / "cassettes"
