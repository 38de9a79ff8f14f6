"""Logs: how much of them, in which format, and set up by whom."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from commanding import Tap, file, tap_process
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core.cli.arguments import arranged
from tap_zoom_core.cli.logs import LogFormat, LogOptions, set_up_logs
from tap_zoom_core.cli.structured import JsonFormatter

WANTED = {"level", "pid", "logger_name", "ts", "thread_name", "app_name", "message"}
"""The fields without which Meltano takes a line for plain text."""


def a_record(*arguments: object, **more: object) -> logging.LogRecord:
    record = logging.LogRecord("some.logger", logging.WARNING, "a.py", 1, "%s of %s", arguments, None)
    vars(record).update(more)
    return record


def formatted(record: logging.LogRecord, **options: object) -> dict[str, object]:
    return dict(json.loads(JsonFormatter(**options).format(record)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["sync", "-v", "--stream", "users"], ["-v", "sync", "--stream", "users"]),
        (["sync", "--log-format", "json", "-qq"], ["--log-format", "json", "-qq", "sync"]),
        (["about", "--log-format=json", "--quiet"], ["--log-format=json", "--quiet", "about"]),
        (["--config", "c", "--test"], ["--config", "c", "--test=all"]),
        (["--test=schema"], ["--test=schema"]),
        (["select", "--", "-v", "--test"], ["select", "--", "-v", "--test"]),
        (["--version"], ["--version"]),
        (["sync", "--log-format"], ["--log-format", "sync"]),
    ],
)
def test_options_for_logs_may_stand_anywhere(given: list[str], expected: list[str]) -> None:
    """They are moved to the front, a value that was left out is put in, and what follows -- stays."""
    assert arranged(given) == expected


def test_a_line_of_json_has_the_fields_that_meltano_wants() -> None:
    """What was given with a record stands under extra; the name of a stream and a metric stand beside it."""
    metric = {"type": "counter", "metric": "record_count", "value": 3, "tags": {"stream": "users"}}
    plain = formatted(a_record(1, 2, colour={"red"}))
    measured = formatted(a_record(1, 2, metric_info=metric, stream_name="users"))

    assert plain.keys() == WANTED | {"extra"}
    assert (plain["level"], plain["logger_name"], plain["app_name"]) == ("warning", "some.logger", "tap-zoom")
    assert (plain["message"], plain["extra"]) == ("1 of 2", {"colour": ["red"]})
    assert measured.keys() == WANTED | {"stream_name", "metric_info"}
    assert (measured["message"], measured["metric_info"], measured["stream_name"]) == (
        "METRIC",
        metric,
        "users",
    )


def test_defaults_of_a_log_config_go_into_every_line() -> None:
    """Among them the name of the program, as a runner calls it."""
    line = formatted(a_record(1, 2), defaults={"app_name": "zoom-eu", "team": "data"}, datefmt="ignored")

    assert (line["app_name"], line["extra"]) == ("zoom-eu", {"team": "data"})


def test_an_exception_is_told_in_parts() -> None:
    """Its type, module, message and frames."""
    record = a_record(1, 2)
    try:
        int("much")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)

    told = formatted(record)["exception"]

    assert isinstance(told, dict)
    frames = told.pop("traceback")
    assert told == {
        "type": "ValueError",
        "module": "builtins",
        "message": "invalid literal for int() with base 10: 'much'",
    }
    assert [(each["function"], each["line"]) for each in frames] == [
        ("test_an_exception_is_told_in_parts", 'int("much")')
    ]


@pytest.mark.parametrize(
    ("environ", "options", "expected"),
    [
        ({}, LogOptions(), logging.INFO),
        ({"LOGLEVEL": "error"}, LogOptions(), logging.ERROR),
        ({"LOGLEVEL": "error", "TAP_ZOOM_LOGLEVEL": "debug"}, LogOptions(), logging.DEBUG),
        ({"LOGLEVEL": "much"}, LogOptions(), logging.INFO),
        ({"LOGLEVEL": "error"}, LogOptions(louder=1), logging.DEBUG),
        ({}, LogOptions(quieter=1), logging.WARNING),
        ({}, LogOptions(quieter=2), logging.ERROR),
    ],
)
@pytest.mark.usefixtures("logging_restored")
def test_the_level(
    environ: dict[str, str], options: LogOptions, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tap's own variable beats the general one, the command line beats both, INFO is the default."""
    for name in ("LOGLEVEL", "TAP_ZOOM_LOGLEVEL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    set_up_logs(options)

    assert logging.getLogger().level == expected


LOG_CONFIG = {
    "version": 1,
    "formatters": {"f": {"()": "singer_sdk.logging.StructuredFormatter", "defaults": {"app_name": "mine"}}},
    "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["h"], "level": "WARNING"},
}
WARNS = '{"disabled_plugins": ["phone"]}'
WARNING = "config.disabled_plugins: no plugin 'phone' is installed"


def yaml_of(config: dict[str, object]) -> str:
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in config.items())


