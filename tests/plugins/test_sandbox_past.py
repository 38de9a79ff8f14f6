"""How long what is over can still be had from the sandbox, and what the book of requests says of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import requests
from tap_zoom_sandbox.account.schedules import schedule_of, series
from tap_zoom_sandbox.account.sessions import session
from tap_zoom_sandbox.testing import Sandbox

CLOCK = "2026-06-01T10:00:00Z"
DAY = 86_400


def ask(sandbox: Sandbox, path: str, **query: Any) -> requests.Response:
    """Ask the API with the bearer token."""
    headers = {"Authorization": f"Bearer {sandbox.bearer}"}
    return requests.get(sandbox.api_url + path, params=query, headers=headers, timeout=10)


def test_numeric_id_dies_thirty_days_after_its_last_use() -> None:
    """A meeting that ran once answers by its id for thirty days, and is listed as long; its UUID lives on."""
    with Sandbox(users=50, seed=7, clock=CLOCK, plan="none") as sandbox:
        account = sandbox.engine.account
        past = account.meetings.between(account.clock.now() - 60 * DAY, account.clock.now() - 5 * DAY)
        schedules = [schedule_of(account, False, number) for number in past]
        once = [each for each in schedules if each.shape == "once" and not each.deleted]
        old = next(each for each in once if each.ends < account.clock.now() - 31 * DAY)
        young = next(each for each in once if each.ends > account.clock.now() - 29 * DAY)
        uuid = quote(quote(account.session_uuid(False, old.number), safe=""), safe="")
        user = account.user_id(young.user)
        listed = ask(sandbox, f"/users/{user}/meetings", page_size=300).json()["meetings"]
        answers = [
            ask(sandbox, f"/meetings/{old.id}").status_code,
            ask(sandbox, f"/past_meetings/{old.id}/instances").status_code,
            ask(sandbox, f"/report/meetings/{old.id}").status_code,
            ask(sandbox, f"/report/meetings/{uuid}").status_code,
            ask(sandbox, f"/meetings/{young.id}").status_code,
        ]

    assert answers == [404, 404, 404, 200, 200]
    assert young.id in [row["id"] for row in listed]


def test_previous_meetings_are_those_whose_id_still_answers() -> None:
    """previous_meetings lists instant meetings too, and each id of it has instances, without pages."""
    with Sandbox(users=50, seed=7, clock=CLOCK, plan="none") as sandbox:
        users = [row["record"]["id"] for row in sandbox.expected("users") if "id" in row["record"]]
        rows = [
            row
            for user in users
            for row in ask(sandbox, f"/users/{user}/meetings", type="previous_meetings", page_size=300)
            .json()
            .get("meetings", ())
        ]
        found = [ask(sandbox, f"/past_meetings/{row['id']}/instances") for row in rows]

    assert {row["type"] for row in rows} >= {1, 2}
    assert {answer.status_code for answer in found} == {200}
    assert all(answer.json()["meetings"] for answer in found)


def test_instances_of_a_series_are_all_listed_at_once() -> None:
    """A series' instances are those of its whole season, the older first."""
    with Sandbox(users=50, seed=7, clock=CLOCK, plan="none") as sandbox:
        account = sandbox.engine.account
        now = account.clock.now()
        recent = account.meetings.between(now - 20 * DAY, now)
        schedules = {schedule_of(account, False, number) for number in recent}
        longest = min((each for each in schedules if each.shape == "series"), key=lambda each: each.starts)
        season = account.meetings.between(longest.starts, now)
        ran = [number for number in season if schedule_of(account, False, number) == longest]
        listed = ask(sandbox, f"/past_meetings/{longest.id}/instances").json()["meetings"]

    assert series(account, False, longest.number) == longest
    assert now - session(account, False, ran[0]).ended > 60 * DAY
    assert [row["uuid"] for row in listed] == [account.session_uuid(False, number) for number in ran]


def test_absentees_pages_hold_a_hundred_at_most() -> None:
    """Whoever asks for 300 absentees a page gets 100, and a token for the rest."""
    with Sandbox(users=500, seed=7, clock=CLOCK, plan="none") as sandbox:
        counts: dict[str, int] = {}
        for row in sandbox.expected("webinar_absentees"):
            uuid = row["context"]["webinar_uuid"]
            counts[uuid] = counts.get(uuid, 0) + 1
        name, count = max(counts.items(), key=lambda item: item[1])
        path = f"/past_webinars/{quote(quote(name, safe=''), safe='')}/absentees"
        page = ask(sandbox, path, page_size=300).json()

    assert count > 100
    assert (page["page_size"], len(page["registrants"]), page["total_records"]) == (100, 100, count)
    assert page["next_page_token"]


def test_retired_files_can_be_gone() -> None:
    """With files off, the listings of chat files answer 404 with code 3001, and the books have none."""
    with Sandbox(clock=CLOCK, files=False) as sandbox:
        uuid = quote(quote(sandbox.expected("report_meetings")[0]["record"]["uuid"], safe=""), safe="")
        answer = ask(sandbox, f"/past_meetings/{uuid}/files")
        books = sandbox.expected("meeting_files")

    assert (answer.status_code, answer.json()["code"]) == (404, 3001)
    assert books == []


def test_book_of_requests_knows_what_was_served_twice() -> None:
    """A request that was served three times is two too many; a refused one may be asked again."""
    with Sandbox(clock=CLOCK) as sandbox:
        for path in ("/users", "/users", "/users", "/users/nobody", "/users/nobody", "/users/me"):
            ask(sandbox, path)
        booked = sandbox.requests()

    assert booked["duplicates"] == {"/users": 3}
    assert booked["duplicate_requests"] == 2
    assert booked["total"] == 6
    assert booked["endpoints"] == {"/users": {"200": 3}, "/users/{userId}": {"200": 1, "404": 2}}
    assert booked["by_label"] == {"Light": 3, "Medium": 3}
