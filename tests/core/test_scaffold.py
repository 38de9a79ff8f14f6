"""``tap-zoom new-plugin``: what it writes works, and what it cannot write it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from installing import Installer
from tap_zoom_sandbox.testing import Sandbox
from typer.testing import CliRunner

from tap_zoom_core.cli.app import app
from tap_zoom_core.errors import UsageError
from tap_zoom_core.scaffold import write_plugin
from tap_zoom_core.testing import run_tap

FIELD = {"id": "a1", "field": "Cost centre", "required": False, "visible": True}


def test_the_files_bear_the_name(tmp_path: Path) -> None:
    """Hyphens of the name become underscores where Python needs it, and no placeholder is left."""
    folder = write_plugin("call-logs", tmp_path)

    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert sorted(found) == [
        "README.md",
        "pyproject.toml",
        "tap_zoom_call_logs/__init__.py",
        "tap_zoom_call_logs/py.typed",
        "tap_zoom_call_logs/schemas/call_logs_tracking_fields.json",
        "tests/cassettes/tracking_fields.yaml",
        "tests/conftest.py",
        "tests/test_streams.py",
    ]
    assert 'call-logs = "tap_zoom_call_logs"' in found["pyproject.toml"].read_text()
    assert not any("$" in path.read_text() for path in found.values())


def test_the_stream_is_read(install: Installer, zoom_sandbox: Sandbox, tmp_path: Path) -> None:
    """The plugin that is written reads its stream from a pretend account that serves it."""
    package = write_plugin("demo", tmp_path / "new") / "tap_zoom_demo"
    stream = "demo_tracking_fields"
    code, schema = (package / "__init__.py").read_text(), package / "schemas" / f"{stream}.json"
    install.plugin("demo", code, **{stream: schema.read_text()})
    scopes = ("tracking_fields:read:admin",)
    zoom_sandbox.serve("/tracking_fields", lambda call: {"tracking_fields": [FIELD]}, scopes=scopes)

    messages = run_tap(stream, config=zoom_sandbox.config)

    assert messages.records(stream) == [{**FIELD, "recommended_values": None}]
    assert json.loads(schema.read_text())["properties"].keys() == messages.records(stream)[0].keys()


@pytest.mark.parametrize("name", ["Phone", "my_plugin", "-x", "x-", "../x", ""])
def test_a_name_that_cannot_be_one_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written for a name that no distribution and no package could have."""
    with pytest.raises(UsageError, match=r"^a plugin cannot be named .+: use small letters, digits and"):
        write_plugin(name, tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """What stands in the way is not written over."""
    (tmp_path / "tap-zoom-demo").mkdir()

    with pytest.raises(UsageError, match=r"is there already: remove it, or choose another name$"):
        write_plugin("demo", tmp_path)


def test_the_command_says_what_to_do_next(tmp_path: Path) -> None:
    """It names the folder, and the commands that try it."""
    ran = CliRunner().invoke(app, ["new-plugin", "demo", "--into", str(tmp_path)])

    folder = tmp_path / "tap-zoom-demo"
    assert ran.stdout == (
        f"{folder} is a plugin with one stream, its schema, and a test with a cassette. Try it:\n\n"
        f"    pip install {folder}\n    pytest {folder}\n    tap-zoom plugins\n"
    )


def test_pip_is_given_a_folder_and_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where the folder shall be, the next command begins with ./, so that pip asks no index for it."""
    monkeypatch.chdir(tmp_path)

    ran = CliRunner().invoke(app, ["new-plugin", "demo"])

    assert "    pip install ./tap-zoom-demo\n    pytest ./tap-zoom-demo\n" in ran.stdout


def test_the_name_of_an_installed_plugin_is_refused(tmp_path: Path) -> None:
    """Two plugins of one name could not be loaded."""
    ran = CliRunner().invoke(app, ["new-plugin", "users", "--into", str(tmp_path)])

    assert str(ran.exception) == "a plugin named 'users' is installed already: choose another name"
    assert list(tmp_path.iterdir()) == []
