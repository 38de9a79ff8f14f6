"""How fast answers become RECORD lines, against singer-python on the same rows.

``python benchmarks/bench_shape.py`` prints a table. Both sides begin with the bytes of an answer and end
with bytes written to the null device; singer-python's is its Transformer and write_record. Ours checks keys,
fills context columns and gives each participant its ``row_id`` besides.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import redirect_stdout
from copy import deepcopy
from datetime import datetime, timezone
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import singer
from attrs import frozen

from tap_zoom_core.shape import Listing, Shape, compile_shape

PLUGINS = Path(__file__).parent.parent / "plugins"
ROUNDS = 7


@frozen
class Case:
    """One kind of answer: its stream's schema and shape, the answers' bytes, and how many rows they hold."""

    name: str
    schema: dict[str, Any]
    shape: Shape
    records: str | None
    answers: list[bytes]
    rows: int
    context: dict[str, Any]


def sample(schema: dict[str, Any], number: int) -> Any:
    """Make a value of a schema in which every field is there, such as Zoom's fullest answers are."""
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {name: sample(each, number) for name, each in schema["properties"].items()}
    if kind == "array":
        return [sample(schema["items"], number + place) for place in range(2)]
    if schema.get("format") == "date-time":
        return f"2026-03-{number % 28 + 1:02}T10:{number % 60:02}:00Z"
    return {"string": f"value {number}", "integer": 10**10 + number, "boolean": number % 2 == 0}[kind]


def schema_of(family: str, stream: str, columns: dict[str, str]) -> dict[str, Any]:
    """Read a stream's schema and add the columns that the host would add."""
    path = PLUGINS / family / f"tap_zoom_{family}" / "schemas" / f"{stream}.json"
    schema: dict[str, Any] = json.loads(path.read_text())
    schema["properties"] |= {name: {"type": [kind, "null"]} for name, kind in columns.items()}
    return schema


def participants() -> Case:
    """Make pages of 300 participants."""
    context = {"meeting_uuid": "4444AAAiAAAAAiAiAiiAii==", "meeting_id": 93398114182}
    columns = {"meeting_uuid": "string", "meeting_id": "integer", "row_id": "string"}
    schema = schema_of("reports", "report_meeting_participants", columns)
    listed = {name: each for name, each in schema["properties"].items() if name not in columns}
    pages = [
        [sample({"type": "object", "properties": listed}, 300 * page + row) for row in range(300)]
        for page in range(4)
    ]
    shape = compile_shape(
        "report_meeting_participants",
        schema,
        keys=("meeting_uuid", "row_id"),
        records="participants",
        natural=("user_id", "name", "join_time"),
    )
    answers = [json.dumps({"next_page_token": "", "participants": page}).encode() for page in pages]
    return Case("participants, 300 a page", schema, shape, "participants", answers, 1200, context)


def meetings() -> Case:
    """Make answers that are one meeting each."""
    context = {"user_id": "30R7kT7bTIKSNUFEuH_Qlg"}
    schema = schema_of("meetings", "meetings", {"user_id": "string"})
    listed = {name: each for name, each in schema["properties"].items() if name != "user_id"}
    answers = [
        json.dumps(sample({"type": "object", "properties": listed}, number)).encode() for number in range(200)
    ]
    shape = compile_shape("meetings", schema, keys=("id",))
    return Case("meetings, one an answer", schema, shape, None, answers, 200, context)


def ours(case: Case, out: TextIO) -> None:
    """Shape and write a case's answers as this tap does."""
    listing = Listing()
    for body in case.answers:
        out.buffer.write(case.shape.page(body, context=case.context, listing=listing).lines)
    out.buffer.flush()


def singers(case: Case, out: TextIO) -> None:
    """Shape and write a case's answers with singer-python."""
    metadata = singer.metadata.to_map(singer.metadata.get_standard_metadata(case.schema))
    schema, now = deepcopy(case.schema), datetime.now(timezone.utc)
    with redirect_stdout(out), singer.Transformer() as transformer:
        for body in case.answers:
            answer = json.loads(body)
            for record in [answer] if case.records is None else answer[case.records]:
                row = transformer.transform({**record, **case.context}, schema, metadata)
                singer.write_record("stream", row, time_extracted=now)


def rows_a_second(work: Callable[[Case, TextIO], None], case: Case, out: TextIO) -> float:
    """Return the rate of one pass over a case's answers."""
    start = perf_counter()
    work(case, out)
    return case.rows / (perf_counter() - start)


def main() -> None:
    """Print the table: the best of several rounds, in which the two sides take turns."""
    print(f"{'answers':26} {'singer-python':>16} {'tap-zoom':>16} {'ratio':>8}")
    with Path(os.devnull).open("w") as out:
        for case in (participants(), meetings()):
            rates = [
                (rows_a_second(singers, case, out), rows_a_second(ours, case, out)) for _ in range(ROUNDS)
            ]
            theirs, mine = (max(side) for side in zip(*rates, strict=True))
            print(f"{case.name:26} {theirs:10,.0f} rows/s {mine:10,.0f} rows/s {mine / theirs:8.0f}")


if __name__ == "__main__":
    main()
