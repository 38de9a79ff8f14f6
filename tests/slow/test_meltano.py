"""The example's Meltano project, run as its README says, in a copy of it and a Meltano of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen
from tap_zoom_sandbox.testing import Sandbox

from tests.slow.venvs import ROOT, make_venv
from tests.walk.tapping import INCREMENTAL, KEYS

pytestmark = pytest.mark.slow

RETIRED = {"meeting_files", "webinar_files"}
STREAMS = set(KEYS) - RETIRED
COPY = ROOT / ".cache" / "meltano"
"""As deep in the clone as the example is, so that its path to the tap is the same."""


@frozen
class Project:
    """A Meltano project, and the Meltano to run it with."""

    folder: Path
    meltano: Path

    def run(self, *words: str, **variables: str) -> str:
        """Run a command of Meltano's in an environment that has no settings but these; return stdout."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TAP_ZOOM_")}
        done = subprocess.run(
            [str(self.meltano), *words],
            cwd=self.folder,
            env={**inherited, "NO_COLOR": "1", **variables},
            check=False,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def take_output(self) -> Counter[str]:
        """Return the rows of each stream that the target wrote, and remove them."""
        rows: Counter[str] = Counter()
        for path in (self.folder / "output").glob("*.jsonl"):
            rows[path.stem] = len(path.read_text(encoding="utf-8").splitlines())
            path.unlink()
        return rows


@pytest.fixture(scope="module")
def project() -> Iterator[Project]:
    """Copy the example's project and install its plugins."""
    shutil.rmtree(COPY, ignore_errors=True)
    ignored = shutil.ignore_patterns(".meltano", ".env", "*.jsonl")
    shutil.copytree(ROOT / "examples" / "meltano", COPY, ignore=ignored)
    made = Project(COPY, make_venv("meltano", "meltano==4.4.1") / "meltano")
    made.run("install")
    yield made
    shutil.rmtree(COPY)


def variables(sandbox: Sandbox) -> dict[str, str]:
    """Return a pretend account's credentials as the environment that the example's prod wants."""
    config = {**sandbox.config, "start_date": "2026-01-01"}
    return {f"TAP_ZOOM_{name.upper()}": str(value) for name, value in config.items()}


def due(sandbox: Sandbox) -> dict[str, int]:
    """Return how many rows of each stream the books have since the start date."""
    found = {}
    for name in STREAMS:
        end = "meeting_end_time" if "meeting" in name else "webinar_end_time"
        rows = sandbox.expected(name)
        found[name] = sum(name not in INCREMENTAL or each["context"][end] >= "2026" for each in rows)
    return found


def test_every_stream_is_listed_and_what_zoom_retired_is_not_selected(project: Project) -> None:
    """``meltano select --list`` discovers all streams, and selects them by the definition's rules."""
    printed = project.run("select", "--list", "--all", "--json", "tap-zoom")

    listed: list[dict[str, str]] = json.loads(printed)["streams"]
    selected = {each["stream"] for each in listed if each["selection"] != "excluded"}
    assert {each["stream"] for each in listed} == set(KEYS)
    assert selected == STREAMS
    assert {each["selection"] for each in listed if each["property"] in KEYS[each["stream"]]} == {
        "automatic",
        "excluded",
    }


def test_a_second_run_reads_what_is_new_by_the_state_that_meltano_kept(project: Project) -> None:
    """The first run writes every row of the books; the second, days later, the listings and what is new."""
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T12:00:00Z") as sandbox:
        run = ("--environment=prod", "run", "tap-zoom", "target-jsonl")
        project.run(*run, **variables(sandbox))
        first, before = project.take_output(), due(sandbox)
        sandbox.set_clock("2026-06-18T12:00:00Z")
        sandbox.forget_requests()
        project.run(*run, **variables(sandbox))
        second, after = project.take_output(), due(sandbox)

        assert first == before
        assert {name: second[name] for name in STREAMS - set(INCREMENTAL)} == {
            name: after[name] for name in STREAMS - set(INCREMENTAL)
        }
        for name in STREAMS & set(INCREMENTAL):
            assert after[name] - before[name] <= second[name] <= first[name] * 0.1
        state = json.loads(project.run("state", "get", "prod:tap-zoom-to-target-jsonl"))
        assert state["singer_state"]["bookmarks"].keys() == STREAMS & set(INCREMENTAL)


def test_the_demo_needs_no_credentials(project: Project) -> None:
    """``meltano run`` in the default environment reads the pretend account that the project describes."""
    project.run("run", "tap-zoom", "target-jsonl")

    rows = project.take_output()
    assert rows.keys() == STREAMS
    assert rows["users"] == 25


def test_meltano_finds_the_config_valid(project: Project) -> None:
    """``meltano config test`` stops the tap after its first record and says that it is well."""
    printed = project.run("--environment=demo", "config", "test", "tap-zoom")

    assert "Plugin configuration is valid" in printed
