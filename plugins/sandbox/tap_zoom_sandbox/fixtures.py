"""The sandbox as a pytest plugin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tap_zoom_sandbox.testing import Sandbox


@pytest.fixture(scope="module")
def zoom_sandbox() -> Iterator[Sandbox]:
    """Run a small pretend account for the tests of a module: the same rows each time, and no limits.

    Its clock stands at 2026-06-15T12:00:00Z. ``zoom_sandbox.config`` is a config for ``run_tap``,
    ``zoom_sandbox.serve(template, answer)`` adds an endpoint of your own. For another account, define a
    fixture of this name in your own conftest.py.
    """
    from tap_zoom_sandbox.testing import Sandbox

    with Sandbox(users=14, seed=7, clock="2026-06-15T12:00:00Z", plan="none") as sandbox:
        yield sandbox
