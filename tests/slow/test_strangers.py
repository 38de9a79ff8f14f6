"""Plugins of strangers, from wheels in a venv of their own: installed, tried, and taken away again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "tap-zoom-recordings"
STREAMS = {"recordings", "recording_files", "recording_transcripts", "meeting_summaries"}

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command, and return what it printed; its errors are the test's."""
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the wheels of the tap and of the example, by the beginnings of their names."""
    folder = tmp_path_factory.mktemp("wheels")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder)
    for project in (ROOT, EXAMPLE):
        run(*pip, project, cwd=folder)
    return {path.name.split("-")[0]: path for path in folder.iterdir()}


@pytest.fixture
def venv(tmp_path: Path, wheels: dict[str, Path]) -> Path:
    """Make a fresh venv with the tap and what tests need; return the folder of its programs."""
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / "bin"
    run(programs / "pip", "install", "--quiet", f"{wheels['tap_zoom_core']}[testing]", cwd=tmp_path)
    return programs


def streams(venv: Path, folder: Path) -> dict[str, str]:
    """Return the catalog that a venv's tap discovers: each stream's entry, as JSON."""
    catalog = json.loads(run(venv / "tap-zoom", "discover", cwd=folder))
    return {entry["tap_stream_id"]: json.dumps(entry) for entry in catalog["streams"]}


def test_a_family_of_somebody_elses(venv: Path, wheels: dict[str, Path], tmp_path: Path) -> None:
    """Its streams come with its wheel, its tests pass against the wheels, and pip takes them away again."""
    before = streams(venv, tmp_path)

    run(venv / "pip", "install", "--quiet", wheels["tap_zoom_recordings"], cwd=tmp_path)

    during = streams(venv, tmp_path)
    assert during.keys() - before.keys() == STREAMS
    assert before.items() <= during.items()
    shutil.copytree(EXAMPLE / "tests", tmp_path / "tests")
    assert " passed" in run(venv / "pytest", "-p", "no:cacheprovider", "tests", cwd=tmp_path)
    run(venv / "pip", "uninstall", "--quiet", "--yes", "tap-zoom-recordings", cwd=tmp_path)
    assert streams(venv, tmp_path) == before


def test_a_new_plugin_is_green_at_once(venv: Path, tmp_path: Path) -> None:
    """What new-plugin writes installs and passes its own test, as its first words promise."""
    run(venv / "tap-zoom", "new-plugin", "demo", cwd=tmp_path)
    run(venv / "pip", "install", "--quiet", "./tap-zoom-demo", cwd=tmp_path)

    assert "1 passed" in run(venv / "pytest", "tap-zoom-demo", cwd=tmp_path)
    assert "demo\ttap-zoom-demo\t0.1.0\tregister_streams\tdemo_tracking_fields" in run(
        venv / "tap-zoom", "plugins", cwd=tmp_path
    )
