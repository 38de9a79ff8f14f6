"""Webinars that ran, instance by instance: three ways to list them, and what hangs from each instance.

The account's history is one listing for everybody. Where it cannot be had, the reports of each user stand in
for it; without any report scope, the instances of each user's webinars do.
"""

from __future__ import annotations

from tap_zoom_core import Parent, Rate, Record, StandIn, Stream, Window

NO_PERMISSION = 200
NOT_FOUND = 404
DOES_NOT_EXIST = 3001
OVER_A_YEAR_OLD = 12702
WEBINAR_TYPES = {"5", "6", "9"}
HISTORY = ("report:read:admin", "report:read:list_history_meetings:admin")


def is_webinar(session: Record) -> bool:
    """Tell whether what a user hosted was a webinar."""
    return str(session.get("type")) in WEBINAR_TYPES


def polls_may_have_run(instance: Record) -> bool:
    """Tell whether an instance may have poll results: unless the history says that it had no poll."""
    features = instance.get("feature_used")
    return not isinstance(features, dict) or features.get("poll") is not False


PAST_WEBINARS = Stream(
    name="past_webinars",
    path="/report/history_meetings",
    records="history_meetings",
    key=("meeting_uuid",),
    params={"date_type": "end_time", "meeting_type": "webinar"},
    paged=True,
    window=Window(days=30),
    rate=Rate.HEAVY,
    scopes=HISTORY,
    hidden=True,
)

# The history can be narrowed to what had questions: all other instances are not asked for theirs.
WITH_QUESTIONS = Stream(
    name="past_webinars_with_qa",
    path="/report/history_meetings",
    records="history_meetings",
    key=("meeting_uuid",),
    params={"date_type": "end_time", "meeting_type": "webinar", "report_type": "qa"},
    paged=True,
    window=Window(days=30),
    rate=Rate.HEAVY,
    scopes=HISTORY,
    hidden=True,
)

BY_USER = Stream(
    name="past_webinars_by_user",
    path=None,
    key=("uuid",),
    parent=Parent("user_sessions", when=is_webinar),
    hidden=True,
    stands_in=StandIn("past_webinars", "past_webinars_with_qa", meeting_uuid="uuid", meeting_id="id"),
)

BY_INSTANCE = Stream(
    name="past_webinars_by_instance",
    path="/past_webinars/{webinar_id}/instances",
    records="webinars",
    key=("uuid",),
    parent=Parent("scheduled_webinars", webinar_id="id"),
    rate=Rate.LIGHT,
    empty_on={NO_PERMISSION, (300, "Invalid webinar ID"), NOT_FOUND, DOES_NOT_EXIST},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_past_instances",
        "webinar:read:list_past_instances:admin",
    ),
    hidden=True,
    # Instances tell when they began, not when they ended: the start stands for the end.
    stands_in=StandIn(
        "past_webinars",
        "past_webinars_with_qa",
        meeting_uuid="uuid",
        meeting_id="webinar_id",
        end_time="start_time",
    ),
)

ABSENTEES = Stream(
    name="webinar_absentees",
    path="/past_webinars/{webinar_uuid}/absentees",
    records="registrants",
    key=("webinar_uuid", "id"),
    parent=Parent(
        "past_webinars",
        webinar_uuid="meeting_uuid",
        webinar_id="meeting_id",
        webinar_end_time="end_time",
    ),
    paged=True,
    rate=Rate.HEAVY,
    replication_key="webinar_end_time",
    # 3000: nobody had to register. 1010: the host belongs to another account.
    empty_on={NO_PERMISSION, 1010, 3000, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_absentees",
        "webinar:read:list_absentees:admin",
    ),
)

POLL_RESULTS = Stream(
    name="webinar_poll_results",
    path="/past_webinars/{webinar_uuid}/polls",
    records="questions",
    key=("webinar_uuid", "row_id"),
    parent=Parent(
        "past_webinars",
        webinar_uuid="meeting_uuid",
        webinar_id="meeting_id",
        webinar_end_time="end_time",
        when=polls_may_have_run,
    ),
    rate=Rate.MEDIUM,
    natural=("email", "name"),
    replication_key="webinar_end_time",
    empty_on={NO_PERMISSION, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=(
        "webinar:read:admin",
        "webinar:read",
        "webinar:read:list_past_polls",
        "webinar:read:list_past_polls:admin",
    ),
)

QNA_RESULTS = Stream(
    name="webinar_qna_results",
    path="/past_webinars/{webinar_uuid}/qa",
    records="questions",
    key=("webinar_uuid", "row_id"),
    parent=Parent(
        "past_webinars_with_qa",
        webinar_uuid="meeting_uuid",
        webinar_id="meeting_id",
        webinar_end_time="end_time",
    ),
    rate=Rate.MEDIUM,
    natural=("email", "name"),
    replication_key="webinar_end_time",
    empty_on={NO_PERMISSION, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=("webinar:read:admin", "webinar:read", "webinar:read:past_qa", "webinar:read:past_qa:admin"),
)

FILES = Stream(
    name="webinar_files",
    path="/past_webinars/{webinar_uuid}/files",
    records="in_meeting_files",
    key=("webinar_uuid", "row_id"),
    parent=Parent(
        "past_webinars",
        webinar_uuid="meeting_uuid",
        webinar_id="meeting_id",
        webinar_end_time="end_time",
    ),
    rate=Rate.MEDIUM,
    natural=("file_name", "file_size"),
    replication_key="webinar_end_time",
    # Zoom retired this listing: an account may get 404 for every webinar.
    empty_on={NOT_FOUND, DOES_NOT_EXIST, OVER_A_YEAR_OLD},
    scopes=("webinar:read:admin",),
    selected=False,
)

STREAMS = (
    PAST_WEBINARS,
    WITH_QUESTIONS,
    BY_USER,
    BY_INSTANCE,
    ABSENTEES,
    POLL_RESULTS,
    QNA_RESULTS,
    FILES,
)
