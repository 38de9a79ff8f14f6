"""Every way to install the tap gives a working command with all families, in an environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
VERSION = metadata.version("tap-zoom-core")
FAMILIES = {"users": 1, "meetings": 6, "webinars": 10, "reports": 4}


def run(*command: str | Path, **environment: str | Path) -> str:
    """Run a command with variables beside those that there are; return what it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone of the repository: what is committed, and nothing else."""
    folder = tmp_path_factory.mktemp("clone") / "tap-zoom"
    run("git", "clone", "--quiet", ROOT, folder)
    return folder


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """Return the folder of programs of a fresh venv."""
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    return tmp_path / "venv" / "bin"


def check_works(programs: Path) -> None:
    """Check that the command is there, says its version, and discovers every family's streams."""
    assert run(programs / "tap-zoom", "--version") == f"tap-zoom v{VERSION}\n"
    catalog = json.loads(run(programs / "tap-zoom", "discover"))
    found = [each["metadata"][0]["metadata"]["tap-zoom.plugin"] for each in catalog["streams"]]
    assert {family: found.count(family) for family in set(found)} == FAMILIES


@pytest.mark.parametrize("editable", [False, True], ids=["plain", "editable"])
def test_pip_install_from_a_clone(clone: Path, venv: Path, *, editable: bool) -> None:
    """`pip install .` and `pip install -e .` in an empty venv."""
    run(venv / "pip", "install", "--quiet", *(["--editable"] if editable else []), clone)

    check_works(venv)


def test_pip_install_from_git(clone: Path, venv: Path) -> None:
    """`pip install git+…`, without a clone of one's own."""
    run(venv / "pip", "install", "--quiet", f"git+file://{clone}")

    check_works(venv)


def test_pip_install_at_the_pins(clone: Path, venv: Path) -> None:
    """The pinned set, with its hashes, then the tap alone: every dependency is there."""
    run(venv / "pip", "install", "--quiet", "--require-hashes", "--requirement", clone / "constraints.txt")
    run(venv / "pip", "install", "--quiet", "--no-deps", clone)

    check_works(venv)
    assert run(venv / "pip", "check") == "No broken requirements found.\n"


def test_uv_tool_install(clone: Path, venv: Path, tmp_path: Path) -> None:
    """`uv tool install .` in folders of its own."""
    run(venv / "pip", "install", "--quiet", "uv")
    run(
        venv / "uv",
        "tool",
        "install",
        "--quiet",
        clone,
        UV_TOOL_DIR=tmp_path / "tools",
        UV_TOOL_BIN_DIR=tmp_path / "bin",
    )

    check_works(tmp_path / "bin")


def test_pipx_install(clone: Path, venv: Path, tmp_path: Path) -> None:
    """`pipx install .` in folders of its own."""
    run(venv / "pip", "install", "--quiet", "pipx")
    run(
        venv / "pipx",
        "install",
        "--quiet",
        clone,
        PIPX_HOME=tmp_path / "pipx",
        PIPX_BIN_DIR=tmp_path / "bin",
        PIPX_DEFAULT_PYTHON=sys.executable,
    )

    check_works(tmp_path / "bin")


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_demo_in_a_clone(clone: Path) -> None:
    """`make demo` makes a venv, installs, syncs the pretend account and says what came out."""
    said = run("make", "--silent", f"--directory={clone}", "demo", f"PYTHON={sys.executable}")

    state = json.loads((clone / "demo" / "state.json").read_text(encoding="utf-8"))
    assert "report_meetings" in state["bookmarks"]
    assert "rows in 19 streams" in said
