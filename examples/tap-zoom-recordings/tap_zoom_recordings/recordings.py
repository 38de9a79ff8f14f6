"""What was recorded to the cloud: of each user the meetings, of each meeting the files, of some the text."""

from __future__ import annotations

from attrs import evolve

from tap_zoom_core import Parent, Rate, Record, Stream, Text, Window
from tap_zoom_recordings.options import Options

SCOPES = (
    "recording:read:admin",
    "recording:read",
    "cloud_recording:read:list_user_recordings:admin",
    "cloud_recording:read:list_user_recordings",
    "cloud_recording:read:list_user_recordings:master",
)

TEN_YEARS = 3650
"""Zoom keeps recordings until somebody deletes them: without a start_date, this far back."""

NO_SUCH_USER = 1001
NO_RECORDING = 3301


def is_transcript(file: Record) -> bool:
    """Tell whether a recording's file is its transcript, and can be downloaded."""
    return file.get("file_type") == "TRANSCRIPT" and bool(file.get("download_url"))


RECORDINGS = Stream(
    name="recordings",
    path="/users/{user_id}/recordings",
    records="meetings",
    key=("uuid",),
    parent=Parent("users", user_id="id"),
    paged=True,
    window=Window(days=30, keeps=TEN_YEARS, empty_on={NO_RECORDING}),
    rate=Rate.MEDIUM,
    replication_key="start_time",
    gone_on={NO_SUCH_USER},
    scopes=SCOPES,
)

FILES = Stream(
    name="recording_files",
    path=None,
    records="recording_files",
    key=("recording_uuid", "row_id"),
    parent=Parent("recordings", recording_uuid="uuid", recording_start_time="start_time"),
    # Closed captions and timelines have no id.
    natural=("id", "file_type", "recording_start"),
    replication_key="recording_start_time",
)

TRANSCRIPTS = Stream(
    name="recording_transcripts",
    path="{download_url}",
    text=Text("vtt"),
    key=("recording_uuid", "file_id"),
    parent=Parent(
        "recording_files",
        file_id="id",
        download_url="download_url",
        recording_start_time="recording_start_time",
        when=is_transcript,
    ),
    rate=Rate.LIGHT,
    replication_key="recording_start_time",
    # The file was deleted after it was listed.
    empty_on={404, NO_RECORDING},
    scopes=SCOPES,
)


def streams(options: Options) -> tuple[Stream, ...]:
    """Return the streams, with the cap on transcripts that the options tell."""
    capped = evolve(TRANSCRIPTS, text=Text("vtt", most_bytes=options.transcript_bytes))
    return RECORDINGS, FILES, capped
