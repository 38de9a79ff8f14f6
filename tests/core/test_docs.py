"""What README.md and docs/ say is what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.main import get_command

from tap_zoom_core.cli.app import app
from tap_zoom_core.config import Config, RawConfig, structure_config
from tap_zoom_core.graph import Registered, check
from tap_zoom_core.plugins import collect_streams, load_plugins

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
EXAMPLES = sorted((ROOT / "examples" / "configs").glob("*.json"))


def fences(page: Path, language: str) -> list[str]:
    """Return the blocks of code of one language that a page holds."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return docs/generate.py as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import generate

    return generate


def test_generated_parts_are_what_the_code_makes(
    generate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables and pages made from the code are committed as the code makes them; `make docs` mends it."""
    generate.main(["--check"])

    assert capsys.readouterr().out == ""


def test_a_stale_part_is_made_anew_and_nothing_else_changes(generate: ModuleType) -> None:
    """What stands between the markers is replaced, what stands around them stays."""
    text = "before\n<!-- generated: one -->\nold\n<!-- end -->\nafter <!-- end -->\n"

    found = generate.filled(text, {"one": lambda: "| new |\n"})

    assert found == "before\n<!-- generated: one -->\n\n| new |\n\n<!-- end -->\nafter <!-- end -->\n"


def test_streams_of_other_distributions_stay_out_of_the_pages(
    generate: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What else is installed beside the tap does not change its pages."""
    ours = set(generate.our_streams())
    monkeypatch.setattr(generate, "OURS", "another-distribution")

    assert "users" in ours
    assert generate.our_streams() == {}


@pytest.mark.parametrize("text", fences(ROOT / "README.md", "json"))
def test_the_readmes_configs_are_taken(text: str, caplog: pytest.LogCaptureFixture) -> None:
    """Each config that the README shows passes the door, with no name that is not known."""
    structure_config(RawConfig(json.loads(text.replace("…", "x"))), load_plugins().names())

    assert caplog.messages == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_configs_are_taken(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Each config in examples/configs passes the door, with no name that is not known."""
    structure_config(RawConfig(json.loads(path.read_text(encoding="utf-8"))), load_plugins().names())

    assert caplog.messages == []


def test_the_readmes_plugin_is_one() -> None:
    """The plugin that the README shows registers a stream that fits into the graph."""
    found: dict[str, Any] = {}
    exec(fences(ROOT / "README.md", "python")[0], found)  # noqa: S102
    ours = collect_streams(load_plugins(), Config())
    streams = {each.name: Registered(each, "readme") for each in found["register_streams"](Config())}

    check({**ours, **streams})

    assert list(streams) == ["meeting_templates"]


def invocations() -> Iterator[tuple[str, list[str]]]:
    """Yield every call of tap-zoom in the pages' shell blocks: the whole line, and its words."""
    for page in PAGES:
        for line in "\n".join(fences(page, "sh")).splitlines():
            if line.strip().startswith("tap-zoom "):
                call = re.split(r"\s[|&>#;]|\s2>", line.strip())[0]
                yield f"{page.name}: {call}", call.split()[1:]


def test_commands_in_the_pages_exist() -> None:
    """Each command and each option that a shell block uses is one that tap-zoom has."""
    group: Any = get_command(app)
    unknown = []
    for where, words in invocations():
        command = next((group.commands[word] for word in words if word in group.commands), group)
        known = {option for each in (*group.params, *command.params) for option in each.opts}
        unknown += [f"{where}: {word}" for word in words if word.startswith("--") and word not in known]

    assert unknown == []
    assert sum(1 for _ in invocations()) > 5


def test_targets_of_make_in_the_pages_exist() -> None:
    """Each `make` that a page tells of is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    told = {
        target
        for page in PAGES
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.M)
    }

    assert told - targets == set()
    assert "test" in told
