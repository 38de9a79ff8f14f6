"""docs/hooks.md and docs/writing-a-plugin.md say what the host does, and every hook has its test."""

from __future__ import annotations

import re
from pathlib import Path

import pluggy
import pytest
from installing import Installer
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import hookspecs
from tap_zoom_core.testing import run_tap

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "writing-a-plugin.md").read_text()


def hooks() -> dict[str, str]:
    """Return each hook's name with its arguments, as a heading has them."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    callers = {name: caller for name, caller in vars(manager.hook).items() if not name.startswith("_")}
    return {name: f"{name}({', '.join(caller.spec.argnames)})" for name, caller in callers.items()}


def test_each_hook_has_a_heading() -> None:
    """docs/hooks.md has one heading a hook, with its exact arguments, and none for what is no hook."""
    headings = re.findall(r"^## (.+)$", (ROOT / "docs" / "hooks.md").read_text(), re.MULTILINE)

    assert sorted(headings) == sorted(hooks().values())


@pytest.mark.parametrize("hook", sorted(hooks()))
def test_each_hook_has_a_test_named_after_it(hook: str) -> None:
    """Some test of the host is called ``test_<hook>``."""
    tests = "".join(path.read_text() for path in (ROOT / "tests" / "core").glob("test_*.py"))

    assert f"\ndef test_{hook}(" in tests


def fenced(language: str) -> str:
    """Return the guide's first block of code in a language."""
    found = re.search(rf"^```{language}\n(.+?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_the_guides_first_plugin_works(install: Installer, zoom_sandbox: Sandbox) -> None:
    """As it is printed, it reads pages and windows of a pretend account, and the second run what is new."""
    logs = [{"time": f"2026-0{1 + n % 6}-03T10:00:00Z", "operator": "a", "action": str(n)} for n in range(40)]

    def answer(call: object) -> dict[str, object]:
        days = call.query["from"], call.query["to"]
        return call.page("operation_logs", [each for each in logs if days[0] <= each["time"][:10] <= days[1]])

    zoom_sandbox.serve("/report/operationlogs", answer, scopes=("report:read:operation_logs:admin",))
    install.plugin("operationlogs", fenced("python"))
    config = {**zoom_sandbox.config, "start_date": "2026-01-01", "page_size": 3, "max_retries": 0}

    messages = run_tap("operation_logs", config=config)
    again = run_tap("operation_logs", config=config, state=messages.state)

    rows = messages.records("operation_logs")
    assert sorted(int(row["action"]) for row in rows) == list(range(40))
    assert len({row["row_id"] for row in rows}) == 40
    assert again.records("operation_logs") == []


def test_the_guides_first_plugin_is_short() -> None:
    """Without its empty lines it has no more than thirty lines, and its project file declares it."""
    lines = [line for line in fenced("python").splitlines() if line.strip()]

    assert len(lines) <= 30
    assert '[project.entry-points.tap_zoom]\noperationlogs = "operationlogs"\n' in fenced("toml")
