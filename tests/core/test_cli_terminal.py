"""A sync that somebody looks on at: stderr is a terminal, stdout is a pipe."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

SHOWS_CURSOR = "\x1b[?25h"
HIDES_CURSOR = "\x1b[?25l"


def looked_at(folder: Path, *arguments: str, environ: Mapping[str, str] = {}) -> tuple[int, bytes, str]:
    """Run a command with a terminal as its stderr; return exit code, stdout and what the terminal got."""
    terminal, stderr = pty.openpty()
    command = [sys.executable, "-c", "from tap_zoom_core.cli import main; main()", *arguments]
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environ = {**plain, "TERM": "xterm", "COLUMNS": "120", **environ}
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=stderr, env=environ)
    os.close(stderr)
    told = b""
    with suppress(OSError):  # the end of a terminal is an error on Linux
        while part := os.read(terminal, 65536):
            told += part
    os.close(terminal)
    return process.wait(), (folder / "out").read_bytes(), told.decode()


def screen(told: str) -> list[str]:
    """Return the lines that a terminal shows in the end, as far as rich moves its cursor about."""
    lines, row, column = [""], 0, 0
    for part in re.findall(r"\x1b\[[?\d;]*[a-zA-Z]|\r|\n|[^\x1b\r\n]+", told):
        if part == "\r":
            column = 0
        elif part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part == "\x1b[2K":
            lines[row] = ""
        elif part.startswith("\x1b[") and part.endswith("A"):
            row -= int(part[2:-1] or 1)
        elif not part.startswith("\x1b"):
            lines[row] = f"{lines[row][:column]:{column}}{part}{lines[row][column + len(part) :]}"
            column += len(part)
    return [line.rstrip() for line in lines]


@pytest.fixture
def config(tmp_path: Path) -> str:
    """Give a config for a small account that takes a second to read."""
    path = tmp_path / "config.json"
    path.write_text('{"sandbox": {"users": 6, "plan": "none", "latency_ms": 20, "clock": "2026-06-15"}}')
    return str(path)


def test_a_live_line_and_log_lines_do_not_garble_each_other(config: str, tmp_path: Path) -> None:
    """The line is redrawn below what is logged, is gone in the end, and never touches stdout."""
    code, out, told = looked_at(tmp_path, "--config", config)

    shown = screen(told)
    assert code == 0
    assert {json.loads(line)["type"] for line in out.splitlines()} == {"SCHEMA", "RECORD", "STATE"}
    assert "listings wait" in told
    assert [line for line in shown if "listings wait" in line] == []
    warnings = [line for line in shown if "WARNING" in line]
    assert warnings != []
    assert [
        line
        for line in warnings
        if not re.search(r"WARNING  [a-z_]+: Zoom sends fields [\w .:,\[\]]+$", line)
    ] == []
    assert [line for line in shown if "METRIC" in line] == []
    assert re.fullmatch(r"[\d,]+ rows, [\d,]+ requests, complete", [line for line in shown if line][-1])
    assert (told.count(HIDES_CURSOR), told.count(SHOWS_CURSOR)) == (1, 1)


def test_no_color_is_honoured(config: str, tmp_path: Path) -> None:
    """The line still moves, but nothing is coloured."""
    colour = re.compile(r"\x1b\[[\d;]*3\d[\d;]*m")
    _, _, coloured = looked_at(tmp_path, "--config", config, "--stream", "webinars")
    _, _, plain = looked_at(tmp_path, "--config", config, "--stream", "webinars", environ={"NO_COLOR": "1"})

    assert (bool(colour.search(coloured)), bool(colour.search(plain))) == (True, False)


def test_an_error_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    """The cursor is back, whatever ended the run."""
    path = tmp_path / "config.json"
    path.write_text('{"access_token": "a", "api_url": "http://127.0.0.1:9/v2", "max_retries": 0}')

    code, out, told = looked_at(tmp_path, "--config", str(path))

    assert (code, out) == (1, b"")
    assert told.count(HIDES_CURSOR) == told.count(SHOWS_CURSOR) == 1
    assert [line for line in screen(told) if line][-1].startswith("tap-zoom: Zoom cannot be reached: ")


def test_json_logs_on_a_terminal_have_no_live_line(config: str, tmp_path: Path) -> None:
    """Every line is an object."""
    _, _, told = looked_at(tmp_path, "--config", config, "--log-format", "json", "--stream", "users")

    assert [json.loads(line)["app_name"] for line in told.splitlines()] == ["tap-zoom"] * len(
        told.splitlines()
    )


def test_a_narrow_terminal_shows_fewer_columns_and_whole_names(config: str, tmp_path: Path) -> None:
    """A name that is cut short could be another stream's."""
    _, _, told = looked_at(
        tmp_path, "--config", config, "--stream", "report_meeting_participants", environ={"COLUMNS": "70"}
    )

    rows = [line.split() for line in screen(told)]
    assert ["stream", "rows", "requests", "read", "missing"] in rows
    assert [row[0] for row in rows if len(row) == 5 and row[0].startswith("report_")] == [
        "report_meeting_participants"
    ]


def test_there_is_no_live_line_where_stdout_is_a_terminal_too(config: str) -> None:
    """It would wipe out the messages on the screen."""
    terminal, shared = pty.openpty()
    command = [sys.executable, "-c", "from tap_zoom_core.cli import main; main()", "--config", config]
    process = subprocess.Popen([*command, "--stream", "users"], stdout=shared, stderr=shared)
    os.close(shared)
    told = b""
    with suppress(OSError):
        while part := os.read(terminal, 65536):
            told += part
    os.close(terminal)

    assert process.wait() == 0
    assert (HIDES_CURSOR.encode() in told, b"\x1b[2K" in told, b'"RECORD"' in told) == (False, False, True)
