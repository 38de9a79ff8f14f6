"""The command line: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from commanding import Ran, Tap, file
from installing import Installer

pytestmark = pytest.mark.usefixtures("logging_restored")


def test_the_version_is_one_line(tap: Tap) -> None:
    """As runners ask for it, with a config in front too."""
    expected = Ran(0, f"tap-zoom v{version('tap-zoom-core')}\n", "")

    assert tap("--version") == expected
    assert tap("--config", "anything", "--version") == expected


def test_discovery_has_two_spellings_and_needs_no_config(tap: Tap) -> None:
    """The command and the classic flag print the same catalog, and nothing else."""
    command, classic = tap("discover"), tap("--discover")

    assert command == classic
    assert (command.code, command.err) == (0, "")
    assert len(json.loads(command.out)["streams"]) == 21


def test_the_config_may_stand_before_the_command_or_after_it(tap: Tap) -> None:
    """Runners put it first, people last; both together are merged."""
    config = file("config.json", '{"disabled_plugins": ["reports"]}')
    more = file("more.json", '{"disabled_plugins": ["reports", "webinars"]}')

    def streams(ran: Ran) -> int:
        return len(json.loads(ran.out)["streams"])

    assert streams(tap("--config", config, "discover")) == 17
    assert streams(tap("discover", f"--config={config}")) == 17
    assert streams(tap("--config", config, "discover", "--config", more)) == 7
    assert streams(tap("--config", config, "--discover")) == 17


def test_plugins_are_listed_with_what_they_contribute(tap: Tap, install: Installer) -> None:
    """Name, distribution, version, hooks and streams, tabs between them where nobody looks on."""
    install.plugin(
        "phone",
        """
        from tap_zoom_core import Stream, hookimpl

        @hookimpl
        def register_streams(config):
            return [Stream(name="sites", path="/sites"), Stream(name="lines", path="/lines", hidden=True)]
        """,
    )

    ran = tap("plugins")

    assert (ran.code, ran.err) == (0, "")
    rows = [line.split("\t") for line in ran.out.splitlines()]
    assert rows[0] == ["plugin", "distribution", "version", "hooks", "streams"]
    assert ["phone", "tap-zoom-phone", "1.0", "register_streams", "sites"] in rows
    assert [row[0] for row in rows[1:7]] == ["meetings", "phone", "reports", "sandbox", "users", "webinars"]


def test_a_config_without_a_way_in_is_told_the_ways(tap: Tap) -> None:
    """Without a command a sync is meant; stdout stays empty."""
    for ran in (tap(), tap("sync"), tap("--config", file("config.json", "{}"))):
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("tap-zoom: the config holds no way to sign in to Zoom: ")
        assert ran.err.count("\n") == 1


def test_every_problem_of_the_config_is_a_line(tap: Tap) -> None:
    """All of them in one go, each with its path."""
    config = file("config.json", '{"start_date": "yesterday", "page_size": 0}')

    ran = tap("--config", config, "sync")

    assert (ran.code, ran.out) == (2, "")
    assert sorted(line.split(": expected")[0] for line in ran.err.splitlines()) == [
        "tap-zoom: config.page_size",
        "tap-zoom: config.start_date",
    ]


@pytest.mark.parametrize("option", ["--config", "--catalog", "--properties", "--state"])
def test_a_missing_file_is_one_clear_line(tap: Tap, option: str) -> None:
    """Every file that can be named, before the command, after it, and without one."""
    named = (option, "nowhere.json")
    for ran in (tap(*named, "sync"), tap("sync", *named), tap(*named)):
        assert (ran.code, ran.out) == (2, "")
        assert "nowhere.json" in ran.err
        assert ran.err.startswith("tap-zoom: ")
        assert ran.err.count("\n") == 1


@pytest.mark.parametrize("option", ["--config", "--catalog", "--state"])
@pytest.mark.parametrize("text", ["{", "[]", "", "\x80"])
def test_a_file_that_holds_something_else_is_one_clear_line(tap: Tap, option: str, text: str) -> None:
    """Invalid JSON, no object, nothing at all, no text."""
    Path("it.json").write_bytes(text.encode("latin-1"))

    ran = tap("sync", option, "it.json")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("tap-zoom: ")
    assert "it.json" in ran.err
    assert ran.err.count("\n") == 1


def test_an_unknown_stream_is_one_clear_line(tap: Tap) -> None:
    """On the command line, and in a catalog."""
    catalog = file("catalog.json", '{"streams": [{"tap_stream_id": "rooms"}]}')

    named, in_catalog = tap("sync", "--stream", "rooms"), tap("--catalog", catalog)

    assert (named.code, named.out, in_catalog.code, in_catalog.out) == (2, "", 2, "")
    assert named.err.startswith("tap-zoom: no stream is named 'rooms'; known: meeting_files, ")
    assert in_catalog.err.startswith("tap-zoom: the catalog: no stream is named 'rooms'; known: ")


def test_an_unknown_option_is_bad_usage(tap: Tap) -> None:
    """The usage goes to stderr."""
    ran = tap("--catalogue", "x")

    assert (ran.code, ran.out) == (2, "")
    assert "--catalogue" in ran.err


def test_a_plugin_at_fault_is_exit_code_three(tap: Tap, install: Installer) -> None:
    """Whatever command needs plugins, without a traceback."""
    install.plugin("phone", "1 / 0")

    for command in ("discover", "sync", "plugins"):
        ran = tap(command)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err == (
            "tap-zoom: plugin 'phone' (tap-zoom-phone 1.0) cannot be imported: "
            "ZeroDivisionError: division by zero; repair it, uninstall it, or name it in disabled_plugins\n"
        )


def test_logs_go_to_stderr(tap: Tap) -> None:
    """A warning is no part of the catalog."""
    ran = tap("discover", "--config", file("config.json", '{"disabled_plugins": ["phone"]}'))

    assert len(json.loads(ran.out)["streams"]) == 21
    assert ran.err.endswith("config.disabled_plugins: no plugin 'phone' is installed\n")


def test_a_reader_that_leaves_ends_it_quietly() -> None:
    """No traceback, and the exit code that a shell gives for SIGPIPE."""
    command = [sys.executable, "-c", "from tap_zoom_core.cli import main; main()", "discover"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        stderr = process.stderr.read()

    assert (process.returncode, stderr) == (141, b"")


def test_the_catalog_is_utf_8_whatever_the_locale() -> None:
    """Python would write in the locale's encoding."""
    command = [sys.executable, "-c", "from tap_zoom_core.cli.stdout import write_out; write_out('Zoë\\n')"]

    printed = subprocess.run(
        command,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )

    assert printed.stdout == "Zoë\n".encode()
