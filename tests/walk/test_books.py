"""A sync holds exactly what the account holds: every stream, every row, once."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import KEYS, TAP, Warehouse, differences, everything, write_config

FAULTS = "5xx=0.02,reset=0.01,truncate=0.01,revoke=0.002,expired_page=0.02"


def sync(folder: Path, sandbox: Sandbox, *arguments: str, **settings: object) -> tuple[Warehouse, str]:
    """Sync everything; return what a target has of it, and what stood on stderr."""
    command = [
        TAP,
        "sync",
        "--config",
        write_config(folder, sandbox, **settings),
        "--catalog",
        everything(folder),
    ]
    done = subprocess.run([*command, *arguments], capture_output=True, check=True)
    warehouse = Warehouse()
    warehouse.load(done.stdout)
    return warehouse, done.stderr.decode()


@pytest.mark.parametrize("faults", ["", FAULTS], ids=["fair weather", "faults"])
def test_every_stream_holds_every_row_exactly_once(tmp_path: Path, faults: str) -> None:
    """Each of the 21 streams has the rows of the account's books, none twice, none lost in an upsert."""
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z", faults=faults) as sandbox:
        warehouse, _ = sync(tmp_path, sandbox)

        assert differences(warehouse, sandbox) == {}
        assert warehouse.rows == {name: len(table) for name, table in warehouse.tables.items()}
        assert warehouse.tables.keys() == KEYS.keys()


def test_one_worker_emits_what_many_emit(tmp_path: Path) -> None:
    """The rows and the final state do not depend on how many requests are under way at once."""
    with Sandbox(users=12, seed=5, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        one, _ = sync(tmp_path, sandbox, max_workers=1)
        many, _ = sync(tmp_path, sandbox, max_workers=32)

        assert one.tables == many.tables
        assert one.state == many.state
