"""docs/commands.md: what ``tap-zoom --help`` says, command by command."""

from __future__ import annotations

from typing import Any

from describe_tables import code, table
from typer.main import get_command

from tap_zoom_core.cli.app import app


def commands() -> str:
    """Return a section for the classic way without a command, and one for each command."""
    group: Any = get_command(app)
    return "\n".join(
        [
            _section("tap-zoom", group),
            *(_section(f"tap-zoom {name}", each) for name, each in sorted(group.commands.items())),
        ]
    )


def _section(title: str, command: Any) -> str:
    options = [each for each in command.params if getattr(each, "help", None) and not each.hidden]
    rows = [(_written(each), each.help) for each in options]
    return f"## {title}\n\n{command.help}\n\n{table(('option', 'what it does'), rows) if rows else ''}"


def _written(option: Any) -> str:
    value = f" {option.metavar}" if option.metavar else ""
    return code(*(f"{name}{value}" for name in [*option.opts, *option.secondary_opts]))
