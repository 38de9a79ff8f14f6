"""A run that was ended early goes on where it was, and nothing is lost between the two."""

from __future__ import annotations

import json
import random
import signal
import subprocess
from pathlib import Path

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import TAP, Warehouse, differences, everything, vouched_but_missing, write_config


def run_until(
    folder: Path, sandbox: Sandbox, warehouse: Warehouse, seconds: float | None, sent: int
) -> tuple[int, int]:
    """Sync with the warehouse's state, end it by a signal after so long; return exit code and rows."""
    state = folder / "state.json"
    state.write_text(json.dumps(warehouse.state))
    output = folder / "out.jsonl"
    command = [TAP, "sync", "--config", write_config(folder, sandbox), "--catalog", everything(folder)]
    command += ["--state", state]
    before = warehouse.rows.total()
    with output.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE) as tap:
        try:
            _, errors = tap.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            tap.send_signal(sent)
            _, errors = tap.communicate()
    assert b"Traceback" not in errors, errors.decode()
    warehouse.load(output.read_bytes())
    return tap.returncode, warehouse.rows.total() - before


def torn(
    folder: Path, seed: int, users: int, faults: str, kills: int
) -> tuple[Warehouse, dict[str, str], list[str]]:
    """Sync an account with so many kills at random moments; return what a target has, and what is wrong.

    Wrong is where its rows are not those of the books, and what a bookmark vouched for too early.
    """
    chance = random.Random(seed)
    warehouse, vouched = Warehouse(), list[str]()
    with Sandbox(users=users, seed=seed, plan="none", clock="2026-06-15T12:00:00Z", faults=faults) as sandbox:
        for _ in range(kills):
            sent = chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
            run_until(folder, sandbox, warehouse, chance.uniform(1.0, 6.0), sent)
            vouched += vouched_but_missing(warehouse, sandbox)
        code, _ = run_until(folder, sandbox, warehouse, None, signal.SIGKILL)
        assert code == 0
        return warehouse, differences(warehouse, sandbox), vouched


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_killed_and_resumed_holds_every_row(tmp_path: Path, seed: int) -> None:
    """After kills at random moments and a last run, every row is there, and no bookmark ever lied."""
    warehouse, wrong, vouched = torn(tmp_path, seed, 25, "5xx=0.01,reset=0.005,expired_page=0.01", kills=3)

    assert wrong == {}
    assert vouched == []
    assert "resume" not in warehouse.state


def test_a_run_that_was_ended_in_order_is_gone_on_with(tmp_path: Path) -> None:
    """SIGTERM writes the state and ends with 143; the next run emits what was left and little more."""
    warehouse = Warehouse()
    with Sandbox(users=25, seed=7, plan="business", clock="2026-06-15T12:00:00Z") as sandbox:
        code, first = run_until(tmp_path, sandbox, warehouse, 8.0, signal.SIGTERM)
        resume = warehouse.state.get("resume")
        last, second = run_until(tmp_path, sandbox, warehouse, None, signal.SIGTERM)
        total = sum(len(table) for table in warehouse.tables.values())

        assert (code, last) == (143, 0)
        assert resume
        assert differences(warehouse, sandbox) == {}
        assert first > total * 0.2
        assert first + second < total * 1.15
