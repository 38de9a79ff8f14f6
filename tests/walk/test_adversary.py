"""What Zoom's document allows an API to do, and what loses no row all the same."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import TAP, Warehouse, write_config

TODAY = date(2026, 6, 15)
ENDED = {f"i{days}==": TODAY - timedelta(days=days) for days in range(0, 100, 3)}
"""The instances that ran, and when each ended."""
TOO_FAR = Refusal(400, 300, "Invalid parameter: from.")
DEAD_TOKEN = Refusal(400, 300, "The next page token is invalid or expired.")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(users=5, seed=7, plan="none", clock=f"{TODAY}T12:00:00Z") as running:
        running.serve("/report/history_meetings", lambda call: call.page("history_meetings", listed(call)))
        running.serve("/report/meetings/{meetingId}", lambda call: report(unquote(call.params["meetingId"])))
        yield running


def listed(call: Any) -> list[dict[str, Any]]:
    """Return the history of the days that are asked for."""
    first, last = days_of(call)
    return [report(uuid) for uuid, ended in ENDED.items() if first <= ended <= last]


def days_of(call: Any) -> tuple[date, date]:
    """Return the days that are asked for."""
    return date.fromisoformat(call.query["from"]), date.fromisoformat(call.query["to"])


def report(uuid: str) -> dict[str, Any]:
    """Return an instance, under the names of its report and of the history."""
    end = f"{ENDED[uuid]}T11:00:00Z"
    return {"uuid": uuid, "meeting_uuid": uuid, "meeting_id": 91_234_567_890, "end_time": end}


def sync(
    folder: Path, sandbox: Sandbox, *streams: str, warehouse: Warehouse | None = None, **settings: Any
) -> tuple[int, Warehouse, str]:
    """Sync some streams; return the exit code, what a target has, and what stood on stderr."""
    warehouse = warehouse or Warehouse()
    state = folder / "state.json"
    state.write_text(json.dumps(warehouse.state))
    config = write_config(folder, sandbox, **{"start_date": "2026-03-01", **settings})
    command: list[str | Path] = [TAP, "sync", "--config", config, "--state", state]
    command += [part for name in streams for part in ("--stream", name)]
    done = subprocess.run(command, capture_output=True, check=False)
    warehouse.load(done.stdout)
    return done.returncode, warehouse, done.stderr.decode()


def uuids(warehouse: Warehouse) -> set[Any]:
    """Return the instances whose reports a target has."""
    return {row["uuid"] for row in warehouse.tables.get("report_meetings", {}).values()}


def read_since(day: date) -> set[str]:
    """Return the instances that ended on a day or later."""
    return {uuid for uuid, ended in ENDED.items() if ended >= day}


@pytest.mark.parametrize("most", [29, 28, 10])
def test_a_month_may_be_shorter_than_thirty_days(tmp_path: Path, sandbox: Sandbox, most: int) -> None:
    """A window that is refused for its length is made shorter; the start does not move, day by day."""

    def history(call: Any) -> Any:
        first, last = days_of(call)
        if (last - first).days >= most:
            raise TOO_FAR
        return call.page("history_meetings", listed(call))

    sandbox.serve("/report/history_meetings", history)
    code, warehouse, errors = sync(tmp_path, sandbox, "report_meetings")

    assert code == 0
    assert uuids(warehouse) == read_since(date(2026, 3, 1))
    assert "past_meetings: Zoom refuses 30 days at once, so it is asked for 28" in errors
    assert "keeps nothing" not in errors


def test_the_past_may_end_within_a_month(tmp_path: Path, sandbox: Sandbox) -> None:
    """What is refused for its age, though it be one day, moves the start to the first day that is not."""
    floor = date(2026, 4, 20)

    def history(call: Any) -> Any:
        if days_of(call)[0] < floor:
            raise TOO_FAR
        return call.page("history_meetings", listed(call))

    sandbox.serve("/report/history_meetings", history)
    code, warehouse, errors = sync(tmp_path, sandbox, "report_meetings")

    assert code == 0
    assert uuids(warehouse) == read_since(floor)
    assert f"past_meetings: Zoom keeps nothing from before {floor}" in errors


def test_a_root_is_not_done_for_what_hangs_from_it_only_now(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where users stand in for a history that is forbidden since, those that are done are walked again."""
    asked = []

    def until_the_limit(call: Any) -> dict[str, Any]:
        asked.append(call.path)
        if len(asked) > 20:
            raise Refusal(429, 429, "You have reached the maximum daily rate limit for this API.")
        return report(unquote(call.params["meetingId"]))

    def forbidden(call: Any) -> Any:
        raise Refusal(400, 200, "No permission.")

    def of_each_user(call: Any) -> Any:
        return call.page("meetings", listed(call) if call.query["type"] == "past" else [])

    sandbox.serve("/report/meetings/{meetingId}", until_the_limit)
    code, warehouse, _ = sync(tmp_path, sandbox, "users", "report_meetings")
    assert code == 1
    assert warehouse.state["resume"]["roots"]["users"] == {"done": True}

    asked.clear()
    sandbox.serve("/report/meetings/{meetingId}", lambda call: report(unquote(call.params["meetingId"])))
    sandbox.serve("/report/history_meetings", forbidden)
    sandbox.serve("/report/users/{userId}/meetings", of_each_user)
    code, warehouse, _ = sync(tmp_path, sandbox, "users", "report_meetings", warehouse=warehouse)

    assert code == 0
    assert uuids(warehouse) == read_since(date(2026, 3, 1))