@pytest.mark.parametrize("text", [json.dumps(LOG_CONFIG), yaml_of(LOG_CONFIG)], ids=["JSON", "YAML"])
def test_a_log_config_of_the_runner_is_honoured(tap: Tap, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Singer SDK's formatter of structured lines becomes ours, though the SDK is not installed."""
    monkeypatch.setenv("SINGER_SDK_LOG_CONFIG", file("logs", text))

    ran = tap("discover", "--config", file("config.json", WARNS))

    line = json.loads(ran.err)
    assert (line["app_name"], line["level"], line["message"]) == ("mine", "warning", WARNING)


def test_the_sdks_formatter_of_text_is_honoured_too(tap: Tap, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its class name as well as by its factory."""
    for key in ("()", "class"):
        formatters = {"f": {key: "singer_sdk.logging.ConsoleFormatter"}}
        text = json.dumps({**LOG_CONFIG, "formatters": formatters})
        monkeypatch.setenv("SINGER_SDK_LOG_CONFIG", file("logs", text))

        ran = tap("discover", "--config", file("config.json", WARNS))

        assert ran.err.endswith(f" | WARNING  | tap_zoom_core                  | {WARNING}\n")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "No such file or directory"),
        ("[]", "it is no mapping"),
        ("{", "it is neither YAML nor JSON: "),
        ('{"version": 3}', "Unsupported version: 3"),
        ('{"version": 1, "handlers": {"h": {"class": "no.such"}}}', "Unable to configure handler 'h'"),
    ],
)
def test_a_log_config_that_cannot_be_used_is_only_warned_about(
    tap: Tap, text: str | None, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logs are no reason not to read: they stay as they are."""
    if text is not None:
        file("logs", text)
    monkeypatch.setenv("SINGER_SDK_LOG_CONFIG", "logs")

    ran = tap("discover")

    assert (ran.code, len(json.loads(ran.out)["streams"]), ran.err.count("\n")) == (0, 21, 1)
    assert f"SINGER_SDK_LOG_CONFIG: logs cannot be used: {why}" in ran.err


def test_the_command_line_beats_the_log_config(tap: Tap, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that was asked for is the format; a level that was asked for is the level."""
    monkeypatch.setenv("SINGER_SDK_LOG_CONFIG", file("logs", json.dumps(LOG_CONFIG)))
    config = file("config.json", WARNS)

    assert tap("discover", "--config", config, "-qq").err == ""
    assert WARNING in tap("discover", "--config", config, "--log-format", "text").err.splitlines()[0]
    assert (
        json.loads(tap("discover", "--config", config, "--log-format", "json").err)["app_name"] == "tap-zoom"
    )


@pytest.mark.usefixtures("logging_restored")
def test_colours_are_for_terminals(capfd: pytest.CaptureFixture[str]) -> None:
    """In a file a line is plain text."""
    set_up_logs(LogOptions(format=LogFormat.TEXT))
    logging.getLogger("tap_zoom_core").error("red")

    assert "\x1b" not in capfd.readouterr().err


def test_a_sync_in_json_is_json_alone_with_metrics_and_the_ledger(tmp_path: Path) -> None:
    """Each line on stderr is an object that Meltano understands; rows and requests are counted by stream."""
    config = tmp_path / "config.json"
    config.write_text('{"sandbox": {"users": 6, "plan": "none", "clock": "2026-06-15"}}')

    ran = tap_process("--config", str(config), "sync", "--stream", "users", "--log-format", "json")

    lines = [json.loads(line) for line in ran.err.splitlines()]
    metrics = [line["metric_info"] for line in lines if "metric_info" in line]
    with Sandbox(users=6, plan="none", clock="2026-06-15") as sandbox:
        rows = len(sandbox.expected("users"))
    assert ran.code == 0
    assert all(line.keys() >= WANTED for line in lines)
    assert {each["tags"].pop("pid") for each in metrics} == {lines[0]["pid"]}
    assert [(each["metric"], each["type"], each["tags"]) for each in metrics] == [
        ("http_request_count", "counter", {"stream": "users"}),
        ("record_count", "counter", {"stream": "users"}),
        ("sync_duration", "timer", {"status": "succeeded"}),
    ]
    assert [each["value"] for each in metrics[:2]] == [3, rows]
    ledgers = {line["stream_name"]: line["extra"]["ledger"]["rows"] for line in lines if "extra" in line}
    assert ledgers == {"users": rows}
    assert lines[-1]["message"] == f"{rows} rows, 3 requests, complete"


def test_a_quiet_sync_says_nothing(tmp_path: Path) -> None:
    """No progress, no metrics, no ledger."""
    config = tmp_path / "config.json"
    config.write_text('{"sandbox": {"users": 6, "plan": "none"}}')

    ran = tap_process("--config", str(config), "--stream", "webinar_polls", "-qq")

    assert (ran.code, ran.err) == (0, "")
