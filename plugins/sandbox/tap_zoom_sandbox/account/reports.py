"""What the reports say of a session as a whole."""

from __future__ import annotations

from tap_zoom_sandbox.account.meetings import schedule_topic
from tap_zoom_sandbox.account.model import Account
from tap_zoom_sandbox.account.people import user_email, user_name, user_traits
from tap_zoom_sandbox.account.registration import approval_type
from tap_zoom_sandbox.account.sessions import Session
from tap_zoom_sandbox.values import Json, american, iso, some
from tap_zoom_sandbox.words import DEPARTMENTS

_FEATURES = (
    "annotation", "avatar", "closed_caption", "immersive_scene", "in_meeting_chat", "join_by_room",
    "language_interpretation", "live_transcription", "live_translation", "meeting_summary", "raise_hand",
    "reaction", "record_to_cloud", "record_to_computer", "remote_control", "screen_sharing",
    "smart_recording", "switch_to_mobile", "telephone_usage", "video_on", "virtual_background", "whiteboard",
    "zoom_apps",
)  # fmt: skip


def history_row(account: Account, session: Session) -> Json:
    """Make the session's row of /report/history_meetings; feature_used says the truth about what there is."""
    schedule, traits = session.schedule, session.traits
    features: Json = {name: bool(traits >> place & 1) for place, name in enumerate(_FEATURES)}
    features |= {
        "poll": session.polled > 0,
        "meeting_questions": session.asked > 0,
        "registration": approval_type(schedule) != 2,
        "file_sharing": session.files > 0,
        "waiting_room": session.waiting > 0,
        "breakout_room": session.rooms > 0,
    }
    row: Json = {
        "meeting_uuid": session.uuid,
        "meeting_id": schedule.id,
        "type": "Webinar" if session.webinar else "Meeting",
        "topic": schedule_topic(schedule),
        "host_display_name": user_name(account, schedule.user),
        "host_email": user_email(schedule.user),
        "department": _department(account, schedule.user),
        "group": ["group01"],
        "source": "Zoom",
        "create_time": iso(schedule.created),
        "start_time": iso(session.started),
        "end_time": iso(session.ended),
        "duration": session.minutes,
        "participants": session.people,
        "total_participant_minutes": session.people * session.minutes,
        "tracking_fields": [{"field": "Meeting purpose.", "value": "Support"}] if traits & 1 else [],
        "custom_fields": [],
        "feature_used": features,
    }
    if session.webinar:
        row |= {"max_concurrent_views": session.people, "unique_viewers": session.people}
    return row


def report_row(account: Account, session: Session) -> Json:
    """Make the answer of /report/meetings/{meetingId}, or of /report/webinars/{webinarId}."""
    schedule, count = session.schedule, session.people
    return {
        "uuid": session.uuid,
        "id": schedule.id,
        "type": schedule.type,
        "topic": schedule_topic(schedule),
        "user_name": user_name(account, schedule.user),
        "user_email": user_email(schedule.user),
        "dept": _department(account, schedule.user),
        "start_time": iso(session.started),
        "end_time": iso(session.ended),
        "duration": session.minutes,
        "total_minutes": count * session.minutes,
        "participants_count": str(count) if session.traits % 83 == 1 else count,
        "custom_keys": [{"key": "Host Nation", "value": "DE"}] if session.traits & 4 else [],
        "tracking_fields": [{"field": "Meeting purpose.", "value": "Support"}] if session.traits & 1 else [],
    }


def user_report_row(account: Account, session: Session) -> Json:
    """Make the session's row of /report/users/{userId}/meetings."""
    row = report_row(account, session)
    del row["dept"]
    return row | {
        "host_name": row["user_name"],
        "host_organization": "Sandbox",
        "source": "Zoom",
        "participants_count_my_account": 1,
        "meeting_encryption_status": 2,
        "has_chat": bool(session.traits >> 2 & 1),
        "has_recording": bool(session.traits >> 3 & 1),
        "has_screen_share": bool(session.traits >> 4 & 1),
        "schedule_time": american(session.started),
        "join_time": american(session.started),
        "leave_time": american(session.ended),
        "join_waiting_room_time": "",
        "session_key": "",
    }


def past_row(account: Account, session: Session) -> Json:
    """Make the answer of /past_meetings/{meetingId}."""
    row = report_row(account, session)
    for name in ("custom_keys", "tracking_fields"):
        del row[name]
    return row | {"host_id": account.user_id(session.schedule.user), "source": "Zoom"}


def _department(account: Account, user: int) -> str:
    return some(DEPARTMENTS, user_traits(account, user) >> 16)
