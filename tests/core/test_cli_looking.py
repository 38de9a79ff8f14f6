"""Looking around: about, streams, and what a shell completes."""

from __future__ import annotations

import json
from importlib.metadata import version

import pytest
from commanding import Tap, tap_process
from installing import Installer
from rich.console import Console

from tap_zoom_core.cli import streams as streams_command
from tap_zoom_core.cli import tables
from tap_zoom_core.config import settings_schema

PHONE = """
from tap_zoom_core import Parent, Rate, StandIn, Stream, hookimpl

@hookimpl
def register_streams(config):
    return [
        Stream(name="sites", path="/sites", hidden=True, rate=Rate.LIGHT, scopes=("a:read", "b:read")),
        Stream(
            name="lines",
            path="/sites/{site_id}/lines",
            key=("site_id", "id"),
            parent=Parent("sites", site_id="id"),
            replication_key="seen_at",
            selected=False,
        ),
        Stream(name="places", path="/places", hidden=True, stands_in=StandIn("sites")),
    ]
"""
OURS = ["users", "meetings", "webinars", "reports", "sandbox"]


@pytest.fixture
def phone(install: Installer, tmp_path) -> list[str]:
    """Install a plugin, and give the options with which there is no other."""
    install.plugin("phone", PHONE)
    config = tmp_path / "phone.json"
    config.write_text(json.dumps({"disabled_plugins": OURS}))
    return ["--config", str(config)]


def test_about_tells_what_a_hub_reads(tap: Tap, phone: list[str]) -> None:
    """The keys of the Singer SDK's taps, and streams and plugins besides; the command and the flag agree."""
    ran = tap("about", "--format", "json", *phone)

    told = json.loads(ran.out)
    assert (ran.code, ran.err) == (0, "")
    assert list(told) == [
        "name",
        "description",
        "version",
        "sdk_version",
        "supported_python_versions",
        "capabilities",
        "settings",
        "streams",
        "plugins",
    ]
    assert (told["name"], told["version"]) == ("tap-zoom", version("tap-zoom-core"))
    assert told["supported_python_versions"] == ["3.10", "3.11", "3.12", "3.13"]
    assert told["capabilities"] == ["catalog", "state", "discover", "about", "test", "structured-logging"]
    assert told["settings"] == settings_schema()
    assert [each["stream"] for each in told["streams"]] == ["sites", "lines", "places"]
    assert told["plugins"][0] == {
        "plugin": "phone",
        "distribution": "tap-zoom-phone",
        "version": "1.0",
        "hooks": "register_streams",
        "streams": "lines",
    }
    assert tap(*phone, "--about", "--format=json") == ran


def test_about_reads_well_too(tap: Tap, phone: list[str]) -> None:
    """Text for people, Markdown for pages; secrets are marked."""
    text, markdown = tap("--about", *phone), tap("about", "--format=markdown", *phone)

    assert text.out.startswith(f"tap-zoom {version('tap-zoom-core')}: A Singer tap for Zoom ")
    assert "Streams: lines\n" in text.out
    assert "  client_secret (string, secret)\n      The app's client secret.\n" in text.out
    assert "  lookback_days (integer, by default 2)\n" in text.out
    headings = [line for line in markdown.out.splitlines() if line.startswith("## ")]
    assert headings == ["## Capabilities", "## Settings", "## Streams", "## Plugins"]
    assert "| `client_secret` | string |  | The app's client secret. Secret. |\n" in markdown.out


SITES = {
    "stream": "sites",
    "plugin": "phone",
    "parent": None,
    "path": "/sites",
    "key": ["id"],
    "replication_method": "FULL_TABLE",
    "replication_key": None,
    "rate_limit": "LIGHT",
    "scopes": ["a:read", "b:read"],
    "hidden": True,
    "selected_by_default": True,
    "stands_in_for": [],
}
LINES = {
    "stream": "lines",
    "plugin": "phone",
    "parent": "sites",
    "path": "/sites/{site_id}/lines",
    "key": ["site_id", "id"],
    "replication_method": "INCREMENTAL",
    "replication_key": "seen_at",
    "rate_limit": "MEDIUM",
    "scopes": [],
    "hidden": False,
    "selected_by_default": False,
    "stands_in_for": [],
}


