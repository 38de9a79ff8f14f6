"""Webinars that are scheduled: each user's list of them, and what hangs from each one."""

from __future__ import annotations

from tap_zoom_core import Parent, Rate, Record, Stream

NO_PLAN_OR_PERMISSION = 200
INVALID_ID = (300, "Invalid webinar ID")
NO_REGISTRATION = 3000
DOES_NOT_EXIST = 3001


def registration_is_on(webinar: Record) -> bool:
    """Tell whether people register for a webinar: its approval_type is not 2. Unknown counts as yes."""
    settings = webinar.get("settings")
    return not isinstance(settings, dict) or str(settings.get("approval_type")) != "2"


SCHEDULED_WEBINARS = Stream(
    name="scheduled_webinars",
    path="/users/{user_id}/webinars",
    records="webinars",
    parent=Parent("users", user_id="id"),
    params={"type": "scheduled"},
    # The document lists page_number alone among the parameters, but next_page_token in the answer.
    paged=True,
    numbered=True,
    rate=Rate.MEDIUM,
    empty_on={NO_PLAN_OR_PERMISSION},
    gone_on={1001},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_webinars",
        "webinar:read:list_webinars:admin",
    ),
    hidden=True,
)

WEBINARS = Stream(
    name="webinars",
    path="/webinars/{webinar_id}",
    parent=Parent("scheduled_webinars", webinar_id="id"),
    params={"show_previous_occurrences": True},
    rate=Rate.LIGHT,
    empty_on={NO_PLAN_OR_PERMISSION, INVALID_ID, DOES_NOT_EXIST},
    scopes=("webinar:read:admin", "webinar:read", "webinar:read:webinar", "webinar:read:webinar:admin"),
)

REGISTRANTS = Stream(
    name="webinar_registrants",
    path="/webinars/{webinar_id}/registrants",
    records="registrants",
    key=("webinar_id", "id"),
    parent=Parent("webinars", webinar_id="id", when=registration_is_on),
    # Zoom lists the approved only, unless asked for the others.
    each={"status": ("approved", "pending", "denied")},
    paged=True,
    rate=Rate.MEDIUM,
    empty_on={NO_PLAN_OR_PERMISSION, NO_REGISTRATION, DOES_NOT_EXIST},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_registrants",
        "webinar:read:list_registrants:admin",
    ),
)

QUESTIONS = Stream(
    name="webinar_questions",
    path="/webinars/{webinar_id}/registrants/questions",
    key=("webinar_id",),
    parent=Parent("webinars", webinar_id="id", when=registration_is_on),
    rate=Rate.LIGHT,
    empty_on={NO_PLAN_OR_PERMISSION, INVALID_ID, NO_REGISTRATION, DOES_NOT_EXIST},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_registration_questions",
        "webinar:read:list_registration_questions:admin",
    ),
)

PANELISTS = Stream(
    name="webinar_panelists",
    path="/webinars/{webinar_id}/panelists",
    records="panelists",
    key=("webinar_id", "id"),
    parent=Parent("webinars", webinar_id="id"),
    rate=Rate.MEDIUM,
    empty_on={NO_PLAN_OR_PERMISSION, INVALID_ID, DOES_NOT_EXIST},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_panelists",
        "webinar:read:list_panelists:admin",
    ),
)

POLLS = Stream(
    name="webinar_polls",
    path="/webinars/{webinar_id}/polls",
    records="polls",
    key=("webinar_id", "id"),
    parent=Parent("webinars", webinar_id="id"),
    rate=Rate.LIGHT,
    # 4400: polls are switched off.
    empty_on={4400, NO_PLAN_OR_PERMISSION, INVALID_ID, DOES_NOT_EXIST},
    scopes=("webinar:read:admin", "webinar:read", "webinar:read:list_polls", "webinar:read:list_polls:admin"),
)

TRACKING_SOURCES = Stream(
    name="webinar_tracking_sources",
    path="/webinars/{webinar_id}/tracking_sources",
    records="tracking_sources",
    key=("webinar_id", "id"),
    parent=Parent("webinars", webinar_id="id"),
    rate=Rate.MEDIUM,
    empty_on={NO_PLAN_OR_PERMISSION, INVALID_ID, DOES_NOT_EXIST},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_tracking_sources",
        "webinar:read:list_tracking_sources:admin",
    ),
)

STREAMS = (SCHEDULED_WEBINARS, WEBINARS, REGISTRANTS, QUESTIONS, PANELISTS, POLLS, TRACKING_SOURCES)
