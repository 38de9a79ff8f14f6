"""Meetings that are scheduled: each user's list of them, and what hangs from each one."""

from __future__ import annotations

from tap_zoom_core import Parent, Rate, Record, Stream

MAY_NOT_HOST = 3161
DOES_NOT_EXIST = 3001


def registration_is_on(meeting: Record) -> bool:
    """Tell whether people register for a meeting: its approval_type is not 2. Unknown counts as yes."""
    settings = meeting.get("settings")
    return not isinstance(settings, dict) or str(settings.get("approval_type")) != "2"


SCHEDULED_MEETINGS = Stream(
    name="scheduled_meetings",
    path="/users/{user_id}/meetings",
    records="meetings",
    parent=Parent("users", user_id="id"),
    params={"type": "scheduled"},
    paged=True,
    rate=Rate.MEDIUM,
    empty_on={MAY_NOT_HOST},
    gone_on={1001},
    scopes=(
        "meeting:read:admin",
        "meeting:read",
        "meeting:read:list_meetings",
        "meeting:read:list_meetings:admin",
    ),
    hidden=True,
)

MEETINGS = Stream(
    name="meetings",
    path="/meetings/{meeting_id}",
    parent=Parent("scheduled_meetings", meeting_id="id"),
    params={"show_previous_occurrences": True},
    rate=Rate.LIGHT,
    empty_on={3000, DOES_NOT_EXIST, MAY_NOT_HOST},
    scopes=("meeting:read", "meeting:read:admin", "meeting:read:meeting", "meeting:read:meeting:admin"),
)

REGISTRANTS = Stream(
    name="meeting_registrants",
    path="/meetings/{meeting_id}/registrants",
    records="registrants",
    key=("meeting_id", "id"),
    parent=Parent("meetings", meeting_id="id", when=registration_is_on),
    # Zoom lists the approved only, unless asked for the others.
    each={"status": ("approved", "pending", "denied")},
    paged=True,
    rate=Rate.MEDIUM,
    # Code 300 is also a bad parameter or an expired page token: those are not "no registrants".
    empty_on={
        (300, "Cannot access"),
        (300, "Registration has not been enabled"),
        DOES_NOT_EXIST,
        MAY_NOT_HOST,
    },
    scopes=(
        "meeting:read:admin",
        "meeting:read",
        "meeting:read:list_registrants",
        "meeting:read:list_registrants:admin",
    ),
)

QUESTIONS = Stream(
    name="meeting_questions",
    path="/meetings/{meeting_id}/registrants/questions",
    key=("meeting_id",),
    parent=Parent("meetings", meeting_id="id", when=registration_is_on),
    rate=Rate.LIGHT,
    empty_on={(300, "Registration has not been enabled"), DOES_NOT_EXIST, MAY_NOT_HOST},
    scopes=(
        "meeting:read",
        "meeting:read:admin",
        "meeting:read:list_registration_questions",
        "meeting:read:list_registration_questions:admin",
    ),
)

POLLS = Stream(
    name="meeting_polls",
    path="/meetings/{meeting_id}/polls",
    records="polls",
    key=("meeting_id", "id"),
    parent=Parent("meetings", meeting_id="id"),
    rate=Rate.LIGHT,
    # 4400: polls are switched off. 404: the meeting has none.
    empty_on={4400, 404, DOES_NOT_EXIST, MAY_NOT_HOST},
    scopes=("meeting:read:admin", "meeting:read", "meeting:read:list_polls", "meeting:read:list_polls:admin"),
)

STREAMS = (SCHEDULED_MEETINGS, MEETINGS, REGISTRANTS, QUESTIONS, POLLS)
