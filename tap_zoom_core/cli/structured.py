"""Logs as JSON, one object a line, with the fields that Meltano's parser of structured logs wants."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import msgspec

APP_NAME = "tap-zoom"
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; anything else was given as ``extra``."""
OWN_FIELDS = ("stream_name", "metric_info")
"""Extras that stand beside the message, and not below ``extra``."""


class JsonFormatter(logging.Formatter):
    """Writes a log record as one line of JSON.

    Its fields: level, pid, logger_name, ts (seconds since 1970, UTC), thread_name, app_name and message;
    where there is something to say stream_name, metric_info (a Singer metric), exception (type, module,
    message, traceback) and extra. ``defaults`` are extras of every record; ``app_name`` among them replaces
    ours. Other arguments, which a formatter of text would take, change nothing.
    """

    def __init__(self, *, defaults: Mapping[str, Any] | None = None, **_: Any) -> None:
        super().__init__()
        self._defaults = dict(defaults or {})

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON; values that JSON does not know are written as their text."""
        extra = self._defaults | {name: value for name, value in vars(record).items() if name not in STANDARD}
        line: dict[str, Any] = {
            "level": record.levelname.lower(),
            "pid": record.process,
            "logger_name": record.name,
            "ts": record.created,
            "thread_name": record.threadName,
            "app_name": extra.pop("app_name", APP_NAME),
            "message": "METRIC" if "metric_info" in extra else record.getMessage(),
        }
        line |= {name: extra.pop(name) for name in OWN_FIELDS if name in extra}
        if record.exc_info and record.exc_info[0]:
            line["exception"] = _exception(*record.exc_info)
        return msgspec.json.encode(line | ({"extra": extra} if extra else {}), enc_hook=str).decode()


def _exception(
    kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> dict[str, Any]:
    return {
        "type": kind.__name__ if kind else "",
        "module": kind.__module__ if kind else "",
        "message": str(error),
        "traceback": [
            {"filename": each.filename, "function": each.name, "lineno": each.lineno, "line": each.line or ""}
            for each in traceback.extract_tb(trace)
        ],
    }
