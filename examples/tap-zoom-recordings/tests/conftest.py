"""A pretend account with recordings in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pretend import serve
from tap_zoom_sandbox.testing import Sandbox


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run a small account whose clock stands at 2026-06-15T12:00:00Z, with recordings."""
    with Sandbox(users=6, seed=7, clock="2026-06-15T12:00:00Z", plan="none") as sandbox:
        serve(sandbox)
        yield sandbox
