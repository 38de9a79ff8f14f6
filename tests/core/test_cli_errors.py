"""What goes wrong in a shell: one clear line on stderr, the right exit code, and a clean stdout."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commanding import Ran, file, tap_process
from tap_zoom_sandbox.testing import Sandbox


@pytest.fixture(scope="module")
def zoom() -> Iterator[Sandbox]:
    """Serve a small account."""
    with Sandbox(users=6, seed=7, plan="none") as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def dead() -> str:
    """Give an address of this machine where nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def one_line(ran: Ran) -> str:
    """Return the only line on stderr."""
    assert ran.err.count("\n") == 1, ran.err
    return ran.err.rstrip("\n")


def test_a_missing_file_is_one_line() -> None:
    """It is named, and nothing is asked."""
    ran = tap_process("--config", "nowhere.json")

    assert (ran.code, ran.out, one_line(ran)) == (2, "", "tap-zoom: config file nowhere.json does not exist")


def test_a_wrong_key_is_warned_about_and_the_way_out_told(zoom: Sandbox) -> None:
    """A setting that is none is left alone, for runners pass all kinds along; the nearest one is named."""
    config = file("config.json", json.dumps({**zoom.config, "start_dat": "2026-01-01"}))

    ran = tap_process("--config", config, "--stream", "users", "-q")

    assert ran.code == 0
    assert (
        "config.start_dat is neither a setting nor a loaded plugin, and is left alone; did you mean "
        in ran.err
    )
    assert {json.loads(line)["type"] for line in ran.out.splitlines()} == {"SCHEMA", "RECORD", "STATE"}


def test_a_wrong_type_is_one_line() -> None:
    """What was expected, and what was given."""
    ran = tap_process("--config", file("config.json", '{"page_size": "many"}'))

    assert (ran.code, ran.out) == (2, "")
    assert one_line(ran) == 'tap-zoom: config.page_size: expected a whole number, got "many"'


def test_an_empty_catalog_reads_nothing_and_says_so(zoom: Sandbox) -> None:
    """The state alone is written, which is what a runner wants to keep."""
    config = file("config.json", json.dumps(zoom.config))

    ran = tap_process("--config", config, "--catalog", file("catalog.json", '{"streams": []}'), "-q")

    assert (ran.code, json.loads(ran.out)) == (0, {"type": "STATE", "value": {"bookmarks": {}}})
    assert one_line(ran).endswith("nothing is selected: no stream will be read")


def test_an_expired_token_is_one_line(zoom: Sandbox) -> None:
    """Nobody waits for it to come back to life, and it is not repeated."""
    config = file("config.json", json.dumps({"access_token": "ex.pi.red", "api_url": zoom.api_url}))

    ran = tap_process("--config", config)

    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).startswith("tap-zoom: Zoom no longer accepts the token in the config ")
    assert "ex.pi.red" not in ran.err


def test_a_wrong_secret_is_one_line(zoom: Sandbox) -> None:
    """Zoom's reason, and what to check."""
    config = file("config.json", json.dumps({**zoom.config, "client_secret": "not-it"}))

    ran = tap_process("--config", config)

    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran).endswith(
        "HTTP 400, Invalid client_id or client_secret (invalid_client); check client_id and client_secret"
    )


def test_no_network_when_a_token_is_wanted_is_one_line(dead: str) -> None:
    """It is given up within seconds."""
    given = {"account_id": "a", "client_id": "b", "client_secret": "c", "token_url": f"{dead}/oauth/token"}

    ran = tap_process("-q", "--config", file("config.json", json.dumps(given)))

    assert (ran.code, ran.out) == (1, "")
    host = dead.removeprefix("http://")
    assert one_line(ran) == (f"tap-zoom: no token from {host}: connection refused (4 tries); try again later")


def test_no_network_when_the_first_stream_is_asked_for_is_one_line(dead: str) -> None:
    """It is given up within seconds."""
    config = file("config.json", json.dumps({"access_token": "a", "api_url": f"{dead}/v2"}))

    ran = tap_process("--config", config)

    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran) == (
        "tap-zoom: Zoom cannot be reached: GET /report/history_meetings: connection refused, 4 times in a row"
    )


def test_with_json_logs_an_error_is_json_too() -> None:
    """Whoever collects lines of JSON finds no other."""
    ran = tap_process("--log-format", "json", "--config", "nowhere.json")

    assert (ran.code, ran.out) == (2, "")
    line = json.loads(one_line(ran))
    assert (line["level"], line["message"]) == ("error", "config file nowhere.json does not exist")


def test_piping_into_head_ends_at_once_and_in_silence(zoom: Sandbox) -> None:
    """The first line arrives whole; no traceback, and the exit code that a shell gives for SIGPIPE."""
    config = file("config.json", json.dumps(zoom.config))
    command = [sys.executable, "-c", "from tap_zoom_core.cli import main; main()", "-q", "--config", config]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        told = [line for line in process.stderr if "Zoom sends fields that no schema has" not in line]

    assert (first["type"], process.returncode, told) == ("SCHEMA", 141, [])
