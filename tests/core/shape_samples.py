"""The real schemas, and records made from them, for the tests of the shape."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

PLUGINS = Path(__file__).parent.parent.parent / "plugins"
FILES = {path.stem: path for path in PLUGINS.glob("*/tap_zoom_*/schemas/*.json")}
STREAMS = (
    "meeting_files",
    "meeting_poll_results",
    "meeting_polls",
    "meeting_questions",
    "meeting_registrants",
    "meetings",
    "report_meeting_participants",
    "report_meetings",
    "report_webinar_participants",
    "report_webinars",
    "users",
    "webinar_absentees",
    "webinar_files",
    "webinar_panelists",
    "webinar_poll_results",
    "webinar_polls",
    "webinar_qna_results",
    "webinar_questions",
    "webinar_registrants",
    "webinar_tracking_sources",
    "webinars",
)
"""The streams whose fields Zoom documents one by one; hidden ones are listings for their children."""
ZOOMS_DATE_TIMES = ("2026-03-01T10:00:00Z", "2019-02-01T12:34:12.66Z", "2024-02-29T23:59:59+05:30")
TEXTS = (
    "",
    "Design review",
    "Überprüfung ☂ 会議",
    'a "quoted" \\ line\nand another',
    "123",
    "true",
    "2026-03-01",
)


@cache
def _text_of(stream: str) -> str:
    return FILES[stream].read_text()


def schema_of(stream: str, **columns: str) -> dict[str, Any]:
    """Return a stream's schema, with columns of a type added as the host adds them."""
    schema: dict[str, Any] = json.loads(_text_of(stream))
    schema["properties"] |= {name: {"type": [kind, "null"]} for name, kind in columns.items()}
    return schema


def sample(schema: dict[str, Any], random: Random) -> Any:
    """Make a value as Zoom documents it: of the right type or null; objects lack some of their fields."""
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if isinstance(schema["type"], list) and random.random() < 0.1:
        return None
    if kind == "object":
        sent = [name for name in schema["properties"] if random.random() < 0.9]
        random.shuffle(sent)
        return {name: sample(schema["properties"][name], random) for name in sent}
    if kind == "array":
        return [sample(schema["items"], random) for _ in range(random.randrange(3))]
    if kind == "string":
        return random.choice(ZOOMS_DATE_TIMES if schema.get("format") == "date-time" else TEXTS)
    return random.random() < 0.5 if kind == "boolean" else random.choice((0, 5, -1, 93398114182, 2**59 + 1))


def record_of(stream: str, seed: int) -> dict[str, Any]:
    """Make a record of a stream, the same for the same seed, with an ``id`` and a ``uuid`` where Zoom has."""
    schema, random = schema_of(stream), Random(seed)
    record = sample(schema, random)
    for key, value in (("id", seed + 1), ("uuid", f"uuid-{seed}==")):
        if kind := schema["properties"].get(key, {}).get("type"):
            record[key] = str(value) if kind[0] == "string" else value
    return dict(record)
