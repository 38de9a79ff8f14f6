"""Meetings that ran, instance by instance: three ways to list them, and what hangs from each instance.

The account's history is one listing for everybody. Where it cannot be had, the reports of each user stand in
for it; without any report scope, the instances of each user's previous meetings do.
"""

from __future__ import annotations

from tap_zoom_core import Parent, Rate, Record, StandIn, Stream, Window

OVER_A_YEAR_OLD = 12702
NOT_FOUND = 404
DOES_NOT_EXIST = 3001
WEBINAR_TYPES = {"5", "6", "9"}


def is_meeting(session: Record) -> bool:
    """Tell whether what a user hosted was a meeting: whatever does not say that it was a webinar."""
    return str(session.get("type")) not in WEBINAR_TYPES


def polls_may_have_run(instance: Record) -> bool:
    """Tell whether an instance may have poll results: unless the history says that it had no poll."""
    features = instance.get("feature_used")
    return not isinstance(features, dict) or features.get("poll") is not False


PAST_MEETINGS = Stream(
    name="past_meetings",
    path="/report/history_meetings",
    records="history_meetings",
    key=("meeting_uuid",),
    params={"date_type": "end_time", "meeting_type": "meeting"},
    paged=True,
    window=Window(days=30),
    rate=Rate.HEAVY,
    scopes=("report:read:admin", "report:read:list_history_meetings:admin"),
    hidden=True,
)

BY_USER = Stream(
    name="past_meetings_by_user",
    path=None,
    key=("uuid",),
    parent=Parent("user_sessions", when=is_meeting),
    hidden=True,
    stands_in=StandIn("past_meetings", meeting_uuid="uuid", meeting_id="id"),
)

PREVIOUS_MEETINGS = Stream(
    name="previous_meetings",
    path="/users/{user_id}/meetings",
    records="meetings",
    parent=Parent("users", user_id="id"),
    params={"type": "previous_meetings"},
    paged=True,
    rate=Rate.MEDIUM,
    empty_on={3161},
    gone_on={1001},
    scopes=(
        "meeting:read:admin",
        "meeting:read",
        "meeting:read:list_meetings",
        "meeting:read:list_meetings:admin",
    ),
    hidden=True,
)

BY_INSTANCE = Stream(
    name="past_meetings_by_instance",
    path="/past_meetings/{meeting_id}/instances",
    records="meetings",
    key=("uuid",),
    parent=Parent("previous_meetings", meeting_id="id"),
    rate=Rate.MEDIUM,
    empty_on={DOES_NOT_EXIST},
    scopes=(
        "meeting:read:admin",
        "meeting:read",
        "meeting:read:list_past_instances",
        "meeting:read:list_past_instances:admin",
    ),
    hidden=True,
    # Instances tell when they began, not when they ended: the start stands for the end.
    stands_in=StandIn("past_meetings", meeting_uuid="uuid", end_time="start_time"),
    # A number dies 30 days after its last use; the UUID of the instance that is listed lives for a year.
    instead={"uuid": "uuid", "start_time": "start_time"},
)

POLL_RESULTS = Stream(
    name="meeting_poll_results",
    path="/past_meetings/{meeting_uuid}/polls",
    records="questions",
    key=("meeting_uuid", "row_id"),
    parent=Parent(
        "past_meetings",
        meeting_uuid="meeting_uuid",
        meeting_id="meeting_id",
        meeting_end_time="end_time",
        when=polls_may_have_run,
    ),
    rate=Rate.MEDIUM,
    natural=("email", "name"),
    replication_key="meeting_end_time",
    # 200: the host's plan has no polls.
    empty_on={200, NOT_FOUND, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=(
        "meeting:read:admin",
        "meeting:read",
        "meeting:read:list_poll_results",
        "meeting:read:list_poll_results:admin",
    ),
)

FILES = Stream(
    name="meeting_files",
    path="/past_meetings/{meeting_uuid}/files",
    records="in_meeting_files",
    key=("meeting_uuid", "row_id"),
    parent=Parent(
        "past_meetings",
        meeting_uuid="meeting_uuid",
        meeting_id="meeting_id",
        meeting_end_time="end_time",
    ),
    rate=Rate.MEDIUM,
    natural=("file_name", "file_size"),
    replication_key="meeting_end_time",
    # Zoom retired this listing: an account may get 404 for every meeting.
    empty_on={NOT_FOUND, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=("meeting:read:admin",),
    selected=False,
)

STREAMS = (PAST_MEETINGS, BY_USER, PREVIOUS_MEETINGS, BY_INSTANCE, POLL_RESULTS, FILES)
