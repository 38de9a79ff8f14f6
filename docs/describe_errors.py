"""The tables of docs/errors.md, as Markdown made from the code and from what Zoom documents."""

from __future__ import annotations

import json
import re
from pathlib import Path

from describe_tables import code, table

from tap_zoom_core.client import Refused, Verdict, judge
from tap_zoom_core.client.verdicts import TABLE
from tap_zoom_core.graph import Streams

DOCUMENTED = Path(__file__).with_name("zoom_errors.json")


def general_table() -> str:
    """Return what holds for every endpoint, in the order in which it is read."""
    rows = []
    for row in TABLE:
        statuses = "" if row.statuses is None else _span(row.statuses)
        codes = "" if row.codes is None else code(*map(str, row.codes))
        said = f"holds “{row.part}”" if row.part else "is a web page" if row.html else ""
        rows.append((statuses, codes, said, row.verdict.value))
    return table(("HTTP", "code", "what it says", "what follows"), rows)


def endpoints_table(streams: Streams) -> str:
    """Return each refusal that Zoom documents for what is read, and what each stream makes of it."""
    documented = json.loads(DOCUMENTED.read_text(encoding="utf-8"))
    rows = []
    for path, refusals in documented.items():
        readers = [
            name
            for name, each in streams.items()
            if each.stream.path and _shape(each.stream.path) == _shape(path)
        ]
        for http, number, message in refusals:
            refused = Refused("GET", path, http, http if number is None else number, message, html=False)
            found: dict[Verdict, list[str]] = {}
            for name in readers:
                found.setdefault(judge(streams[name].stream, refused), []).append(name)
            said = "; ".join(f"{verdict.value} ({code(*names)})" for verdict, names in found.items())
            rows.append((code(path), str(http), str(number or ""), _short(message), said))
    return table(("endpoint", "HTTP", "code", "Zoom's message", "what follows"), rows)


def _span(statuses: range) -> str:
    return str(statuses.start) if len(statuses) == 1 else f"{statuses.start} to {statuses.stop - 1}"


def _short(message: str) -> str:
    text = message.replace("*", "")
    return text if len(text) <= 70 else f"{text[:70].rsplit(' ', 1)[0]} …"


def _shape(path: str) -> str:
    return re.sub(r"\{.*?\}", "{}", path)
