"""The authors' kit: a whole sync in a test, against the pretend account."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from phone_plugin import SITES, Phone
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import Config, ConfigError, Stream, hookimpl
from tap_zoom_core.testing import run_tap


def test_run_tap_gives_a_whole_sync(zoom_sandbox: Sandbox) -> None:
    """The messages are those that a target would read, and as many as the account has rows."""
    messages = run_tap("users", config=zoom_sandbox.config)

    assert [line["type"] for line in messages.lines] == ["SCHEMA", *["RECORD"] * 14, "STATE"]
    assert len(zoom_sandbox.expected("users")) == len(messages.records("users"))
    assert messages.schemas["users"]["key_properties"] == ["id"]
    assert messages.state == {"bookmarks": {}}
    assert messages.exit_code == 0
    assert messages.ledger["balanced"]


def test_run_tap_is_deterministic(zoom_sandbox: Sandbox) -> None:
    """Two runs give the same messages: no time of today is in them."""
    first, second = (run_tap("users", "report_meetings", config=zoom_sandbox.config) for _ in range(2))

    assert first.sorted() == second.sorted()


def test_run_tap_goes_on_from_a_state(zoom_sandbox: Sandbox) -> None:
    """A state is taken up: nothing that ended long before its bookmark is read again."""
    everything = run_tap("report_meetings", config=zoom_sandbox.config)
    later = run_tap("report_meetings", config=zoom_sandbox.config, state=everything.state)

    ends = {record["end_time"] for record in later.records("report_meetings")}
    assert everything.records("report_meetings")
    assert all(end >= "2026-06-13" for end in ends)


def test_run_tap_obeys_a_catalog(zoom_sandbox: Sandbox) -> None:
    """A catalog selects streams and fields, as on the command line."""
    entry = {
        "tap_stream_id": "users",
        "stream": "users",
        "metadata": [
            {"breadcrumb": [], "metadata": {"selected": True}},
            {"breadcrumb": ["properties", "email"], "metadata": {"selected": False}},
        ],
    }
    messages = run_tap(config=zoom_sandbox.config, catalog={"streams": [entry]})

    assert set(messages.schemas) == {"users"}
    assert all("email" not in record for record in messages.records("users"))


def test_run_tap_raises_what_keeps_a_sync_from_beginning(zoom_sandbox: Sandbox) -> None:
    """A problem in the config is raised as the command line would tell it."""
    with pytest.raises(ConfigError, match=r"config\.start_date: expected"):
        run_tap("users", config={**zoom_sandbox.config, "start_date": "yesterday"})


def test_run_tap_takes_a_plugin_that_is_not_installed(zoom_sandbox: Sandbox, run_tap: Any) -> None:
    """An object with hook implementations takes part; run_tap is a fixture as well."""
    zoom_sandbox.serve("/phone/sites", lambda call: SITES)
    messages = run_tap("phone_sites", config=zoom_sandbox.config, plugins=[Phone()])

    assert messages.keys("phone_sites") == [("s-1",), ("s-2",)]


def test_a_hook_that_does_not_exist_is_refused(zoom_sandbox: Sandbox) -> None:
    """A plugin handed to run_tap is held to the hooks as an installed one is."""

    @hookimpl
    def register_stream(config: Config) -> list[Stream]:
        return []

    with pytest.raises(Exception, match="register_stream"):
        run_tap(config=zoom_sandbox.config, plugins=[SimpleNamespace(register_stream=register_stream)])


def test_the_kit_costs_nothing_unused() -> None:
    """Pytest loads it in every session: it imports neither vcrpy, nor the walk, nor the sandbox's server."""
    code = "import sys, tap_zoom_core.testing, tap_zoom_sandbox.fixtures; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    heavy = {"vcr", "yaml", "singer", "tap_zoom_core.sync", "tap_zoom_sandbox.server", "uvicorn"}
    assert heavy & set(modules.split()) == set()
