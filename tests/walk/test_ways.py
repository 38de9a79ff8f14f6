"""What ran is found, whichever way the account and the token allow."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import TAP, Warehouse, differences, everything, write_config

REPORTS = ["report_meetings", "report_meeting_participants", "report_webinars", "report_webinar_participants"]


def sync(folder: Path, config: Path) -> tuple[int, Warehouse, str]:
    """Sync everything; return the exit code, what a target has, and what stood on stderr."""
    command = [TAP, "sync", "--config", config, "--catalog", everything(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    warehouse = Warehouse()
    warehouse.load(done.stdout)
    return done.returncode, warehouse, done.stderr.decode()


def test_without_the_account_wide_history_each_user_is_asked(tmp_path: Path) -> None:
    """Every instance of the last six months is found by user, and the run says which way it took."""
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z", history=False) as sandbox:
        config = write_config(tmp_path, sandbox, start_date="2026-01-01")
        code, warehouse, errors = sync(tmp_path, config)
        due = {
            name: sorted(
                each["context"]["meeting_uuid"] for each in sandbox.expected(name, since="2026-01-01")
            )
            for name in ("report_meetings", "report_meeting_participants")
        }
        found = {
            "report_meetings": sorted(row["uuid"] for row in warehouse.tables["report_meetings"].values()),
            "report_meeting_participants": sorted(
                row["meeting_uuid"] for row in warehouse.tables["report_meeting_participants"].values()
            ),
        }

        assert code == 0
        assert found == due
        assert "past_meetings cannot be listed (No permission.), so past_meetings_by_user stands in" in errors
        assert "report:read:list_history_meetings:admin (granular) would be better" in errors


def test_a_token_that_tells_no_scopes_is_tried(tmp_path: Path) -> None:
    """With a bearer token that lacks the report scopes, results are found by instance; reports are told."""
    scopes = "user:read:admin meeting:read:admin webinar:read:admin"
    with Sandbox(users=25, seed=3, plan="none", clock="2026-06-15T12:00:00Z", scopes=scopes) as sandbox:
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"access_token": sandbox.bearer, "api_url": sandbox.api_url}))
        code, warehouse, errors = sync(tmp_path, config)

        assert code == 1
        assert "so past_meetings_by_instance stands in for it" in errors
        assert not set(REPORTS) & warehouse.tables.keys()
        assert all(f"{name}: GET /report/" in errors for name in REPORTS)
        assert warehouse.tables["meeting_poll_results"]
        assert not differences(warehouse, sandbox, ["users", "meetings", "meeting_registrants", "webinars"])
        assert not set(REPORTS) & warehouse.state["bookmarks"].keys()


def test_scopes_that_the_token_lacks_are_named_before_the_first_request(tmp_path: Path) -> None:
    """What a token's own list of scopes rules out is told with what to add, and never asked for."""
    scopes = "user:read:admin meeting:read:admin"
    with Sandbox(users=12, seed=3, plan="none", clock="2026-06-15T12:00:00Z", scopes=scopes) as sandbox:
        code, warehouse, errors = sync(tmp_path, write_config(tmp_path, sandbox))

        assert code == 1
        assert (
            "webinars: the app lacks a scope: add webinar:read:admin (classic) "
            "or webinar:read:webinar:admin (granular)"
        ) in errors
        assert not [
            path for path in sandbox.requests()["by_endpoint"] if "webinar" in path or "report" in path
        ]
        assert not differences(warehouse, sandbox, ["users", "meetings", "meeting_registrants"])


def test_an_instance_whose_number_has_died_is_found_by_its_uuid(tmp_path: Path) -> None:
    """Where a number is unknown by now, the instance that the listing names is read all the same."""
    asked = []

    def previous(call: Any) -> dict[str, Any]:
        if call.query.get("type") != "previous_meetings":
            return {"meetings": []}
        row = {"id": 95_000_000_001, "uuid": "a/b//c==", "start_time": "2026-06-01T10:00:00Z"}
        return {"meetings": [row], "next_page_token": ""}

    def unknown(call: Any) -> dict[str, Any]:
        raise Refusal(404, 3001, "Meeting does not exist: 95000000001.")

    def results(call: Any) -> dict[str, Any]:
        asked.append(unquote(call.params["meetingId"]))  # quoted twice, and the server undid it once
        return {"questions": [{"email": "", "name": "Anonymous Attendee", "question_details": []}]}

    scopes = "user:read:admin meeting:read:admin webinar:read:admin"
    with Sandbox(users=1, seed=3, plan="none", clock="2026-06-15T12:00:00Z", scopes=scopes) as sandbox:
        sandbox.serve("/users/{userId}/meetings", previous)
        sandbox.serve("/past_meetings/{meetingId}/instances", unknown)
        sandbox.serve("/past_meetings/{meetingId}/polls", results)
        config = write_config(tmp_path, sandbox)
        command = [TAP, "sync", "--config", config, "--stream", "meeting_poll_results"]
        warehouse = Warehouse()
        warehouse.load(subprocess.run(command, capture_output=True, check=True).stdout)
        rows = list(warehouse.tables["meeting_poll_results"].values())

        assert asked == ["a/b//c=="]
        assert [row["meeting_uuid"] for row in rows] == ["a/b//c=="]
        assert [row["meeting_end_time"] for row in rows] == ["2026-06-01T10:00:00Z"]


def test_a_history_that_answers_401_is_only_that_listing(tmp_path: Path) -> None:
    """Zoom documents a 401 without a code there: with a token that cannot be renewed, each user is asked."""

    def unauthorized(call: Any) -> dict[str, Any]:
        raise Refusal(401, 401, "Unauthorized.")

    with Sandbox(users=5, seed=3, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        sandbox.serve("/report/history_meetings", unauthorized)
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"jwt": sandbox.bearer, "api_url": sandbox.api_url}))
        code, warehouse, errors = sync(tmp_path, config)

        assert code == 0
        assert "so past_meetings_by_user stands in for it" in errors
        assert warehouse.tables["report_meetings"]


def test_a_dead_token_is_one_line(tmp_path: Path) -> None:
    """A bearer token that Zoom does not take ends the run at once, with nothing on stdout."""
    with Sandbox(users=5, seed=3, plan="none") as sandbox:
        config = tmp_path / "config.json"
        config.write_text(json.dumps({"jwt": "dead", "api_url": sandbox.api_url}))
        done = subprocess.run([TAP, "sync", "--config", config], capture_output=True, check=False)

        assert done.returncode == 1
        assert done.stdout == b""
        (line,) = done.stderr.decode().splitlines()
        assert line.startswith("tap-zoom: Zoom no longer accepts the token in the config")
