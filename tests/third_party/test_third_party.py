"""A plugin of a stranger: installed from a folder of its own, found by its entry point."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "tap-zoom-profiles"
TAP = "from tap_zoom_core.cli import main; main()"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the plugin with pip into a folder that only these tests have on their path."""
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--no-index", "--target", site, FOLDER], check=True)
    return site


def tap(site: Path, *arguments: str) -> str:
    """Run the tap with the plugin installed; return what it printed."""
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", TAP, *arguments]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def test_it_is_listed_like_the_families(site: Path) -> None:
    """Name, distribution, version, hooks and streams, from the metadata that pip installed."""
    rows = [line.split("\t") for line in tap(site, "plugins").splitlines()]

    assert [row for row in rows if row[0] == "profiles"] == [
        ["profiles", "tap-zoom-profiles", "1.2.3", "provide_transform, register_streams", "profiles"]
    ]


def test_its_stream_and_its_transform_take_part_in_a_sync(site: Path, tmp_path: Path) -> None:
    """The stream hangs from another plugin's, whose records its transform changes; the host knew neither."""
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"sandbox": {"users": 12, "seed": 7}}))

    printed = tap(site, "--config", str(config), "sync", "--stream", "users", "--stream", "profiles")

    messages = [json.loads(line) for line in printed.splitlines()]
    rows = {
        name: [each["record"] for each in messages if each["type"] == "RECORD" and each["stream"] == name]
        for name in ("users", "profiles")
    }
    with_id = {user["id"] for user in rows["users"] if user["status"] != "pending"}
    assert {profile["id"] for profile in rows["profiles"]} == with_id
    assert all(profile["user_id"] == profile["id"] for profile in rows["profiles"])
    assert len(rows["users"]) == 12
    assert all(user["dept"] and user["dept"].isupper() for user in rows["users"])


def test_its_transform_stays_away_when_it_is_disabled(site: Path, tmp_path: Path) -> None:
    """disabled_plugins turns a stranger off like a family."""
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"disabled_plugins": ["profiles"]}))

    rows = [line.split("\t")[0] for line in tap(site, "--config", str(config), "plugins").splitlines()]

    assert "profiles" not in rows
