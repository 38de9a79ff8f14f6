"""What a command finds out before it reads anything: where it cannot write, and what contradicts itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commanding import file, tap_process
from tap_zoom_sandbox.testing import Sandbox

TAP = [sys.executable, "-c", "from tap_zoom_core.cli import main; main()"]


@pytest.fixture(scope="module")
def zoom() -> Iterator[Sandbox]:
    """Serve a small account whose time stands still."""
    with Sandbox(users=6, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", ["discover", "plugins", "about", "sync --config config.json"])
def test_a_closed_stdout_is_one_line(zoom: Sandbox, command: str) -> None:
    """Whichever command was to write to it."""
    file("config.json", json.dumps(zoom.config))

    ran = subprocess.run(["sh", "-c", f'"$@" {command} >&-', "sh", *TAP], capture_output=True, text=True)

    said = "tap-zoom: stdout is closed, and there is nowhere else to write\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_one_line() -> None:
    """A catalog that is cut short must not look like a whole one."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run([*TAP, "discover"], stdout=full, stderr=subprocess.PIPE, text=True)

    said = "tap-zoom: stdout cannot be written: No space left on device\n"
    assert (ran.returncode, ran.stderr) == (1, said)


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(zoom: Sandbox) -> None:
    """A sync may take hours, and exit code 2 says that nothing was read."""
    config = file("config.json", json.dumps(zoom.config))

    ran = tap_process("sync", "--config", config, "--report", "nowhere/report.json")

    assert ran == (2, "", "tap-zoom: --report nowhere/report.json: No such file or directory\n")


def test_a_stream_of_a_plugin_that_is_left_out_is_refused(zoom: Sandbox) -> None:
    """Together the two would select nothing, and look like an empty account."""
    config = file("config.json", json.dumps(zoom.config))

    ran = tap_process("sync", "--config", config, "--plugin", "meetings", "--stream", "users")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "tap-zoom: --stream users is a stream of plugin 'users', which --plugin leaves out: "
        "add --plugin users, or name streams alone\n"
    )


def test_a_state_may_be_the_whole_message(zoom: Sandbox) -> None:
    """The last STATE line of one run is the --state of the next, with or without what stands around it."""
    config = file("config.json", json.dumps(zoom.config))
    words = ("sync", "--config", config, "--stream", "report_meetings")
    last = tap_process(*words).out.splitlines()[-1]
    assert json.loads(last)["value"]["bookmarks"]

    from_message = tap_process(*words, "--state", file("message.json", last))
    from_value = tap_process(*words, "--state", file("value.json", json.dumps(json.loads(last)["value"])))

    rows = [
        [line for line in each.out.splitlines() if '"RECORD"' in line] for each in (from_message, from_value)
    ]
    assert len(rows[0]) == len(rows[1]) < 5
