"""The settings of meetings and webinars, with every sort of value that Zoom documents for them."""

from __future__ import annotations

from tap_zoom_sandbox.account.registration import approval_type
from tap_zoom_sandbox.account.schedules import Schedule
from tap_zoom_sandbox.values import Json, hash_id

_COMMON: Json = {
    "host_video": True,
    "audio": "both",
    "alternative_hosts": "",
    "alternative_host_update_polls": False,
    "close_registration": False,
    "show_share_button": True,
    "allow_multiple_devices": True,
    "registrants_confirmation_email": True,
    "registrants_email_notification": True,
    "meeting_authentication": False,
    "email_in_attendee_report": False,
    "allow_host_control_participant_mute_state": False,
    "contact_name": "Sandbox",
    "contact_email": "contact@example.com",
    "global_dial_in_countries": ["US", "DE"],
    "enforce_login": False,
    "enforce_login_domains": "",
    "language_interpretation": {"enable": False},
    "sign_language_interpretation": {"enable": False},
}

_MEETING: Json = _COMMON | {
    "participant_video": False,
    "join_before_host": True,
    "jbh_time": 0,
    "mute_upon_entry": False,
    "watermark": False,
    "use_pmi": False,
    "waiting_room": False,
    "cn_meeting": False,
    "in_meeting": False,
    "encryption_type": "enhanced_encryption",
    "focus_mode": False,
    "private_meeting": False,
    "internal_meeting": False,
    "device_testing": False,
    "email_notification": True,
    "alternative_hosts_email_notification": True,
    "host_save_video_order": False,
    "push_change_to_calendar": False,
    "disable_participant_video": False,
    "participant_focused_meeting": False,
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
    "who_will_receive_summary": 1,
    "who_can_ask_questions": 1,
    "breakout_room": {"enable": False},
    "approved_or_denied_countries_or_regions": {"enable": False},
    "question_and_answer": {"enable": False},
    "meeting_invitees": [],
}

_RARE: Json = {
    "breakout_room": {
        "enable": True,
        "rooms": [{"name": "Room 1", "participants": ["member.0@example.com"]}],
    },
    "approved_or_denied_countries_or_regions": {
        "enable": True,
        "method": "deny",
        "approved_list": [],
        "denied_list": ["CX"],
    },
    "global_dial_in_numbers": [
        {
            "country": "US",
            "country_name": "US",
            "city": "New York",
            "number": "+1 1000200200",
            "type": "toll",
        }
    ],
    "language_interpretation": {
        "enable": True,
        "interpreters": [
            {
                "email": "interpreter@example.com",
                "languages": "US,FR",
                "interpreter_languages": "English,French",
            }
        ],
    },
    "continuous_meeting_chat": {"enable": True, "who_is_added": "all_users", "channel_id": "cabc1234567"},
    "custom_keys": [{"key": "Host Nation", "value": "DE"}],
    "meeting_invitees": [{"email": "guest.1@example.org", "internal_user": False}],
    "calendar_type": 1,
    "experiment": {"undocumented": True},
}

_WEBINAR: Json = _COMMON | {
    "panelists_video": True,
    "practice_session": True,
    "hd_video": False,
    "hd_video_for_attendees": False,
    "send_1080p_video_to_attendees": False,
    "on_demand": False,
    "registrants_restrict_number": 0,
    "post_webinar_survey": False,
    "survey_url": "",
    "notify_registrants": True,
    "panelist_authentication": False,
    "panelists_invitation_email_notification": True,
    "enable_session_branding": False,
    "add_watermark": False,
    "add_audio_watermark": False,
    "email_language": "en-US",
    "attendees_and_panelists_reminder_email_notification": {"enable": True, "type": 1},
    "follow_up_attendees_email_notification": {"enable": False, "type": 0},
    "follow_up_absentees_email_notification": {"enable": False, "type": 0},
    "question_and_answer": {"enable": True, "answer_questions": "all", "allow_anonymous_questions": True},
}


def settings(schedule: Schedule) -> Json:
    """Make the settings of a meeting or webinar; approval_type is 2 where registration is off."""
    traits = schedule.traits
    made = dict(_WEBINAR if schedule.webinar else _MEETING)
    if traits >> 40 & 15 == 0:
        made |= {} if schedule.webinar else _RARE
    made["approval_type"] = approval_type(schedule)
    made["auto_recording"] = ("none", "local", "cloud")[(traits >> 44) % 3]
    if made["approval_type"] != 2:
        made["registration_type"] = 1 + (traits >> 46) % 3
    if traits >> 48 & 7 == 0:
        made |= {
            "authentication_option": f"signIn_{hash_id(traits)}",
            "authentication_name": "Sign in to Zoom",
            "authentication_domains": "example.com",
        }
    return made
