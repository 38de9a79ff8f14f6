"""The config at the door: what is taken, what is refused, and in which words."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from tap_zoom_core.config import (
    Config,
    RawConfig,
    disabled_plugins,
    settings,
    structure_config,
)
from tap_zoom_core.errors import ConfigError

SECRET = "s3cr3t"


def structured(plugins: Any = (), **values: Any) -> Config:
    return structure_config(RawConfig(values), plugins)


def problems_of(**values: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        structured(**values)
    assert caught.value.exit_code == 2
    return caught.value.problems


def test_every_setting_is_taken_in_its_type() -> None:
    """A config with every setting becomes a Config that holds each of them."""
    texts = ("account_id", "client_id", "client_secret", "refresh_token", "jwt", "access_token")
    config = structured(
        **{name: name for name in texts},
        token_store="config",
        start_date="2024-01-01",
        end_date="2024-02-01T00:00:00Z",
        lookback_days=0,
        api_url="https://api.zoomgov.com/v2",
        token_url="http://localhost:8000/oauth/token",
        page_size=30,
        max_workers=8,
        request_timeout=2.5,
        max_retries=0,
        rate_limit_plan="pro",
        rate_limit_share=0.5,
        on_daily_limit="wait",
        keep_unknown_fields=True,
        disabled_plugins=["webinars"],
        user_agent="us/1",
    )

    assert config == Config(
        **{name: name for name in texts},
        token_store="config",
        start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
        end_date=datetime(2024, 2, 1, tzinfo=timezone.utc),
        lookback_days=0,
        api_url="https://api.zoomgov.com/v2",
        token_url="http://localhost:8000/oauth/token",
        page_size=30,
        max_workers=8,
        request_timeout=2.5,
        max_retries=0,
        rate_limit_plan="pro",
        rate_limit_share=0.5,
        on_daily_limit="wait",
        keep_unknown_fields=True,
        disabled_plugins=("webinars",),
        user_agent="us/1",
    )


def test_without_a_setting_its_default_holds() -> None:
    """Nothing given, null and empty text all mean the default."""
    nothing = {each.name: None for each in settings()}
    empty = {each.name: "" for each in settings()}

    assert [structured(), structured(**nothing), structured(**empty)] == [Config()] * 3


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2024-01-01", datetime(2024, 1, 1, tzinfo=timezone.utc)),
        ("2024-01-01T06:30:00Z", datetime(2024, 1, 1, 6, 30, tzinfo=timezone.utc)),
        ("2024-01-01T06:30:00+02:00", datetime(2024, 1, 1, 4, 30, tzinfo=timezone.utc)),
        ("2026-05-23T19:52:15.230798", datetime(2026, 5, 23, 19, 52, 15, 230798, tzinfo=timezone.utc)),
        ("2026-05-23T19:52:15.23", datetime(2026, 5, 23, 19, 52, 15, 230000, tzinfo=timezone.utc)),
        (" 2024-01-01 06:30:00 ", datetime(2024, 1, 1, 6, 30, tzinfo=timezone.utc)),
    ],
)
def test_a_date_may_be_written_in_each_way_that_runners_write_it(given: str, moment: datetime) -> None:
    """A date, a Z, an offset and naive microseconds become a moment in UTC; what is naive is UTC."""
    config = structured(start_date=given)

    assert config.start_date == moment
    assert config.start_date.tzinfo is timezone.utc


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("page_size", "30", 30),
        ("page_size", 30.0, 30),
        ("lookback_days", " 0 ", 0),
        ("rate_limit_share", "0.25", 0.25),
        ("rate_limit_share", 1, 1.0),
        ("keep_unknown_fields", "Yes", True),
        ("keep_unknown_fields", "on", True),
        ("keep_unknown_fields", 1, True),
        ("keep_unknown_fields", "0", False),
        ("disabled_plugins", '["a", "b"]', ("a", "b")),
        ("client_id", " id\n", "id"),
    ],
)
def test_text_may_stand_for_other_types(name: str, given: object, value: object) -> None:
    """Runners and the environment pass text: numbers, booleans and arrays are read out of it."""
    assert getattr(structured(**{name: given}), name) == value


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("start_date", "yesterday", 'expected an ISO 8601 date, got "yesterday"'),
        ("start_date", "2024-13-01", 'expected an ISO 8601 date, got "2024-13-01"'),
        ("start_date", "2024", 'expected an ISO 8601 date, got "2024"'),
        ("start_date", "0001-01-01T00:00+05:00", 'expected an ISO 8601 date, got "0001-01-01T00:00+05:00"'),
        ("start_date", 1704067200, "expected an ISO 8601 date, got 1704067200"),
        ("page_size", 301, "expected at most 300, got 301"),
        ("page_size", "0", 'expected at least 1, got "0"'),
        ("page_size", 1.5, "expected a whole number, got 1.5"),
        ("page_size", True, "expected a whole number, got true"),
        ("page_size", "many", 'expected a whole number, got "many"'),
        ("page_size", 10**400, f"expected a whole number, got 1{'0' * 56}…"),
        ("lookback_days", -1, "expected at least 0, got -1"),
        ("max_workers", 257, "expected at most 256, got 257"),
        ("rate_limit_share", 0, "expected more than 0, got 0"),
        ("rate_limit_share", 1.01, "expected at most 1, got 1.01"),
        ("request_timeout", "NaN", 'expected a number, got "NaN"'),
        ("request_timeout", float("inf"), "expected a number, got Infinity"),
        ("rate_limit_plan", "gold", 'expected "free" or "pro" or "business", got "gold"'),
        ("on_daily_limit", "go", 'expected "stop" or "wait", got "go"'),
        ("keep_unknown_fields", "maybe", 'expected true or false, got "maybe"'),
        ("disabled_plugins", "users", 'expected an array of names, got "users"'),
        ("disabled_plugins", [1], "expected an array of names, got [1]"),
        ("user_agent", "ä", 'expected ASCII text, got "ä"'),
        ("user_agent", "a\r\nb: c", 'expected one line of text, got "a\\r\\nb: c"'),
        ("account_id", {"a": 1}, 'expected one line of text, got {"a": 1}'),
        (
            "api_url",
            "http://zoom.us",
            "expected https:// (plain http:// is for this machine itself: localhost, 127.0.0.1, ::1)",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(name: str, given: object, problem: str) -> None:
    """The line names the setting, what was expected and what was given, and the exit code is 2."""
    assert problems_of(**{name: given}) == (f"config.{name}: {problem}",)


def test_every_problem_is_told_in_one_go() -> None:
    """Three bad settings are three lines, in the order of the settings."""
    assert problems_of(on_daily_limit="go", start_date="yesterday", page_size=0) == (
        'config.start_date: expected an ISO 8601 date, got "yesterday"',
        "config.page_size: expected at least 1, got 0",
        'config.on_daily_limit: expected "stop" or "wait", got "go"',
    )


def test_an_end_before_the_start_is_refused() -> None:
    """A backfill whose end precedes its start would read nothing and say success."""
    assert problems_of(start_date="2024-02-01", end_date="2024-01-01") == (
        'config.end_date: expected no date before start_date ("2024-02-01"), got "2024-01-01"',
    )


@pytest.mark.parametrize("secret", [f"{SECRET} {SECRET}", f"{SECRET}\n{SECRET}", [SECRET], {"a": SECRET}])
def test_a_secret_is_never_repeated(secret: object) -> None:
    """A credential of the wrong kind is refused without its value, in the traceback too."""
    with pytest.raises(ConfigError) as caught:
        structured(client_secret=[SECRET], refresh_token={"a": SECRET}, jwt=secret, access_token=secret)

    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "config.client_secret",
        "config.refresh_token",
        "config.jwt",
        "config.access_token",
    ]
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_config_does_not_show_its_secrets() -> None:
    """No repr holds a secret: neither that of the Config nor that of what it was read from."""
    values = {each.name: SECRET for each in settings() if each.metadata["secret"]}
    raw = RawConfig(values | {"users": {"key": SECRET}})

    assert len(values) == 4
    assert SECRET not in repr(structure_config(raw, ["users"])) + repr(raw)


def test_an_unknown_key_is_warned_about_with_the_nearest_known_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Runners pass extra keys along: they are no error, and their values are not said."""
    config = structured(("users",), strat_date=SECRET, user={"a": 1}, zzz=1)

    assert config == Config()
    assert [(each.name, each.levelno, each.getMessage()) for each in caplog.records] == [
        ("tap_zoom_core", logging.WARNING, f"config.{line}")
        for line in (
            "strat_date is neither a setting nor a loaded plugin, and is left alone; did you mean "
            "start_date?",
            "user is neither a setting nor a loaded plugin, and is left alone; did you mean users?",
            "zzz is neither a setting nor a loaded plugin, and is left alone",
        )
    ]


def test_what_bears_a_plugins_name_is_its_section() -> None:
    """A section is handed on as it is; from the environment it is JSON, and a hyphen is an underscore."""
    config = structured(("users", "my-phone"), users={"a": [1]}, my_phone='{"b": 2}')

    assert config.sections == {"users": {"a": [1]}, "my-phone": {"b": 2}}
    assert config.section("users") == {"a": [1]}
    assert config.section("meetings") is None


def test_disabled_plugins_are_known_before_the_rest_is_checked() -> None:
    """What to leave out is read although other settings are wrong, and refused by itself where it is."""
    assert disabled_plugins(RawConfig({"disabled_plugins": '["a"]', "page_size": 0})) == ("a",)
    assert disabled_plugins(RawConfig({})) == ()
    with pytest.raises(ConfigError, match=r"^config.disabled_plugins: expected an array of names, got 7$"):
        disabled_plugins(RawConfig({"disabled_plugins": 7}))


def test_the_path_is_handed_on() -> None:
    """The file that the refresh token came from is known to who writes the next one back."""
    assert structure_config(RawConfig({}, Path("c.json")), ()).path == Path("c.json")
