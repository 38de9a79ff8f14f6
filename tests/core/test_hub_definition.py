"""The plugin definition that Meltano reads, made from the settings."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tap_zoom_core import Config
from tap_zoom_core.config import settings
from tap_zoom_core.plugins import collect_streams, load_plugins

FOLDER = Path(__file__).parents[2] / "examples" / "meltano"
DEFINE = runpy.run_path(str(FOLDER / "define.py"))
KINDS = {"array", "boolean", "date_iso8601", "integer", "object", "options", "string"}


@pytest.fixture
def definition() -> dict[str, Any]:
    """Return the definition as a hub would read it."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "tap-zoom.yml").read_text(encoding="utf-8"))
    return found


def test_the_files_are_as_made_from_the_settings() -> None:
    """Where this fails, run ``python examples/meltano/define.py``."""
    texts = DEFINE["texts"]()

    assert {name: (FOLDER / name).read_text(encoding="utf-8") for name in texts} == texts


def test_each_setting_has_what_meltano_shows(definition: dict[str, Any]) -> None:
    """Every setting is there in its order, with a label, a sentence and a kind that Meltano can pass on."""
    described = definition["settings"]

    assert [each["name"] for each in described] == [each.name for each in settings()]
    assert {each["kind"] for each in described} <= KINDS
    assert all(each["label"] and each["description"] for each in described)
    assert {each["name"] for each in described if each.get("sensitive")} == {
        each.name for each in settings() if each.metadata["secret"]
    }


def test_settings_of_each_type_are_described_by_their_rules(definition: dict[str, Any]) -> None:
    """A choice lists its options, a number is text with its default, a secret is sensitive."""
    described = {each["name"]: each for each in definition["settings"]}

    assert described["on_daily_limit"] == {
        "name": "on_daily_limit",
        "label": "On daily limit",
        "kind": "options",
        "options": [{"label": "Stop", "value": "stop"}, {"label": "Wait", "value": "wait"}],
        "value": "stop",
        "description": 'What to do when the daily limit is reached: "stop", with the state of what was read, '
        'or "wait".',
    }
    assert described["rate_limit_share"]["kind"] == "string"
    assert described["rate_limit_share"]["value"] == 1.0
    assert described["client_secret"] == {
        "name": "client_secret",
        "label": "Client secret",
        "kind": "string",
        "sensitive": True,
        "description": "The app's client secret.",
    }


def test_what_is_not_selected_by_default_is_left_out(definition: dict[str, Any]) -> None:
    """The rules for selecting take everything but the streams that the catalog leaves out by itself."""
    streams = collect_streams(load_plugins(), Config())
    left_out = [name for name, each in streams.items() if not each.stream.selected]

    assert definition["select"] == ["*.*", *(f"!{name}.*" for name in sorted(left_out))]
