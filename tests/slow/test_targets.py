"""The tap piped into targets that people use: what arrived there is what the account's books say."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tests.slow.postgres import postgres
from tests.slow.targets import TARGETS, Rows, Target
from tests.slow.venvs import make_venv
from tests.walk.tapping import KEYS, TAP, Warehouse, differences, everything, write_config

pytestmark = pytest.mark.slow

PIPE = """
"$0" sync --config config.json --catalog catalog.json --state state.json 2>tap.log |
    tee out.jsonl | "$1" --config target.json 2>target.log
"""


@pytest.fixture(params=TARGETS, ids=lambda target: target.name)
def target(request: pytest.FixtureRequest) -> Target:
    """Return each target in turn."""
    found: Target = request.param
    return found


@pytest.fixture
def port(target: Target) -> Iterator[int]:
    """Run a PostgreSQL for a target that wants one; return its port, else 0."""
    if not target.postgres:
        yield 0
        return
    with postgres() as port:
        yield port


def pipe(folder: Path, venv: Path, target: Target, warehouse: Warehouse) -> dict[str, Any]:
    """Run tap and target once with the warehouse's state, and load the warehouse with what went through.

    Return the state that the target printed last.
    """
    (folder / "state.json").write_text(json.dumps(warehouse.state))
    command = ["bash", "-o", "pipefail", "-c", PIPE, str(TAP), str(venv / target.program)]
    done = subprocess.run(command, cwd=folder, check=False, stdout=subprocess.PIPE, text=True)
    log = (folder / "target.log").read_text()
    assert done.returncode == 0, (folder / "tap.log").read_text()[-2000:] + log[-4000:]
    assert [line for line in log.splitlines() if "WARNING" in line or "ERROR" in line] == []
    warehouse.load((folder / "out.jsonl").read_bytes())
    state: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return state


def keys_of(rows: Rows) -> dict[str, Counter[tuple[str, ...]]]:
    """Return each stream's keys as text, and how often each is there."""
    return {
        name: Counter(tuple(str(row[column]) for column in key) for row in rows.get(name, []))
        for name, key in KEYS.items()
    }


def check(held: Rows, warehouse: Warehouse, target: Target) -> None:
    """Check that a target holds the warehouse's rows: by number, key and, where they are whole, value."""
    tables = {name: list(table.values()) for name, table in warehouse.tables.items()}
    found, due = keys_of(held), keys_of(tables)
    if target.upserts:
        assert found == due
    else:
        assert {name: set(keys) for name, keys in found.items()} == {n: set(keys) for n, keys in due.items()}
        assert {name: keys.total() for name, keys in found.items()} == {n: warehouse.rows[n] for n in KEYS}
    if target.whole:
        for name, rows in tables.items():
            assert values_of(held[name], rows, name) == values_of(rows, rows, name), name


def values_of(rows: list[dict[str, Any]], like: list[dict[str, Any]], name: str) -> dict[Any, Any]:
    """Return the rows by key, and of ``like``'s columns all but moments, which databases write anew."""
    columns = [column for column in like[0] if not column.endswith(("_at", "_time"))]
    return {tuple(row[column] for column in KEYS[name]): {c: row.get(c) for c in columns} for row in rows}


def test_a_target_holds_what_the_books_say(target: Target, port: int, tmp_path: Path) -> None:
    """After a first run every row of the account is there; after a second, days later, what is new as well.

    No stream lacks a row or has one twice, and no target complains of a schema, a key or a nested field.
    """
    venv = make_venv(target.name, *target.requirements, python=target.python)
    (tmp_path / "loaded").mkdir()
    (tmp_path / "target.json").write_text(json.dumps(target.config(port)))
    warehouse = Warehouse()
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        write_config(tmp_path, sandbox)
        everything(tmp_path)
        state = pipe(tmp_path, venv, target, warehouse)
        held = target.held(tmp_path, port, venv)

        assert {name: len(held[name]) for name in KEYS} == {
            name: len(sandbox.expected(name)) for name in KEYS
        }
        assert differences(warehouse, sandbox) == {}
        assert state == warehouse.state
        check(held, warehouse, target)

        sandbox.set_clock("2026-06-18T12:00:00Z")
        state = pipe(tmp_path, venv, target, warehouse)

        assert differences(warehouse, sandbox, aged=True) == {}
        assert state == warehouse.state
        check(target.held(tmp_path, port, venv), warehouse, target)


def test_singer_check_tap_passes(tmp_path: Path) -> None:
    """Singer's own checker finds every record valid by its schema, and every message well-formed."""
    venv = make_venv("singer-tools", "singer-tools==0.4.1")
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        config, catalog = write_config(tmp_path, sandbox), everything(tmp_path)
        command = [str(TAP), "sync", "--config", str(config), "--catalog", str(catalog)]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    checker = str(venv / "singer-check-tap")
    done = subprocess.run(checker, input=output, cwd=tmp_path, capture_output=True, check=False)

    printed = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert "The output is valid." in printed
    assert f"for {len(KEYS)} streams" in printed
