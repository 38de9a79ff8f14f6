"""Running the tap against a pretend account, and holding what it wrote against the account's books."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import define, field

from tap_zoom_core.state import parse_time

TAP = Path(sys.executable).with_name("tap-zoom")
KEYS = {
    entry["tap_stream_id"]: tuple(entry["key_properties"])
    for entry in json.loads(subprocess.check_output([TAP, "discover"]))["streams"]
}
STREAMS = tuple(KEYS)
INCREMENTAL = tuple(name for name in STREAMS if "uuid" in KEYS[name][0])


@define
class Warehouse:
    """A target that upserts by each stream's key and keeps the last state, as the runner of a sync does."""

    tables: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = field(factory=dict)
    state: dict[str, Any] = field(factory=dict)
    rows: Counter[str] = field(factory=Counter)

    def load(self, output: bytes) -> None:
        """Load what a tap wrote; a last line that was cut off is not read, as no target could."""
        for line in output.splitlines(keepends=True):
            if not line.endswith(b"\n"):
                continue
            message = json.loads(line)
            if message["type"] == "RECORD":
                name, row = message["stream"], message["record"]
                key = tuple(row[column] for column in KEYS[name])
                assert all(part not in (None, "") for part in key), (name, key)
                self.tables.setdefault(name, {})[key] = row
                self.rows[name] += 1
            elif message["type"] == "STATE":
                self.state = message["value"]


def differences(
    warehouse: Warehouse, sandbox: Any, streams: Iterable[str] = STREAMS, *, aged: bool = False
) -> dict[str, str]:
    """Return where a warehouse is not what the account's books say, by stream; empty where it is.

    ``aged``: the warehouse may hold more, for it keeps what Zoom has forgotten since.
    """
    found = {}
    for name in streams:
        rows = list(warehouse.tables.get(name, {}).values())
        books = sandbox.expected(name)
        fields = _common_fields(rows, books)
        ours = Counter(_digest(row, fields) for row in rows)
        theirs = Counter(_digest({**each["context"], **_keyed(each["record"])}, fields) for each in books)
        if theirs - ours or (ours != theirs and not aged):
            found[name] = (
                f"{len(rows)} rows, {len(books)} in the books; {_first(theirs - ours, ours - theirs)}"
            )
    return found


def vouched_but_missing(warehouse: Warehouse, sandbox: Any) -> list[str]:
    """Return the rows that a bookmark vouches for and that were not written."""
    missing = []
    for name, bookmark in warehouse.state.get("bookmarks", {}).items():
        moment = parse_time(bookmark["replication_key_value"])
        assert moment is not None
        end = "meeting_end_time" if name.startswith(("meeting", "report_meeting")) else "webinar_end_time"
        uuid = end.replace("end_time", "uuid")
        column = "uuid" if KEYS[name] == ("uuid",) else uuid
        written = Counter(row[column] for row in warehouse.tables.get(name, {}).values())
        due = Counter(
            each["context"][uuid]
            for each in sandbox.expected(name)
            if (ended := parse_time(each["context"][end])) and ended < moment
        )
        missing += [f"{name}: {number} of {key}" for key, number in (due - written).items()]
    return missing


def write_config(folder: Path, sandbox: Any, **settings: Any) -> Path:
    """Write a config for a pretend account into a folder."""
    path = folder / "config.json"
    path.write_text(json.dumps({**sandbox.config, **settings}))
    return path


def everything(folder: Path) -> Path:
    """Write a catalog that selects every stream, the retired ones too."""
    catalog = json.loads(subprocess.check_output([TAP, "discover"]))
    for entry in catalog["streams"]:
        for item in entry["metadata"]:
            if not item["breadcrumb"]:
                item["metadata"]["selected"] = True
    path = folder / "catalog.json"
    path.write_text(json.dumps(catalog))
    return path


def _keyed(record: dict[str, Any]) -> dict[str, Any]:
    """Give a pending user, who has no id, the email that stands for it."""
    return record if record.get("id") or "email" not in record else {**record, "id": record["email"]}


def _common_fields(rows: list[dict[str, Any]], books: list[dict[str, Any]]) -> list[str]:
    ours = {name for row in rows for name in row}
    theirs = {name for each in books for name in (*each["context"], *each["record"])}
    return sorted((ours & theirs) - {"row_id"})


def _digest(row: dict[str, Any], fields: list[str]) -> str:
    """Write a row so that what is shaped on purpose compares equal: "" is null, "12" is 12."""
    return json.dumps({name: _plain(row.get(name)) for name in fields}, sort_keys=True)


def _plain(value: Any) -> Any:
    if value in (None, ""):
        return None
    if isinstance(value, dict):
        return {}
    if isinstance(value, list):
        return len(value)
    return str(value).lower()


def _first(lacking: Counter[str], extra: Counter[str]) -> str:
    show = [f"lacks {next(iter(lacking))[:400]}"] if lacking else []
    return "; ".join(show + ([f"has {next(iter(extra))[:400]}"] if extra else []))
