"""The settings as a JSON Schema, from the one place where they stand."""

from __future__ import annotations

from tap_zoom_core.config import settings, settings_schema


def test_the_schema_tells_each_setting() -> None:
    """Each setting has a type and a sentence; secrets are marked, rules and defaults are there."""
    schema = settings_schema()
    properties = schema["properties"]

    assert list(properties) == [each.name for each in settings()]
    assert all(each["type"] and each["description"].endswith(".") for each in properties.values())
    assert [name for name, each in properties.items() if each.get("secret") and each.get("writeOnly")] == [
        "client_secret",
        "refresh_token",
        "jwt",
        "access_token",
    ]
    assert properties["rate_limit_share"] == {
        "type": ["number", "null"],
        "description": properties["rate_limit_share"]["description"],
        "default": 1.0,
        "exclusiveMinimum": 0,
        "maximum": 1,
    }
    assert properties["on_daily_limit"]["enum"] == ["stop", "wait", None]
    assert properties["disabled_plugins"]["default"] == []
    assert properties["jwt"]["pattern"] == "^[!-~]+$"
