"""The books: every row that an ideal reader would have of the account, by stream, made without the API.

A row reads ``{"stream": …, "context": {…}, "record": {…}}``: the record as the API serves it, the context
what hangs above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from tap_zoom_sandbox.account.meetings import panelists, registration_questions, schedule_details
from tap_zoom_sandbox.account.model import HOSTS, WEBINAR_HOSTS, Account
from tap_zoom_sandbox.account.participants import absentee_rows, participant_rows
from tap_zoom_sandbox.account.people import user_row
from tap_zoom_sandbox.account.polls import chat_files, poll_results, polls, questions_asked
from tap_zoom_sandbox.account.registration import (
    STATUSES,
    approval_type,
    registered_at,
    registrant_row,
    source_row,
    sources,
)
from tap_zoom_sandbox.account.reports import report_row
from tap_zoom_sandbox.account.schedules import Schedule, scheduled
from tap_zoom_sandbox.account.sessions import Session, session
from tap_zoom_sandbox.api.finding import YEAR, today
from tap_zoom_sandbox.faults import Faults
from tap_zoom_sandbox.timeline import DAY
from tap_zoom_sandbox.values import Json, day, iso

Rows = list[Json]


@frozen
class Listing:
    """A listing or object of a schedule or session: the stream it makes, its path, its rows."""

    stream: str
    path: str
    rows: Callable[[], Rows]


def expected_rows(
    account: Account,
    faults: Faults,
    *,
    stream: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Iterator[Json]:
    """Yield the rows of one stream, or of all.

    since, until: days (``YYYY-MM-DD``, both included) on which a session ended; other streams know no days.
    What the account's faults block is left out, and so is what the options keep from being read.
    """
    now = account.clock.now()
    if stream in (None, "users"):
        for index in range(account.users.total):
            yield {"stream": "users", "context": {}, "record": user_row(account, index)}
    for context, listing in _listings(account, faults, now, since, until):
        if stream in (None, listing.stream) and not faults.blocked(listing.path):
            for record in listing.rows():
                yield {"stream": listing.stream, "context": context, "record": record}


def blocked_paths(account: Account, faults: Faults) -> Iterator[str]:
    """Yield the paths, below the API's base, that the account's firewall always answers for."""
    for _, listing in _listings(account, faults, account.clock.now(), None, None):
        if faults.blocked(listing.path):
            yield listing.path


def _listings(
    account: Account, faults: Faults, now: int, since: str | None, until: str | None
) -> Iterator[tuple[Json, Listing]]:
    for schedule in _scheduled(account, now):
        context: Json = {"user_id": account.user_id(schedule.user)}
        context["webinar_id" if schedule.webinar else "meeting_id"] = schedule.id
        for listing in _of_schedule(account, schedule, now):
            yield context, listing
            if listing.stream in ("meetings", "webinars") and faults.blocked(listing.path):
                break  # Who cannot read a meeting does not learn what hangs from it.
    for ended in _ended(account, now, since, until):
        word = "webinar" if ended.webinar else "meeting"
        context = {
            f"{word}_id": ended.schedule.id,
            f"{word}_uuid": ended.uuid,
            f"{word}_end_time": iso(ended.ended),
        }
        for listing in _of_session(account, ended):
            yield context, listing


def _scheduled(account: Account, now: int) -> Iterator[Schedule]:
    for webinar, hosts in ((False, HOSTS), (True, WEBINAR_HOSTS)):
        for host in range(account.users.count(hosts)):
            for schedule in scheduled(account, webinar, host, now):
                if not schedule.deleted:
                    yield schedule


def _ended(account: Account, now: int, since: str | None, until: str | None) -> Iterator[Session]:
    start = today(now) - min(YEAR, account.options.report_days * DAY)
    for webinar in (False, True):
        for number in account.timeline(webinar).between(start, now + 1):
            found = session(account, webinar, number)
            if (since or "") <= day(found.ended) <= (until or "~"):
                yield found


def _of_schedule(account: Account, schedule: Schedule, now: int) -> Iterator[Listing]:
    word = "webinar" if schedule.webinar else "meeting"
    path = f"/{word}s/{schedule.id}"
    yield Listing(f"{word}s", path, lambda: [schedule_details(account, schedule, now, previous=True)])
    registered = approval_type(schedule) != 2
    kind = account.users.kind(schedule.user)
    if kind == "I":
        return
    if registered:
        yield Listing(
            f"{word}_registrants", f"{path}/registrants", lambda: _registrants(account, schedule, now)
        )
        yield Listing(
            f"{word}_questions", f"{path}/registrants/questions", lambda: [registration_questions(schedule)]
        )
    if kind != "B":
        yield Listing(f"{word}_polls", f"{path}/polls", lambda: polls(schedule))
    if schedule.webinar:
        yield Listing("webinar_panelists", f"{path}/panelists", lambda: panelists(schedule))
        yield Listing(
            "webinar_tracking_sources",
            f"{path}/tracking_sources",
            lambda: [source_row(account, schedule, place, now) for place in range(sources(schedule))],
        )


def _registrants(account: Account, schedule: Schedule, now: int) -> Rows:
    return [
        registrant_row(account, schedule, status, index)
        for status in STATUSES
        for index in range(registered_at(account, schedule, status, now))
    ]


def _of_session(account: Account, ended: Session) -> Iterator[Listing]:
    word = "webinar" if ended.webinar else "meeting"
    past, report = f"/past_{word}s/{ended.uuid}", f"/report/{word}s/{ended.uuid}"
    yield Listing(f"report_{word}s", report, lambda: [report_row(account, ended)])
    yield Listing(
        f"report_{word}_participants",
        f"{report}/participants",
        lambda: participant_rows(account, ended, 0, ended.rows, registrants=True),
    )
    yield Listing(f"{word}_poll_results", f"{past}/polls", lambda: poll_results(ended))
    if account.options.files:
        yield Listing(f"{word}_files", f"{past}/files", lambda: chat_files(ended))
    if not ended.webinar:
        return
    yield Listing("webinar_qna_results", f"{past}/qa", lambda: questions_asked(ended))
    if approval_type(ended.schedule) != 2:
        registered = registered_at(account, ended.schedule, "approved", ended.started)
        yield Listing(
            "webinar_absentees",
            f"{past}/absentees",
            lambda: absentee_rows(account, ended, registered, 0, registered),
        )
