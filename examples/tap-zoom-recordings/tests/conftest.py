"""A pretend account with recordings in it."""

from __future__ import annotations

import pytest
from pretend import serve
from tap_zoom_sandbox.testing import Sandbox


@pytest.fixture(scope="module")
def zoom_sandbox(zoom_sandbox: Sandbox) -> Sandbox:
    """Let the pretend account, whose clock stands at 2026-06-15T12:00:00Z, serve recordings and summaries."""
    serve(zoom_sandbox)
    return zoom_sandbox
