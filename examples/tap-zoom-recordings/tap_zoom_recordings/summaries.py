"""The summaries that AI Companion wrote: one listing for the account, and then each summary's text."""

from __future__ import annotations

from tap_zoom_core import Parent, Rate, Stream, Window

PAID_ACCOUNTS_ONLY = 200
SWITCHED_OFF = 3000
DOES_NOT_EXIST = 3001
MAY_NOT_HOST = 3161
RESTRICTED = 2305

SUMMARISED = Stream(
    name="summarised_meetings",
    path="/meetings/meeting_summaries",
    records="summaries",
    key=("meeting_uuid",),
    paged=True,
    # Asked by when a summary was made; how far back Zoom lists them, it does not say.
    window=Window(days=30, keeps=3650, moments=True),
    rate=Rate.MEDIUM,
    # Code 2305 is also a list of allowed addresses that this one is not on: that is an error.
    empty_on={PAID_ACCOUNTS_ONLY, SWITCHED_OFF, MAY_NOT_HOST, (RESTRICTED, "Only share meeting summaries")},
    scopes=("meeting_summary:read:admin", "meeting:read:list_summaries:admin"),
    hidden=True,
)

SUMMARIES = Stream(
    name="meeting_summaries",
    path="/meetings/{meeting_uuid}/meeting_summary",
    key=("meeting_uuid",),
    parent=Parent(
        "summarised_meetings",
        meeting_uuid="meeting_uuid",
        summary_created_time="summary_created_time",
    ),
    rate=Rate.LIGHT,
    replication_key="summary_created_time",
    empty_on={PAID_ACCOUNTS_ONLY, DOES_NOT_EXIST, (RESTRICTED, "moved to Trash")},
    scopes=(
        "meeting_summary:read:admin",
        "meeting_summary:read",
        "meeting:read:summary:admin",
        "meeting:read:summary",
    ),
)

STREAMS = (SUMMARISED, SUMMARIES)
