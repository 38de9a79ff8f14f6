"""``tap-zoom check`` and ``sync --dry-run``: told beforehand, with few requests, and nothing on stdout."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.cli.estimate import sentences
from tap_zoom_core.client.budgets import A_DAY
from tap_zoom_core.streams import Rate
from tap_zoom_core.sync.estimate import Estimate, Guess
from tests.walk.tapping import TAP, everything, write_config

CLOCK = "2026-06-15T12:00:00Z"


def check(
    folder: Path, sandbox: Sandbox, *arguments: str, **settings: Any
) -> tuple[int, dict[str, Any], str]:
    """Check an account; return the exit code, the findings by what was checked, and stderr."""
    command = [TAP, "check", "--json", "--config", write_config(folder, sandbox, **settings), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    answer = json.loads(done.stdout)
    assert answer["works"] is (done.returncode == 0)
    return done.returncode, {each["what"]: each for each in answer["checks"]}, done.stderr.decode()


def test_what_works_is_told(tmp_path: Path) -> None:
    """Token, scopes, plan and each plugin, with a handful of requests; without --json stdout is empty."""
    with Sandbox(users=25, seed=7, plan="pro", clock=CLOCK) as sandbox:
        code, found, said = check(tmp_path, sandbox)
        asked = sandbox.requests()["total"]
        plain = subprocess.run(
            [TAP, "check", "--config", tmp_path / "config.json"], capture_output=True, check=True
        )

    assert (code, plain.stdout) == (0, b"")
    assert asked <= 20
    plugins = {f"plugin {name}" for name in ("meetings", "reports", "users", "webinars")}
    assert found.keys() == {"token", "scopes", "plan", *plugins}
    assert all(each["works"] for each in found.values()), found
    assert found["plan"]["says"].endswith("as Zoom's pro plan")
    assert "plugin users" in said


def test_a_missing_scope_is_named_classic_and_granular(tmp_path: Path) -> None:
    """With the streams that it costs, before any request is refused for it."""
    with Sandbox(users=12, seed=7, plan="none", clock=CLOCK, scopes="user:read:admin") as sandbox:
        code, found, _ = check(tmp_path, sandbox, "--stream", "users", "--stream", "meeting_polls")

    assert code == 1
    assert found["plugin users"]["works"] is True
    assert found["meeting_polls"] == {
        "what": "meeting_polls",
        "works": False,
        "says": "the app lacks a scope: add meeting:read:admin (classic) or "
        "meeting:read:list_polls:admin (granular)",
    }


def test_a_better_way_is_told_where_another_stands_in(tmp_path: Path) -> None:
    """The check works then, and says which scope would be better."""
    with Sandbox(users=12, seed=7, plan="none", clock=CLOCK, history=False) as sandbox:
        code, found, _ = check(tmp_path, sandbox, "--plugin", "reports")

    assert code == 0
    assert "report:read:admin (classic)" in found["past listings"]["says"]


def test_refused_credentials_are_a_finding(tmp_path: Path) -> None:
    """One line that says which, exit code 1, no traceback and no secret."""
    with Sandbox(users=12, seed=7, plan="none", clock=CLOCK) as sandbox:
        code, found, said = check(tmp_path, sandbox, client_secret="wrong-secret")

    assert (code, list(found), found["token"]["works"]) == (1, ["token"], False)
    assert "wrong-secret" not in said + json.dumps(found)
    assert "Traceback" not in said


def dry_run(folder: Path, sandbox: Sandbox) -> tuple[int, str]:
    """Estimate a sync of everything; return the requests of the sample, and stderr."""
    sandbox.forget_requests()
    command = [TAP, "sync", "--dry-run", "--config", write_config(folder, sandbox)]
    done = subprocess.run([*command, "--catalog", everything(folder)], capture_output=True, check=True)
    assert done.stdout == b""
    return sandbox.requests()["total"], done.stderr.decode()


@pytest.mark.parametrize(("history", "near"), [(True, 1.4), pytest.param(False, 2.0, marks=pytest.mark.slow)])
def test_an_estimate_is_near_what_is_needed(tmp_path: Path, history: bool, near: float) -> None:
    """By label, from a small part of what the sync then asks; user by user it is harder to tell."""
    with Sandbox(users=40, seed=7, plan="none", clock=CLOCK, history=history) as sandbox:
        sampled, said = dry_run(tmp_path, sandbox)
        sandbox.forget_requests()
        command = [TAP, "sync", "--config", tmp_path / "config.json", "--catalog", tmp_path / "catalog.json"]
        subprocess.run(command, capture_output=True, check=True)
        needed = sandbox.requests()["by_label"]

    lines = [line.split() for line in said.splitlines()]
    estimated = {line[0]: int(line[2].replace(",", "")) for line in lines if line[:1] and line[0] in needed}
    assert estimated.keys() == needed.keys()
    ratios = {label: estimated[label] / number for label, number in needed.items()}
    assert all(1 / near < ratio < near for ratio in ratios.values()), ratios
    assert sampled < sum(needed.values()) / 4


@pytest.mark.parametrize(
    ("wait", "way"),
    [
        (
            False,
            "it stops there with its state and exit code 1: run it again with that state the next day, "
            'or set on_daily_limit to "wait"',
        ),
        (True, "on_daily_limit is wait, so it waits for the next day"),
    ],
)
def test_the_daily_limit_is_told_of(wait: bool, way: str) -> None:
    """How many days it takes, and how it goes on after each."""
    found = Estimate(
        {"reports": Guess(Rate.HEAVY, True, 2400.0, 2400.0), "users": Guess(Rate.MEDIUM, True, 1.0, 30.0)},
        sampled=9,
        seconds=2500.0,
        daily=A_DAY["free"],
    )

    assert sentences(found, wait=wait) == [
        "about 2,400 requests, 42 minutes; estimated from a sample of 9 requests; nothing was written",
        f"more HEAVY requests than a day allows, so it takes 3 days: {way}",
    ]
