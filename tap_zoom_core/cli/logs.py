"""Logs go to stderr, and nowhere else: how much of them, and how each line is written."""

from __future__ import annotations

import logging
import os
from enum import Enum

from attrs import frozen
from rich.logging import RichHandler

from tap_zoom_core.cli.log_config import TEXT_FORMAT, log_config_of_environment
from tap_zoom_core.cli.structured import JsonFormatter
from tap_zoom_core.cli.terminal import stderr_console

METRICS = "singer_sdk.metrics"
"""The logger of metrics, by the name under which runners' log configs know it."""


class LogFormat(str, Enum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


@frozen
class LogOptions:
    """What was asked for on the command line. ``format``: None where nothing was said.

    louder: 1 for what the tap does in detail (-v), 2 for its libraries too. quieter: 1 for warnings and
    errors only (-q), 2 for errors only.
    """

    louder: int = 0
    quieter: int = 0
    format: LogFormat | None = None


def set_up_logs(options: LogOptions) -> None:
    """Send all logs to stderr.

    The level is that of TAP_ZOOM_LOGLEVEL or LOGLEVEL, INFO by default, unless the options say otherwise.
    SINGER_SDK_LOG_CONFIG may name a file that sets all of it; a format on the command line beats that file.
    """
    root = logging.getLogger()
    _replace_handlers(root, _handler(options.format or LogFormat.TEXT))
    root.setLevel(_level_of_environment())
    logging.getLogger("urllib3").setLevel(logging.NOTSET if options.louder > 1 else logging.INFO)
    # On a terminal the live line and the closing table tell the same, for people.
    for_people = isinstance(root.handlers[0], RichHandler) and not options.louder
    logging.getLogger(METRICS).setLevel(logging.WARNING if for_people else logging.NOTSET)
    if options.format is None:
        log_config_of_environment(os.environ)
    if options.louder or options.quieter:
        root.setLevel(_level_of(options))


def are_structured() -> bool:
    """Tell whether the logs are JSON, so that nothing else belongs on stderr."""
    return any(isinstance(each.formatter, JsonFormatter) for each in logging.getLogger().handlers)


def _handler(wanted: LogFormat) -> logging.Handler:
    if wanted is LogFormat.JSON:
        handler: logging.Handler = logging.StreamHandler()
        handler.setFormatter(JsonFormatter())
    elif stderr_console().is_terminal:
        handler = RichHandler(console=stderr_console(), show_path=False, log_time_format="%H:%M:%S")
        handler.setFormatter(logging.Formatter("{message}", style="{"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(TEXT_FORMAT, style="{"))
    return handler


def _replace_handlers(root: logging.Logger, handler: logging.Handler) -> None:
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)


def _level_of_environment() -> int:
    wanted = os.environ.get("TAP_ZOOM_LOGLEVEL") or os.environ.get("LOGLEVEL") or "INFO"
    level = logging.getLevelName(wanted.upper())
    return level if isinstance(level, int) else logging.INFO


def _level_of(options: LogOptions) -> int:
    if options.quieter:
        return logging.WARNING if options.quieter == 1 else logging.ERROR
    return logging.DEBUG
