"""The rows of the error table: what Zoom documents for each endpoint that is read, and what is made of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from tap_zoom_core.client import Refused, Verdict, judge
from tap_zoom_core.config import Config
from tap_zoom_core.plugins import collect_streams, load_plugins

DOCUMENTED = json.loads((Path(__file__).parents[2] / "docs" / "zoom_errors.json").read_text(encoding="utf-8"))
"""By path: the HTTP status, Zoom's code (null for none) and the message of each 4xx but 429."""
STREAMS = {name: each.stream for name, each in collect_streams(load_plugins(), Config()).items()}

NO_REPORTS = "meeting:read:admin user:read:admin webinar:read:admin"
WITH_REGISTRATION = {"seed": 11}
LISTS_FOR: dict[str, tuple[str, dict[str, Any]]] = {
    "scheduled_meetings": ("meetings", {}),
    "scheduled_webinars": ("webinars", {}),
    "past_meetings": ("report_meetings", {}),
    "past_webinars": ("report_webinars", {}),
    "past_webinars_with_qa": ("webinar_qna_results", {}),
    "meeting_registrants": ("meeting_registrants", WITH_REGISTRATION),
    "meeting_questions": ("meeting_questions", WITH_REGISTRATION),
    "user_sessions": ("report_meetings", {"history": False}),
    "previous_meetings": ("meeting_poll_results", {"scopes": NO_REPORTS}),
    "past_meetings_by_instance": ("meeting_poll_results", {"scopes": NO_REPORTS}),
    "past_webinars_by_instance": ("webinar_poll_results", {"scopes": NO_REPORTS}),
}
"""For a hidden stream, one that is emitted and hangs from it; and an account where the usual will not do."""


@frozen
class Row:
    """One refusal that Zoom documents for the endpoint of a stream."""

    stream: str
    path: str
    http: int
    code: int | None
    message: str

    @property
    def verdict(self) -> Verdict:
        """What the stream makes of it."""
        code = self.http if self.code is None else self.code
        return judge(
            STREAMS[self.stream], Refused("GET", self.path, self.http, code, self.message, html=False)
        )

    @property
    def name(self) -> str:
        """A name for the row's file: stream, status, code, and what the message begins with."""
        words = re.sub(r"\W+", "-", re.sub(r"\{.*?\}", "", self.message).lower())[:24].strip("-")
        return "-".join(str(part) for part in (self.stream, self.http, self.code, words) if part)


def rows() -> Iterator[Row]:
    """Yield each documented refusal of each endpoint that a stream reads."""
    by_shape = {_shape(path): path for path in DOCUMENTED}
    for name, stream in STREAMS.items():
        if stream.path and _shape(stream.path) in by_shape:
            path = by_shape[_shape(stream.path)]
            for http, code, message in DOCUMENTED[path]:
                yield Row(name, path, http, code, message)


def _shape(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)
