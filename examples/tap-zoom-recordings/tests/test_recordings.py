"""The plugin against a pretend account: what a target would read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pretend import MEETINGS, VTT, first_user
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import ConfigError
from tap_zoom_core.testing import Cassette, run_tap

SINCE = {"start_date": "2026-01-01", "max_retries": 0}
ONE, TWO, THREE = MEETINGS.values()
STREAMS = ("recordings", "recording_files", "recording_transcripts", "meeting_summaries")


def test_every_recording_is_read_window_by_window(zoom_sandbox: Sandbox) -> None:
    """Meetings of three different months are found, though Zoom refuses a month without any with 3301."""
    rows = run_tap("recordings", config={**zoom_sandbox.config, **SINCE}).records("recordings")

    recorder = first_user(zoom_sandbox)
    assert [(row["uuid"], row["start_time"], row["user_id"]) for row in rows] == [
        (ONE, "2026-02-10T10:00:00Z", recorder),
        (TWO, "2026-04-20T10:00:00Z", recorder),
        (THREE, "2026-06-01T10:00:00Z", recorder),
    ]


def test_files_are_rows_of_their_own(zoom_sandbox: Sandbox) -> None:
    """Each file of a recording is a row, captions without an id too, and no key comes twice."""
    rows = run_tap("recording_files", config={**zoom_sandbox.config, **SINCE}).records("recording_files")

    kinds = [(row["recording_uuid"], row["file_type"], row["id"]) for row in rows]
    assert kinds == [
        (uuid, kind, key)
        for day, uuid in MEETINGS.items()
        for kind, key in (("MP4", f"{day}-mp4"), ("TRANSCRIPT", f"{day}-vtt"), ("CC", None))
    ]
    assert len({(row["recording_uuid"], row["row_id"]) for row in rows}) == len(rows)


def test_a_transcript_is_the_text_of_its_file(zoom_sandbox: Sandbox) -> None:
    """Only transcripts are downloaded, with the token, and the text is there to the letter."""
    config = {**zoom_sandbox.config, **SINCE}
    rows = run_tap("recording_transcripts", config=config).records("recording_transcripts")

    assert sorted(rows, key=str) == sorted(
        (
            {
                "recording_uuid": uuid,
                "file_id": f"{day}-vtt",
                "user_id": first_user(zoom_sandbox),
                "recording_start_time": f"{day}T10:00:00Z",
                "download_url": f"{zoom_sandbox.api_url}/rec/download/{day}-vtt",
                "vtt": VTT,
                "vtt_is_cut": False,
            }
            for day, uuid in MEETINGS.items()
        ),
        key=str,
    )


def test_a_long_transcript_is_cut(zoom_sandbox: Sandbox) -> None:
    """No more is kept than the config allows, cut behind a whole character, and the row says so."""
    most = VTT.encode().index("👋".encode()) + 2
    config = {**zoom_sandbox.config, **SINCE, "recordings": {"transcript_bytes": most}}

    rows = run_tap("recording_transcripts", config=config).records("recording_transcripts")

    assert {(row["vtt"], row["vtt_is_cut"]) for row in rows} == {(VTT[: VTT.index("👋")], True)}


def test_a_summary_has_its_text(zoom_sandbox: Sandbox) -> None:
    """The account's listing is followed to each summary; one in the trash is counted as no rows here."""
    messages = run_tap("meeting_summaries", config={**zoom_sandbox.config, **SINCE})

    rows = {row["meeting_uuid"]: row for row in messages.records("meeting_summaries")}
    assert {uuid: row["summary_created_time"] for uuid, row in rows.items()} == {
        ONE: "2026-02-11T09:00:00Z",
        TWO: "2026-04-20T11:00:00Z",
    }
    assert rows[ONE]["summary_content"] == "## Key takeaways\n- All is well"
    assert messages.exit_code == 0
    assert messages.ledger["streams"]["meeting_summaries"]["parents"]["refused"] == 1


def test_a_second_run_asks_for_what_is_new(zoom_sandbox: Sandbox) -> None:
    """With the first run's state nothing before its bookmarks is asked for, but for lookback_days."""
    first = run_tap(*STREAMS, config={**zoom_sandbox.config, **SINCE})
    zoom_sandbox.forget_requests()
    again = run_tap(*STREAMS, config={**zoom_sandbox.config, **SINCE}, state=first.state)

    assert {
        name: mark["replication_key_value"] for name, mark in first.state["bookmarks"].items()
    } == dict.fromkeys(STREAMS, "2026-06-15T12:00:00Z")
    assert {name: again.records(name) for name in STREAMS} == {name: [] for name in STREAMS}
    asked: dict[str, Any] = zoom_sandbox.requests()["by_endpoint"]
    users = sum(1 for row in zoom_sandbox.expected("users") if row["record"].get("id"))
    assert asked == {
        "/users": 3,
        "/users/{userId}/recordings": users,
        "/meetings/meeting_summaries": 1,
    }


def test_replayed_from_the_cassette(zoom_cassette: Callable[[str], Cassette]) -> None:
    """Replayed without any network, a sync of all four streams writes the messages that are kept beside."""
    cassette = zoom_cassette("recordings")

    messages = cassette.run(*STREAMS, start_date="2026-04-01", end_date="2026-06-14")

    assert messages.exit_code == 0
    assert messages.sorted() == cassette.expected(messages)


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        (7, 'config.recordings: expected an object such as {"transcript_bytes": 5000000}'),
        ({"trash": 1}, "config.recordings: no option 'trash'; there is transcript_bytes"),
        (
            {"transcript_bytes": 0},
            "config.recordings.transcript_bytes: expected a number of bytes, at least 1",
        ),
    ],
)
def test_options_are_checked(section: Any, problem: str) -> None:
    """What cannot be used in the plugin's own section of the config is told in one line."""
    with pytest.raises(ConfigError, match=r".") as caught:
        run_tap("recordings", config={"access_token": "t", "recordings": section})

    assert str(caught.value) == problem
