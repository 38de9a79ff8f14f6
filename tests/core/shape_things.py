"""A small stream, for the tests of the shape."""

from __future__ import annotations

import json
from typing import Any

from tap_zoom_core.shape import Shape, Shaped, compile_shape

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": ["integer"]},
        "name": {"type": ["string", "null"]},
        "joined": {"type": ["string", "null"], "format": "date-time"},
        "settings": {
            "type": ["object", "null"],
            "properties": {
                "audio": {"type": ["string", "null"]},
                "limit": {"type": ["integer", "null"]},
                "rooms": {
                    "type": ["array", "null"],
                    "items": {
                        "type": ["object", "null"],
                        "properties": {"name": {"type": ["string", "null"]}},
                    },
                },
            },
        },
        "host_id": {"type": ["string", "null"]},
    },
}
NOTHING = {"id": 1, "name": None, "joined": None, "settings": None, "host_id": None}


def shape_of(**options: Any) -> Shape:
    """Compile a shape of SCHEMA whose answers list their records under "rows"."""
    return compile_shape("things", **{"schema": SCHEMA, "keys": ("id",), "records": "rows", **options})


def answer(*records: Any, **more: Any) -> bytes:
    """Write an answer that lists records."""
    return json.dumps({"rows": records, **more}).encode()


def rows_of(shaped: Shaped) -> list[Any]:
    """Read the records back from the lines."""
    return [json.loads(line)["record"] for line in shaped.lines.splitlines()]
