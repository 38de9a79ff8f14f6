"""Venvs of their own for programs that must not share one, kept in .cache/venvs between runs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".cache" / "venvs"
DONE = ".installed"


def make_venv(name: str, *requirements: str, python: str | None = None) -> Path:
    """Return the folder of programs of a venv that holds these requirements, made where it is not there yet.

    python: a version such as ``3.9``, by default that of the tests. Skips the test where the machine has no
    such Python. A venv that was not finished is made anew.
    """
    version = python or f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256(" ".join([version, *requirements]).encode()).hexdigest()[:8]
    folder = KEPT / f"{name}-{digest}"
    if not (folder / DONE).exists():
        uv = _uv()
        interpreter = find_python(version) if python else sys.executable
        _run(uv, "venv", "--quiet", "--clear", "--python", interpreter, folder)
        _run(uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python", *requirements)
        (folder / DONE).touch()
    return folder / "bin"


def find_python(version: str) -> str:
    """Return the Python of a version, from the PATH or from pyenv; skip the test where there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    on_path = shutil.which(f"python{version}")
    found = [on_path] if on_path else []
    found += [str(path) for path in sorted(pyenv.glob(f"versions/{version}.*/bin/python"))]
    for each in found:
        # What pyenv puts on the PATH may be a stand-in for a version that is not switched on.
        if subprocess.run([each, "--version"], capture_output=True, check=False).returncode == 0:
            return each
    pytest.skip(f"this needs a Python {version}, and the machine has none")


def _uv() -> Path:
    programs = KEPT / "uv" / "bin"
    if not (programs / "uv").exists():
        _run(sys.executable, "-m", "venv", KEPT / "uv")
        _run(programs / "python", "-m", "pip", "install", "--quiet", "uv")
    return programs / "uv"


def _run(*command: str | Path) -> None:
    done = subprocess.run(list(map(str, command)), check=False, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stderr}"
