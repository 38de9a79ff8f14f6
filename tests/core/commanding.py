"""Running the command line in a test: in the test's own process, or as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tap_zoom_core.cli import main


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Tap = Callable[..., Ran]


def tap_in(capfd: pytest.CaptureFixture[str]) -> Tap:
    """Return a function that runs a command in this process."""

    def run(*arguments: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        return Ran(int(ended.value.code or 0), *capfd.readouterr())

    return run


def tap_process(*arguments: str, environ: Mapping[str, str] | None = None) -> Ran:
    """Run a command as a process of its own, in the working folder and a plain environment."""
    code = "from tap_zoom_core.cli import main; main()"
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TAP_ZOOM_")}
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**plain, **(environ or {})},
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def file(name: str, text: str) -> str:
    """Write a file in the working folder, and return its name."""
    Path(name).write_text(text)
    return name
