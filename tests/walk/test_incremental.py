"""A second run reads what is new, at a cost that follows what is new."""

from __future__ import annotations

from pathlib import Path

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import INCREMENTAL, KEYS, Warehouse, differences, vouched_but_missing
from tests.walk.test_resume import run_until

LISTINGS = ("/users", "/report/history_meetings")


def below_listings(sandbox: Sandbox) -> int:
    """Return how many requests were made for single instances: reports, results, files, absentees."""
    return sum(
        number
        for path, number in sandbox.requests()["by_endpoint"].items()
        if path.startswith(("/report/meetings", "/report/webinars", "/past_"))
    )


def read_again(folder: Path, sandbox: Sandbox, warehouse: Warehouse) -> int:
    """Sync with the warehouse's state; return the requests that were made for single instances."""
    sandbox.forget_requests()
    code, _ = run_until(folder, sandbox, warehouse, None, 0)
    assert code == 0
    return below_listings(sandbox)


def test_a_second_run_asks_for_the_settle_window_alone(tmp_path: Path) -> None:
    """With nothing new, only what ended in the last days is read again, and the rows stay as they are."""
    with Sandbox(users=60, seed=11, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        warehouse = Warehouse()
        first = read_again(tmp_path, sandbox, warehouse)
        tables = {name: dict(table) for name, table in warehouse.tables.items()}
        second = read_again(tmp_path, sandbox, warehouse)

        assert second <= first * 0.01
        assert sandbox.requests()["by_endpoint"]["/report/history_meetings"] <= 6
        assert warehouse.tables == tables
        assert warehouse.state["bookmarks"].keys() == set(INCREMENTAL)


def test_a_day_costs_what_ended_that_day(tmp_path: Path) -> None:
    """After a day, the new instances are there, and the requests are in proportion to them."""
    with Sandbox(users=60, seed=11, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        warehouse = Warehouse()
        first = read_again(tmp_path, sandbox, warehouse)
        sandbox.set_clock("2026-06-18T12:00:00Z")
        second = read_again(tmp_path, sandbox, warehouse)
        later = {name for name in INCREMENTAL if name.startswith("report")}

        assert vouched_but_missing(warehouse, sandbox) == []
        assert differences(warehouse, sandbox, later, aged=True) == {}
        assert second <= first * 6 / 365 * 2


def test_a_stream_that_is_selected_later_begins_at_its_own_start(tmp_path: Path) -> None:
    """A bookmark that is not there makes one stream begin, and lets the others go on."""
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        warehouse = Warehouse()
        read_again(tmp_path, sandbox, warehouse)
        del warehouse.state["bookmarks"]["webinar_absentees"]
        del warehouse.tables["webinar_absentees"]
        rows = warehouse.rows.copy()
        read_again(tmp_path, sandbox, warehouse)

        assert differences(warehouse, sandbox) == {}
        assert warehouse.rows["report_meetings"] - rows["report_meetings"] <= 5


@pytest.mark.slow
def test_a_second_run_over_two_thousand_users_makes_under_a_hundredth_of_the_requests(tmp_path: Path) -> None:
    """What a second run asks below the past listings is less than 1 % of what the first asked."""
    with Sandbox(users=2000, seed=11, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        warehouse = Warehouse()
        first = read_again(tmp_path, sandbox, warehouse)
        second = read_again(tmp_path, sandbox, warehouse)

        assert len(KEYS) == 21
        assert 0 < second < first * 0.01
