"""Reports: of each meeting and webinar that ran, a summary and who took part."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core import Config, Parent, Rate, Stream, hookimpl

# 200: no permission or plan. 1010: host of another account. 3001: expired. 12702: over a year old.
NO_REPORT = frozenset({200, 1010, 3001, 12702})

# What tells the rows of one instance apart: "id" is empty for guests and repeats when a member rejoins.
ONE_STAY = ("user_id", "join_time", "status", "bo_mtg_id")

MEETINGS = Stream(
    name="report_meetings",
    path="/report/meetings/{uuid}",
    key=("uuid",),
    parent=Parent("past_meetings", uuid="meeting_uuid", end_time="end_time"),
    rate=Rate.HEAVY,
    replication_key="end_time",
    empty_on=NO_REPORT,
    scopes=("report:read:admin", "report:read:meeting:admin"),
)

MEETING_PARTICIPANTS = Stream(
    name="report_meeting_participants",
    path="/report/meetings/{meeting_uuid}/participants",
    records="participants",
    key=("meeting_uuid", "row_id"),
    parent=Parent(
        "past_meetings",
        meeting_uuid="meeting_uuid",
        meeting_id="meeting_id",
        meeting_end_time="end_time",
    ),
    # Without it Zoom leaves out what joins attendance to registration.
    params={"include_fields": "registrant_id"},
    paged=True,
    rate=Rate.HEAVY,
    natural=ONE_STAY,
    replication_key="meeting_end_time",
    empty_on=NO_REPORT,
    scopes=("report:read:admin", "report:read:list_meeting_participants:admin"),
)

WEBINARS = Stream(
    name="report_webinars",
    path="/report/webinars/{uuid}",
    key=("uuid",),
    parent=Parent("past_webinars", uuid="meeting_uuid", end_time="end_time"),
    rate=Rate.HEAVY,
    replication_key="end_time",
    empty_on=NO_REPORT,
    scopes=("report:read:admin", "report:read:webinar:admin"),
)

WEBINAR_PARTICIPANTS = Stream(
    name="report_webinar_participants",
    path="/report/webinars/{webinar_uuid}/participants",
    records="participants",
    key=("webinar_uuid", "row_id"),
    parent=Parent(
        "past_webinars",
        webinar_uuid="meeting_uuid",
        webinar_id="meeting_id",
        webinar_end_time="end_time",
    ),
    params={"include_fields": "registrant_id"},
    paged=True,
    rate=Rate.HEAVY,
    natural=ONE_STAY,
    replication_key="webinar_end_time",
    empty_on=NO_REPORT,
    scopes=("report:read:admin", "report:read:list_webinar_participants:admin"),
)


@hookimpl
def register_streams(config: Config) -> Iterable[Stream]:
    """Register the reports."""
    return [MEETINGS, MEETING_PARTICIPANTS, WEBINARS, WEBINAR_PARTICIPANTS]
