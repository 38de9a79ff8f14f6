"""docs/commands.md: what ``tap-zoom --help`` says, command by command."""

from __future__ import annotations

import re
from typing import Any

from typer.main import get_command
from typer.testing import CliRunner

from tap_zoom_core.cli.app import app

WIDTH = "100"
STYLES = re.compile("\x1b\\[[0-9;]*m")


def commands() -> str:
    """Return a section for the classic way without a command, and one for each command."""
    group: Any = get_command(app)
    return "\n".join([_section(), *map(_section, sorted(group.commands))])


def _section(*words: str) -> str:
    """Return what ``--help`` prints on a terminal of WIDTH columns without colours."""
    said = CliRunner().invoke(app, [*words, "--help"], prog_name="tap-zoom", env={"COLUMNS": WIDTH})
    lines = [line.rstrip() for line in STYLES.sub("", said.output).splitlines()]
    text = "\n".join(lines).strip("\n")
    return f"## {' '.join(['tap-zoom', *words])}\n\n```text\n{text}\n```\n"
