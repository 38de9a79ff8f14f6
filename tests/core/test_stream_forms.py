"""What a stream can say beside the plain listing: texts, windows of moments, rows of the parent's record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import evolve
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import JsonSchema, Parent, Stream, Text, Window, hookimpl
from tap_zoom_core.sync.text import text_as_record
from tap_zoom_core.testing import Messages, run_tap

TEXT = {"type": ["string", "null"]}
TIME = {**TEXT, "format": "date-time"}
SHEETS = Stream(name="sheets", path="/sheets", records="sheets", window=Window(days=30, moments=True))
PAGES = Stream(
    name="pages",
    path=None,
    records="pages",
    key=("sheet_id", "id"),
    parent=Parent("sheets", sheet_id="id", made="made"),
    replication_key="made",
)
SCANS = Stream(
    name="scans",
    path="{url}",
    text=Text("scan", most_bytes=10),
    key=("sheet_id", "page_id"),
    parent=Parent("pages", sheet_id="sheet_id", page_id="id", url="url", made="made"),
    replication_key="made",
    empty_on={404},
)


class Sheets:
    """A plugin with a listing, rows of its records, and texts below those."""

    __name__ = "sheets"

    def __init__(self, **changes: Any) -> None:
        self.streams = [evolve(SHEETS, **changes), PAGES, SCANS]

    @hookimpl
    def register_streams(self) -> list[Stream]:
        """Register them."""
        return self.streams

    @hookimpl
    def provide_schema(self, stream: Stream) -> JsonSchema | None:
        """Say their columns."""
        columns: dict[str, JsonSchema] = {
            "sheets": {"id": TEXT, "made": TIME, "pages": {"type": ["array", "null"]}},
            "pages": {"id": TEXT, "url": TEXT},
            "scans": {"scan": TEXT, "scan_is_cut": {"type": ["boolean", "null"]}},
        }
        found = columns.get(stream.name)
        return found and {"type": "object", "properties": found}


def sheet(sandbox: Sandbox, day: str, *pages: str) -> dict[str, Any]:
    """Return a sheet that was made on a day."""
    urls = [{"id": page, "url": f"{sandbox.api_url}/scans/{page}"} for page in pages]
    return {"id": f"sheet of {day}", "made": f"{day}T10:00:00Z", "pages": urls}


def serve(sandbox: Sandbox, *sheets: dict[str, Any], refusing: str = "", scan: bytes = b"text") -> list[str]:
    """Serve sheets and their scans; return where the windows that are asked for are written down."""
    asked: list[str] = []

    def listing(call: Call) -> Any:
        asked.append(f"{call.query['from']}/{call.query['to']}")
        if refusing and call.query["from"].startswith(refusing):
            raise Refusal(404, 3301, "There is nothing.")
        rows = [each for each in sheets if call.query["from"] <= each["made"] <= call.query["to"]]
        return call.page("sheets", rows)

    def scanned(call: Call) -> bytes:
        if call.params["page"] == "gone":
            raise Refusal(404, 404, "Not found.")
        return scan

    sandbox.serve("/sheets", listing)
    sandbox.serve("/scans/{page}", scanned)
    return asked


def sync(sandbox: Sandbox, *names: str, state: dict[str, Any] | None = None, **changes: Any) -> Messages:
    """Sync some of the streams from the first of April on."""
    config = {**sandbox.config, "start_date": "2026-04-01", "end_date": "2026-06-10", "max_retries": 0}
    return run_tap(*names, config=config, state=state, plugins=[Sheets(**changes)])


def test_windows_of_moments_join_without_a_gap(zoom_sandbox: Sandbox) -> None:
    """Each begins with the first second of a day and ends with the last second of the day before the next."""
    asked = serve(zoom_sandbox)

    sync(zoom_sandbox, "sheets")

    assert asked == [
        "2026-04-01T00:00:00Z/2026-04-30T23:59:59Z",
        "2026-05-01T00:00:00Z/2026-05-30T23:59:59Z",
        "2026-05-31T00:00:00Z/2026-06-07T23:59:59Z",
        "2026-06-08T00:00:00Z/2026-06-10T23:59:59Z",
    ]


def test_an_empty_window_says_nothing_of_the_next(zoom_sandbox: Sandbox) -> None:
    """A refusal that the window declares skips that window alone, the first one too."""
    serve(zoom_sandbox, sheet(zoom_sandbox, "2026-05-20"), refusing="2026-04")
    window = Window(days=30, moments=True, empty_on={3301})

    messages = sync(zoom_sandbox, "sheets", window=window)

    assert [row["id"] for row in messages.records("sheets")] == ["sheet of 2026-05-20"]
    assert messages.exit_code == 0


def test_rows_of_rows_and_their_texts(zoom_sandbox: Sandbox) -> None:
    """A list in the parent's record makes rows without a request, and each row's URL a text."""
    serve(zoom_sandbox, sheet(zoom_sandbox, "2026-05-20", "one", "gone"), sheet(zoom_sandbox, "2026-06-02"))

    messages = sync(zoom_sandbox, "pages", "scans")

    made = {"sheet_id": "sheet of 2026-05-20", "made": "2026-05-20T10:00:00Z"}
    url = f"{zoom_sandbox.api_url}/scans/"
    assert messages.records("pages") == [
        {**made, "id": "one", "url": f"{url}one"},
        {**made, "id": "gone", "url": f"{url}gone"},
    ]
    assert messages.records("scans") == [
        {**made, "page_id": "one", "url": f"{url}one", "scan": "text", "scan_is_cut": False}
    ]
    assert messages.ledger["streams"]["scans"]["refusals"] == {"404 not found": 1}
    assert messages.ledger["balanced"]


def test_a_child_that_lags_behind_its_parent_is_not_left_out(zoom_sandbox: Sandbox) -> None:
    """Rows of the parent that its own bookmark has passed are walked again for a child that has not."""
    serve(zoom_sandbox, sheet(zoom_sandbox, "2026-05-20", "one"))
    state = {"bookmarks": {"pages": sync(zoom_sandbox, "pages").state["bookmarks"]["pages"]}}

    messages = sync(zoom_sandbox, "pages", "scans", state=state)

    assert [row["page_id"] for row in messages.records("scans")] == ["one"]
    assert sync(zoom_sandbox, "pages", "scans", state=messages.state).records("scans") == []


@pytest.mark.parametrize(
    ("body", "text", "is_cut"),
    [
        (b"", "", False),
        (b"0123456789", "0123456789", False),
        (b"0123456789x", "0123456789", True),
        ("01234567é9".encode(), "01234567é", True),
        ("012345678é".encode(), "012345678", True),
        (b"\xef\xbb\xbfWEBVTT\n", "WEBVTT\n", False),
        (b"a\xffb", "a\N{REPLACEMENT CHARACTER}b", False),
    ],
)
def test_a_text_is_cut_behind_a_whole_character(body: bytes, text: str, is_cut: bool) -> None:
    """What is read is UTF-8, with or without a byte order mark, and what is none is replaced."""
    assert json.loads(text_as_record(Text("scan", most_bytes=10), body)) == {
        "scan": text,
        "scan_is_cut": is_cut,
    }
