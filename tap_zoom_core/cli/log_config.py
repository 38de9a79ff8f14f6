"""SINGER_SDK_LOG_CONFIG: a file with a dictConfig, as runners of Singer taps hand it to every tap."""

from __future__ import annotations

import logging
import logging.config
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tap_zoom_core.cli.structured import JsonFormatter

LOGGER = logging.getLogger("tap_zoom_core")
VARIABLE = "SINGER_SDK_LOG_CONFIG"
TEXT_FORMAT = "{asctime:23s} | {levelname:8s} | {name:30s} | {message}"
FORMATTERS: Mapping[str, Mapping[str, Any]] = {
    "singer_sdk.logging.StructuredFormatter": {"()": JsonFormatter},
    "singer_sdk.logging.ConsoleFormatter": {"format": TEXT_FORMAT, "style": "{"},
}
"""Formatters that such files name, which live in a library that is not installed here, and what we use."""


def log_config_of_environment(environ: Mapping[str, str]) -> None:
    """Set the logs up as the file says that the environment names, YAML or JSON.

    A file that is missing or cannot be used is warned about, and changes nothing.
    """
    named = environ.get(VARIABLE)
    if not named:
        return
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        logging.config.dictConfig(_read(Path(named)))
    except (OSError, ValueError) as error:
        root.handlers[:] = handlers
        root.setLevel(level)
        why = error.strerror if isinstance(error, OSError) else _one_line(error)
        LOGGER.warning("%s: %s cannot be used: %s", VARIABLE, named, why)


def _read(path: Path) -> dict[str, Any]:
    """Return a file's dictConfig with our formatters. Raises OSError, and ValueError for what is none."""
    import yaml  # only few runs have such a file

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"it is neither YAML nor JSON: {_one_line(error)}") from None
    if not isinstance(content, dict):
        raise ValueError("it is no mapping")  # noqa: TRY004
    formatters = content.get("formatters")
    given = formatters if isinstance(formatters, dict) else {}
    return {
        # dictConfig would else silence every logger that the file does not name.
        "disable_existing_loggers": False,
        **content,
        "formatters": {name: _ours(each) for name, each in given.items()},
    }


def _ours(formatter: Any) -> Any:
    """Return a formatter's definition, with ours in place of the ones in FORMATTERS."""
    if not isinstance(formatter, dict):
        return formatter
    named = formatter.get("()") or formatter.get("class")
    if not isinstance(named, str) or named not in FORMATTERS:
        return formatter
    kept = {name: value for name, value in formatter.items() if name not in ("()", "class")}
    return {**FORMATTERS[named], **kept}


def _one_line(error: Exception) -> str:
    cause = error.__cause__
    return " ".join((f"{error}: {cause}" if cause else str(error)).split())