def test_streams_in_json(tap: Tap, phone: list[str]) -> None:
    """All that a stream says of itself, parents before children."""
    assert json.loads(tap("streams", "--format", "json", *phone).out)[:2] == [SITES, LINES]


def test_streams_in_a_pipe(tap: Tap, phone: list[str]) -> None:
    """A line each, tabs between the cells, and the same in a Markdown table."""
    rows = [
        ["stream", "parent", "key", "replication", "rate limit", "plugin", "read", "scopes"],
        ["sites", "", "", "", "LIGHT", "phone", "for its children", "a:read, b:read"],
        ["lines", "sites", "site_id, id", "seen_at", "MEDIUM", "phone", "only if selected", ""],
        ["places", "", "", "", "MEDIUM", "phone", "in place of sites", ""],
    ]

    assert [line.split("\t") for line in tap("streams", *phone).out.splitlines()] == rows
    markdown = tap("streams", "--format", "markdown", *phone).out.splitlines()
    assert [line[2:-2].split(" | ") for line in markdown if "---" not in line] == rows


def test_streams_as_a_diagram(tap: Tap, phone: list[str]) -> None:
    """Mermaid: hidden streams round and dashed, a dotted arrow to what can be stood in for."""
    assert tap("streams", "--format", "mermaid", *phone).out == (
        "flowchart LR\n"
        "  sites([sites])\n"
        "  lines[lines]\n"
        "  places([places])\n"
        "  sites --> lines\n"
        "  places -. stands in for .-> sites\n"
        "  classDef hidden stroke-dasharray: 4\n"
        "  class sites,places hidden\n"
    )


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (40, ["stream    key          replication", "(sites)", "└─ lines  site_id, id  seen_at", "(places)"]),
        (
            90,
            [
                "stream    key          replication  rate limit  plugin  read               scope",
                "(sites)                             LIGHT       phone   for its children   a:read +1",
                "└─ lines  site_id, id  seen_at      MEDIUM      phone   only if selected",
                "(places)                            MEDIUM      phone   in place of sites",
            ],
        ),
    ],
)
def test_streams_on_a_terminal_are_a_tree(
    tap: Tap, phone: list[str], width: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many columns as there is room for; hidden streams in parentheses; NO_COLOR is honoured."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(Console, "width", width)
    monkeypatch.setattr(streams_command, "somebody_reads_stdout", lambda: True)

    plain = tap("streams", *phone).out.replace("\x1b[1m", "").replace("\x1b[0m", "")

    assert [line.rstrip() for line in plain.splitlines()] == expected


def test_a_table_has_colours_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes the colours away."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    coloured = tables.as_table(["a"], [["b"]])
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[36m" in coloured
    assert "\x1b[36m" not in tables.as_table(["a"], [["b"]])


def test_a_pipe_in_a_markdown_cell_stays_in_its_cell() -> None:
    """It would begin another cell otherwise."""
    assert tables.as_markdown(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tap-zoom s", ["sync", "select", "streams"]),
        ("tap-zoom --stream webinar_q", ["webinar_questions", "webinar_qna_results"]),
        ("tap-zoom --plugin m", ["meetings"]),
    ],
)
def test_a_shell_completes_commands_streams_and_plugins(words: str, expected: list[str]) -> None:
    """As bash asks for it."""
    number = str(len(words.split()) - 1)
    environ = {"_TAP_ZOOM_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": number}

    assert sorted(tap_process(environ=environ).out.split()) == sorted(expected)


def test_help_is_grouped_and_has_examples(tap: Tap) -> None:
    """Every command and every option is in a group of its kind."""
    told = tap("--help").out

    groups = ["Singer", "Narrower than the catalog", "In place of a command", "Logs", "Read", "Look around"]
    assert [each for each in groups if f"─ {each} " not in told] == []
    assert "tap-zoom --config config.json > out.jsonl" in told