def test_page_tokens_may_die_again_and_again(tmp_path: Path, sandbox: Sandbox) -> None:
    """A listing begins again as often as its tokens die, as long as each time brings new rows."""
    uses: Counter[str] = Counter()

    def history(call: Any) -> Any:
        token = call.query.get("next_page_token", "")
        uses["tokens"] += bool(token)
        if token and uses["tokens"] % 9 == 0:
            raise DEAD_TOKEN
        return call.page("history_meetings", listed(call), cap=1)

    sandbox.serve("/report/history_meetings", history)
    code, warehouse, _ = sync(tmp_path, sandbox, "report_meetings", start_date="2026-05-20")

    assert code == 0
    assert uuids(warehouse) == read_since(date(2026, 5, 20))


def test_a_token_that_always_dies_is_a_failure(tmp_path: Path, sandbox: Sandbox) -> None:
    """A listing that never gets past its first page is given up, loudly."""

    def history(call: Any) -> Any:
        if call.query.get("next_page_token"):
            raise DEAD_TOKEN
        return call.page("history_meetings", listed(call), cap=2)

    sandbox.serve("/report/history_meetings", history)
    code, _, errors = sync(tmp_path, sandbox, "report_meetings", start_date="2026-05-20")

    assert code == 1
    assert "past_meetings: GET /report/history_meetings: HTTP 400, code 300: The next page token" in errors


def test_a_history_that_only_fails_leaves_the_others_alone(tmp_path: Path, sandbox: Sandbox) -> None:
    """Where one listing is answered with 500 from the beginning on, what does not need it is read."""

    def broken(call: Any) -> Any:
        raise Refusal(500, 500, "Internal error.")

    sandbox.serve("/report/history_meetings", broken)
    code, warehouse, errors = sync(
        tmp_path, sandbox, "users", "report_meetings", start_date="2026-06-14", max_retries=1
    )

    assert code == 1
    assert len(warehouse.tables["users"]) == len(sandbox.expected("users"))
    assert "past_meetings: GET /report/history_meetings: HTTP 500, 2 times in a row" in errors
    assert "report_meetings" not in warehouse.state["bookmarks"]


def test_without_a_settle_window_nothing_is_lost_at_midnight(tmp_path: Path, sandbox: Sandbox) -> None:
    """By user, a meeting that began before the bookmark and ended after it is found by the next run."""
    ended = [("one==", "2026-06-14T20:00:00Z", "2026-06-14T21:00:00Z")]

    def forbidden(call: Any) -> Any:
        raise Refusal(400, 200, "No permission.")

    def by_start(call: Any) -> Any:
        first, last = days_of(call)
        rows = [
            {"uuid": uuid, "id": 91_234_567_890, "start_time": start, "end_time": end}
            for uuid, start, end in ended
            if first <= date.fromisoformat(start[:10]) <= last and call.query["type"] == "past"
        ]
        return call.page("meetings", rows)

    sandbox.serve("/report/history_meetings", forbidden)
    sandbox.serve("/report/users/{userId}/meetings", by_start)
    sandbox.serve("/report/meetings/{meetingId}", lambda call: {"uuid": unquote(call.params["meetingId"])})
    sandbox.set_clock("2026-06-15T00:10:00Z")
    _, warehouse, _ = sync(tmp_path, sandbox, "report_meetings", lookback_days=0)
    sandbox.set_clock("2026-06-15T03:00:00Z")
    ended.append(("two==", "2026-06-14T23:50:00Z", "2026-06-15T00:30:00Z"))
    code, warehouse, _ = sync(tmp_path, sandbox, "report_meetings", warehouse=warehouse, lookback_days=0)

    assert code == 0
    assert uuids(warehouse) == {"one==", "two=="}


def test_no_bookmark_is_ahead_of_zooms_clock(tmp_path: Path, sandbox: Sandbox) -> None:
    """With a token that tells no time, and a clock of ours that is months ahead, Zoom's answers tell it."""
    config: dict[str, Any] = {"account_id": None, "access_token": sandbox.bearer, "api_url": sandbox.api_url}
    _, warehouse, _ = sync(tmp_path, sandbox, "report_meetings", **config)

    assert warehouse.state["bookmarks"]["report_meetings"]["replication_key_value"][:10] == str(TODAY)


def test_a_bookmark_that_is_later_than_now_is_told_of(tmp_path: Path, sandbox: Sandbox) -> None:
    """Nothing is read up to it, and the run says so, with the way out."""
    bookmark = {"replication_key": "end_time", "replication_key_value": "2027-06-15T12:00:00Z"}
    before = Warehouse(state={"bookmarks": {"report_meetings": bookmark}})
    code, warehouse, errors = sync(tmp_path, sandbox, "report_meetings", warehouse=before)

    assert code == 0
    assert warehouse.state["bookmarks"]["report_meetings"] == bookmark
    assert "report_meetings: its bookmark, 2027-06-15T12:00:00Z, is later than now by Zoom's clock" in errors


def test_a_start_that_is_yet_to_come_asks_for_nothing(tmp_path: Path, sandbox: Sandbox) -> None:
    """The history is never asked without dates: there is none to ask for."""
    code, warehouse, _ = sync(tmp_path, sandbox, "report_meetings", start_date="2026-06-17")

    assert code == 0
    assert not warehouse.tables
    assert "/report/history_meetings" not in sandbox.requests()["by_endpoint"]
