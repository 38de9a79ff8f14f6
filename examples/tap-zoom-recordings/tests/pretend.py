"""Pretend recordings and summaries, served from the sandbox as Zoom documents them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.testing import Sandbox

Json = dict[str, Any]

MEETINGS = {
    "2026-02-10": "/+pretend//one==",
    "2026-04-20": "pretendtwoAAAAAAAAAA==",
    "2026-06-01": "pretendthreeAAAAAAAA==",
}
"""The meetings that the first user recorded: their days and their UUIDs."""

SUMMARIES = {
    "/+pretend//one==": "2026-02-11T09:00:00Z",
    "pretendtwoAAAAAAAAAA==": "2026-04-20T11:00:00Z",
    "in the trash": "2026-05-02T11:00:00Z",
}
"""The summaries, by their meetings' UUIDs: when they were made."""

VTT = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:03.000\r\nJill Chill: Grüezi mitenand 👋\r\n"


def first_user(sandbox: Sandbox) -> str:
    """Return the id of the user who recorded."""
    users = [row["record"] for row in sandbox.expected("users")]
    return min(str(user["id"]) for user in users if user.get("id"))


def serve(sandbox: Sandbox) -> None:
    """Serve the four endpoints that the plugin reads."""
    recorder = first_user(sandbox)

    def recordings(call: Call) -> Json:
        rows = [
            meeting(day, uuid, sandbox.api_url)
            for day, uuid in MEETINGS.items()
            if call.params["userId"] == recorder and call.query["from"] <= day <= call.query["to"]
        ]
        if not rows and call.query["from"].startswith("2026-03"):
            raise Refusal(404, 3301, "There is no recording for this session.")
        return {"from": call.query["from"], "to": call.query["to"], **call.page("meetings", rows)}

    scopes = ("recording:read:admin",)
    sandbox.serve("/users/{userId}/recordings", recordings, scopes=scopes)
    sandbox.serve("/rec/download/{fileId}", lambda call: VTT.encode(), label="Light")
    sandbox.serve("/meetings/meeting_summaries", list_summaries, scopes=("meeting_summary:read:admin",))
    sandbox.serve("/meetings/{meetingId}/meeting_summary", summary, label="Light")


def meeting(day: str, uuid: str, api_url: str) -> Json:
    """Return a recorded meeting: a video, a transcript, and captions, which have no id."""
    start, end = f"{day}T10:00:00Z", f"{day}T10:20:00Z"
    span = {"meeting_id": uuid, "recording_start": start, "recording_end": end}
    named = {**span, "status": "completed"}
    return {
        "uuid": uuid,
        "id": 6840331990,
        "account_id": "Cx3wERazSgup7ZWRHQM8-w",
        "host_id": "_0ctZtY0REqWalTmwvrdIw",
        "topic": f"The meeting of {day}",
        "type": "2",
        "start_time": start,
        "duration": 20,
        "total_size": 7420,
        "recording_count": 3,
        "recording_files": [
            {
                **named,
                "id": f"{day}-mp4",
                "file_type": "MP4",
                "file_extension": "MP4",
                "file_size": 7220,
                "recording_type": "shared_screen_with_speaker_view",
                "play_url": "https://example.com/rec/play/one",
                "download_url": f"{api_url}/rec/download/{day}-mp4",
            },
            {
                **named,
                "id": f"{day}-vtt",
                "file_type": "TRANSCRIPT",
                "file_extension": "VTT",
                "file_size": 200,
                "recording_type": "audio_transcript",
                "download_url": f"{api_url}/rec/download/{day}-vtt",
            },
            {**span, "file_type": "CC", "file_extension": "VTT"},
        ],
    }


def list_summaries(call: Call) -> Json:
    """Answer with the summaries that were made in the window: from and to are date-times."""
    rows = [
        {"meeting_uuid": uuid, "meeting_id": 97763643886, "summary_created_time": created}
        for uuid, created in SUMMARIES.items()
        if call.query["from"] <= created <= call.query["to"]
    ]
    return {"from": call.query["from"], "to": call.query["to"], **call.page("summaries", rows)}


def summary(call: Call) -> Json:
    """Answer with one summary; one of them was thrown away."""
    uuid = unquote(call.params["meetingId"])  # the tap encodes a UUID twice, as Zoom wants
    if uuid == "in the trash":
        raise Refusal(403, 2305, "The meeting summary has been moved to Trash and cannot be accessed.")
    return {
        "meeting_uuid": uuid,
        "meeting_id": 97763643886,
        "meeting_topic": "My Meeting",
        "summary_created_time": SUMMARIES[uuid],
        "summary_title": "Meeting summary for my meeting",
        "summary_content": "## Key takeaways\n- All is well",
        "next_steps": ["step1"],
    }
