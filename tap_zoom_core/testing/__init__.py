"""The authors' kit, a pytest plugin: run the tap in a test, record and replay what Zoom answered.

``run_tap`` is a function and a fixture, ``zoom_cassette`` a fixture. ``zoom_sandbox``, a pretend account, is
a fixture of the sandbox. Whatever is not used is not imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tap_zoom_core.testing.messages import Messages
    from tap_zoom_core.testing.running import run_tap

__all__ = ["Messages", "run_tap"]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: pytest loads this module in every session."""
    if name == "Messages":
        from tap_zoom_core.testing.messages import Messages

        return Messages
    if name == "run_tap":
        from tap_zoom_core.testing.running import run_tap

        return run_tap
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@pytest.fixture(name="run_tap")
def _run_tap() -> Any:
    """Return the function ``run_tap(*streams, config, state, catalog, plugins)``."""
    from tap_zoom_core.testing.running import run_tap

    return run_tap
