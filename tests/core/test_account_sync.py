"""The sync of one account that examples/airflow schedules: its pipe, its state, its failures."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "airflow" / "dags" / "zoom_sync.py"
Script = Callable[[str, str], str]
READS_ALL = "cat >loaded; cat loaded"
SOME_SECONDS = "for _ in $(seq 200); do sleep 0.05; done"


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Return what writes a program of a name, in shell."""

    def write(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return write


@pytest.fixture
def account(tmp_path: Path) -> Path:
    """Return an account's folder."""
    folder = tmp_path / "accounts" / "acme"
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    return folder


def sync(account: Path, tap: str, target: str) -> None:
    """Sync an account as the example does."""
    runpy.run_path(str(EXAMPLE))["sync_account"](account, tap, target)


def test_accounts_are_the_folders_with_a_config(account: Path) -> None:
    """Other folders are left alone, and the order is by name."""
    (account.parent / "empty").mkdir()
    (account.parent / "Zeta").mkdir()
    (account.parent / "Zeta" / "config.json").write_text("{}")

    assert runpy.run_path(str(EXAMPLE))["accounts_in"](account.parent) == ["Zeta", "acme"]


def test_the_last_state_is_kept_and_handed_to_the_next_run(account: Path, script: Script) -> None:
    """The tap gets the catalog and the state where there are any, in the account's folder."""
    tap, target = script("tap", 'echo "$*" >>asked; echo one; echo two'), script("target", READS_ALL)
    sync(account, tap, target)
    (account / "catalog.json").write_text("{}")
    sync(account, tap, target)

    assert (account / "state.json").read_text() == "two\n"
    assert (account / "asked").read_text().splitlines() == [
        "sync --config config.json",
        "sync --config config.json --catalog catalog.json --state state.json",
    ]


@pytest.mark.parametrize(
    ("tap", "target", "code", "named"),
    [
        ("echo state; exit 2", READS_ALL, 2, "tap"),
        ("echo state; exit 1", "cat; exit 5", 1, "tap"),
        ("echo state", "cat; exit 5", 5, "target"),
        ("echo state; exit 141", "cat; exit 5", 5, "target"),
    ],
)
def test_who_failed_is_named_and_what_was_loaded_is_kept(
    account: Path, script: Script, tap: str, target: str, code: int, named: str
) -> None:
    """The error has the exit code of the tap, or of the target where the tap only failed with it."""
    programs = {"tap": script("tap", tap), "target": script("target", target)}

    with pytest.raises(subprocess.CalledProcessError) as caught:
        sync(account, programs["tap"], programs["target"])

    assert (caught.value.cmd, caught.value.returncode) == (programs[named], code)
    assert (account / "state.json").read_text() == "state\n"


def test_a_sync_that_is_ended_keeps_what_the_tap_hands_over(account: Path, script: Script) -> None:
    """Where a scheduler interrupts it, the tap is told to end, and the state that it then writes is kept."""
    tap = script("tap", f"trap 'echo last; exit 143' TERM\necho first\n{SOME_SECONDS}")
    # It interrupts us once its first state is kept.
    waits = "read -r line; echo $line; while [ ! -e state.json ]; do sleep 0.02; done; kill -ALRM $PPID"
    target = script("target", f"{waits}; while read -r line; do echo $line; done")
    watched = f"""
import runpy, signal, sys
def interrupt(*_): raise TimeoutError("ended")
signal.signal(signal.SIGALRM, interrupt)
from pathlib import Path
runpy.run_path({str(EXAMPLE)!r})["sync_account"](Path({str(account)!r}), {tap!r}, {target!r})
"""
    done = subprocess.run(
        [sys.executable, "-c", watched], capture_output=True, text=True, check=False, timeout=30
    )

    assert "TimeoutError: ended" in done.stderr
    assert (account / "state.json").read_text() == "last\n"
