"""The example's DAG, run by a real Airflow against several pretend accounts at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import accumulate
from pathlib import Path

import pytest
from attrs import field, frozen
from tap_zoom_sandbox.testing import Sandbox

from tests.slow.airflow_server import airflow
from tests.slow.venvs import ROOT, make_venv
from tests.walk.tapping import INCREMENTAL, KEYS, TAP, Warehouse, differences

pytestmark = pytest.mark.slow

DAG = "zoom_accounts"
RETIRED = {"meeting_files", "webinar_files"}
STREAMS = set(KEYS) - RETIRED
GOOD = {"acme": 1, "birch": 2, "cedar": 3}
"""Accounts and the seeds of their sandboxes."""
STUMBLING = "birch"
"""The account whose target fails at the first attempt."""
BROKEN = "elm"
"""The account whose config is no good."""
AT_ONCE = 2
TARGET = """#!/bin/sh
# The target, which notes when it begins and ends, and fails once where a file says so.
echo +1 >>../running; trap 'echo -1 >>../running' EXIT
if [ -e stumble ]; then rm stumble; exit 1; fi
"{program}" "$@"
"""


@frozen
class Run:
    """How a run ended: as a whole, each account's state and attempts, and what was loaded by then."""

    ended: str
    tasks: dict[str, tuple[str, int]]
    loaded: dict[str, Warehouse]
    wrong: dict[str, dict[str, str]] = field(factory=dict)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds a folder for each account."""
    return tmp_path_factory.mktemp("accounts")


@pytest.fixture(scope="module")
def runs(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Run]]:
    """Run the DAG for all accounts, and three days later once more."""
    home = tmp_path_factory.mktemp("airflow")
    target = home / "target"
    target.write_text(
        TARGET.format(program=make_venv("target-jsonl", "target-jsonl==0.1.4") / "target-jsonl")
    )
    target.chmod(0o755)
    variables = {
        "AIRFLOW__CORE__DEFAULT_TASK_RETRY_DELAY": "1",
        "AIRFLOW_VAR_ZOOM_ACCOUNTS": str(folder),
        "AIRFLOW_VAR_ZOOM_TAP": str(TAP),
        "AIRFLOW_VAR_ZOOM_TARGET": str(target),
        "ZOOM_SCHEDULE": "",
    }
    program = make_venv("airflow", "apache-airflow==3.3.2") / "airflow"
    with ExitStack() as open_now:
        sandboxes = {
            name: open_now.enter_context(
                Sandbox(users=8, seed=seed, plan="none", clock="2026-06-15T12:00:00Z")
            )
            for name, seed in GOOD.items()
        }
        for name, sandbox in sandboxes.items():
            make_account(folder / name, sandbox.config)
        make_account(folder / BROKEN, {"page_size": "many"})
        (folder / STUMBLING / "stumble").touch()
        dags = ROOT / "examples" / "airflow" / "dags"
        server = open_now.enter_context(airflow(program, home, dags, **variables))
        server.ask("POST", "pools", name="zoom", slots=AT_ONCE)
        server.ask("PATCH", f"dags/{DAG}", is_paused=False)
        found = []
        for name, clock in (("first", "2026-06-15T12:00:00Z"), ("second", "2026-06-18T12:00:00Z")):
            for sandbox in sandboxes.values():
                sandbox.set_clock(clock)
            ended = server.run_dag(DAG, name)
            tasks = {
                str(each["rendered_map_index"]): (str(each["state"]), int(each["try_number"]))
                for each in server.tasks(DAG, name)
                if each["task_id"] == "sync"
            }
            loaded = {account: load(folder / account) for account in GOOD}
            wrong = {
                account: differences(warehouse, sandboxes[account], STREAMS, aged=name == "second")
                for account, warehouse in loaded.items()
            }
            found.append(Run(ended, tasks, loaded, wrong))
        yield found


def make_account(folder: Path, config: dict[str, object]) -> None:
    """Make an account's folder, as the example wants it."""
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "target.json").write_text(json.dumps({"do_timestamp_file": False}))


def load(folder: Path) -> Warehouse:
    """Load what the target wrote into an account's folder."""
    warehouse = Warehouse(state=json.loads((folder / "state.json").read_text()))
    for path in folder.glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        warehouse.tables[path.stem] = {tuple(row[key] for key in KEYS[path.stem]): row for row in rows}
        warehouse.rows[path.stem] = len(rows)
    return warehouse


def test_each_account_holds_what_its_own_books_say(runs: list[Run]) -> None:
    """Every row of each account, no row of another's; after the second run, what is new as well."""
    assert [run.wrong for run in runs] == [{name: {} for name in GOOD}, {name: {} for name in GOOD}]


def test_a_fault_of_one_account_is_its_own(runs: list[Run]) -> None:
    """What may pass is tried again, a broken config is not; the other accounts do not notice."""
    well = dict.fromkeys(GOOD, ("success", 1)) | {BROKEN: ("failed", 1)}

    assert runs[0].tasks == well | {STUMBLING: ("success", 2)}
    assert runs[1].tasks == well
    assert [run.ended for run in runs] == ["failed", "failed"]


def test_each_account_goes_on_from_its_own_state(runs: list[Run]) -> None:
    """The second run loads little that the first had, and leaves later bookmarks."""
    first, second = runs
    for name in GOOD:
        before, after = first.loaded[name], second.loaded[name]
        again = sum(after.rows[stream] - before.rows[stream] for stream in INCREMENTAL)
        assert again <= 0.1 * sum(before.rows[stream] for stream in INCREMENTAL)
        assert after.state["bookmarks"].keys() == set(INCREMENTAL) - RETIRED
        for stream, bookmark in after.state["bookmarks"].items():
            assert (
                bookmark["replication_key_value"] > before.state["bookmarks"][stream]["replication_key_value"]
            )


def test_no_more_accounts_are_read_at_once_than_the_pool_allows(runs: list[Run], folder: Path) -> None:
    """The pool bounds how many taps the machine runs, however many accounts there are."""
    steps = [int(line) for line in (folder / "running").read_text().splitlines()]

    assert 1 <= max(accumulate(steps)) <= AT_ONCE
    assert sum(steps) == 0
