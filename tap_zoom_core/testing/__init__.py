"""The authors' kit, a pytest plugin: run the tap in a test, record and replay what Zoom answered.

``run_tap`` is a function and a fixture, ``zoom_cassette`` a fixture, ``--zoom-record`` an option of pytest.
``zoom_sandbox``, a pretend account, is a fixture of the sandbox. What is not used is not imported.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tap_zoom_core.testing.messages import Message, Messages
    from tap_zoom_core.testing.recording import Account, Cassette
    from tap_zoom_core.testing.running import run_tap
    from tap_zoom_core.testing.scrubbing import Scrubber

__all__ = ["Account", "Cassette", "Message", "Messages", "Scrubber", "run_tap"]

_HOMES = {
    "Account": "recording",
    "Cassette": "recording",
    "Message": "messages",
    "Messages": "messages",
    "Scrubber": "scrubbing",
    "run_tap": "running",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: pytest loads this module in every session."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that records cassettes."""
    parser.getgroup("tap-zoom").addoption(
        "--zoom-record",
        action="store_true",
        help="Record the cassettes of zoom_cassette anew: from the account whose credentials TAP_ZOOM_… "
        "variables hold, else from zoom_sandbox.",
    )


@pytest.fixture(name="run_tap")
def _run_tap() -> Any:
    """Return the function ``run_tap(*streams, config, state, catalog, plugins)``, which gives Messages."""
    return __getattr__("run_tap")


@pytest.fixture(scope="module")
def zoom_cassette_dir(request: pytest.FixtureRequest) -> Path:
    """Return where cassettes are: ``cassettes`` beside the test's file. Define your own to move them."""
    return request.path.parent / "cassettes"


@pytest.fixture(scope="module")
def zoom_cassette(request: pytest.FixtureRequest, zoom_cassette_dir: Path) -> Callable[[str], Cassette]:
    """Return a function from a name to the Cassette ``<name>.yaml``.

    ``zoom_cassette("sites").run("sites", start_date="2026-06-01")`` gives the Messages of a sync. With
    ``--zoom-record`` it is recorded first; without an account's credentials in the environment, from
    ``zoom_sandbox``, which your conftest.py may give endpoints of your own.
    """
    try:
        from tap_zoom_core.testing.recording import Cassette
    except ModuleNotFoundError as error:
        pytest.fail(f"zoom_cassette needs {error.name}: pip install 'tap-zoom-core[testing]'", pytrace=False)

    account = (lambda: request.getfixturevalue("zoom_sandbox")) if _records(request) else None
    return lambda name: Cassette(zoom_cassette_dir / f"{name}.yaml", account)


def _records(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--zoom-record"))
