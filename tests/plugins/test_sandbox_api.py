"""What the sandbox answers is what Zoom documents: statuses, codes, messages, headers, pages, windows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import requests
from tap_zoom_sandbox.testing import Sandbox

CLOCK = "2026-06-01T10:00:00Z"


class Client:
    """Asks a sandbox with its bearer token."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {sandbox.bearer}"

    def ask(self, path: str, **query: Any) -> requests.Response:
        """Return the answer."""
        return self.session.get(self.sandbox.api_url + path, params=query, timeout=10)

    def get(self, path: str, **query: Any) -> Any:
        """Return the body of an answer that is 200."""
        answer = self.ask(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refusal(self, path: str, **query: Any) -> tuple[int, int, str]:
        """Return status, code and message."""
        answer = self.ask(path, **query)
        return answer.status_code, answer.json()["code"], answer.json()["message"]


@pytest.fixture(scope="module")
def zoom() -> Iterator[Client]:
    with Sandbox(users=100, seed=7, plan="none", clock=CLOCK) as sandbox:
        yield Client(sandbox)


def instances(zoom: Client, **query: str) -> list[dict[str, Any]]:
    """Return what ended in May, meetings and webinars."""
    window = {"from": "2026-05-01", "to": "2026-05-31", "date_type": "end_time", "page_size": 300}
    rows, token = [], ""
    while True:
        page = zoom.get("/report/history_meetings", **(window | query), next_page_token=token)
        rows += page["history_meetings"]
        token = page["next_page_token"]
        if not token:
            return rows


def test_pages_partition_a_listing(zoom: Client) -> None:
    """Whatever the page size, the pages of a listing hold each row once, in one order."""
    listings = []
    for size in (1, 7, 30, 300):
        rows, token = [], ""
        while True:
            page = zoom.get("/users", page_size=size, next_page_token=token)
            rows += [row["id"] for row in page["users"]]
            token = page["next_page_token"]
            if not token:
                break
        listings.append(rows)

    assert len(set(listings[0])) == len(listings[0]) == page["total_records"] == 84
    assert listings == [listings[0]] * 4


def test_page_size_is_30_unless_asked_and_300_or_less(zoom: Client) -> None:
    """Thirty rows by default, the endpoint's cap where more is asked; history pages are capped lower."""
    history = {"from": "2026-05-01", "to": "2026-05-31", "page_size": 1000}

    assert zoom.get("/users")["page_size"] == 30
    assert zoom.get("/users", page_size=5000)["page_size"] == 300
    assert zoom.get("/report/history_meetings", **history)["page_size"] == 100


def test_page_number_only_works_where_it_is_documented(zoom: Client) -> None:
    """Users may be asked by page number; a report ignores it and serves its first page again."""
    big = max(instances(zoom, meeting_type="webinar"), key=lambda row: row["participants"])
    path = f"/report/webinars/{quote(quote(big['meeting_uuid'], safe=''), safe='')}/participants"
    pages = [zoom.get("/users", page_size=10, page_number=number)["users"] for number in (1, 2)]
    reports = [zoom.get(path, page_size=2, page_number=number)["participants"] for number in (1, 2)]

    assert pages[0][0]["id"] != pages[1][0]["id"]
    assert reports[0] == reports[1]


def test_page_token_is_bound_to_its_query_and_expires(zoom: Client) -> None:
    """A token that is foreign, invented or older than fifteen minutes answers 400 with code 300."""
    dead = (400, 300, "The next page token is invalid or expired.")
    token = zoom.get("/users", page_size=30)["next_page_token"]
    again = zoom.ask("/users", page_size=30, next_page_token=token)
    foreign = zoom.refusal("/users", page_size=31, next_page_token=token)
    invented = zoom.refusal("/users", page_size=30, next_page_token="x" * 35)
    pages = zoom.sandbox.engine.pages
    lifetime, pages.lifetime = pages.lifetime, -1.0
    expired = zoom.refusal("/users", page_size=30, next_page_token=token)
    pages.lifetime = lifetime

    assert again.status_code == 200
    assert (foreign, invented, expired, lifetime) == (dead, dead, dead, 900.0)


def test_filters_hide_rows_unless_asked(zoom: Client) -> None:
    """Users are active ones unless asked; the pending have no id; three listings make up the account."""
    by_status = {
        status: zoom.get("/users", status=status, page_size=300)["users"]
        for status in ("active", "inactive", "pending")
    }

    assert zoom.get("/users", page_size=300)["users"] == by_status["active"]
    assert sum(map(len, by_status.values())) == 100
    assert {status for rows in by_status.values() for status in {row["status"] for row in rows}} == set(
        by_status
    )
    assert not any("id" in row for row in by_status["pending"])


def test_some_users_may_not_host_and_most_have_no_webinar_plan(zoom: Client) -> None:
    """Whoever may not host answers 3161 for meetings; webinars are refused with code 200, in two wordings."""
    users = zoom.get("/users", page_size=300)["users"]
    none = next(user["id"] for user in users if user["type"] == 99)
    basic = next(user["id"] for user in users if user["type"] == 1)

    assert zoom.refusal(f"/users/{none}/meetings")[:2] == (400, 3161)
    assert zoom.refusal(f"/users/{none}/webinars") == (400, 200, "No permission.")
    assert zoom.refusal(f"/users/{basic}/webinars")[2].startswith("Webinar plan is missing.")
    assert zoom.refusal("/users/nobody/meetings") == (404, 1001, "User does not exist: nobody.")
    assert zoom.get(f"/users/{users[0]['email']}")["id"] == users[0]["id"]


def test_uuid_with_slashes_must_be_encoded_twice(zoom: Client) -> None:
    """A UUID that begins with "/" or holds "//" is 3001 when encoded once, and found when encoded twice."""
    uuids = [row["meeting_uuid"] for row in instances(zoom, meeting_type="meeting")]
    begins = [uuid for uuid in uuids if uuid.startswith("/")]
    holds = [uuid for uuid in uuids if "//" in uuid[1:]]
    plain = [uuid for uuid in uuids if "/" not in uuid]
    for uuid in begins[:2] + holds[:2] + plain[:2]:
        once, twice = quote(uuid, safe=""), quote(quote(uuid, safe=""), safe="")
        answers = [zoom.ask(f"/report/meetings/{name}") for name in (once, twice)]
        found = [answer.json().get("uuid", answer.json().get("code")) for answer in answers]

        assert found == ([uuid, uuid] if uuid in plain else [3001, uuid])
    assert begins
    assert holds


def test_numeric_id_answers_for_the_latest_instance_only(zoom: Client) -> None:
    """The reports know a series by its id as well, and then mean the last time that it ran."""
    rows = [row for row in instances(zoom, meeting_type="meeting") if row["end_time"] > "2026-05-20"]
    by_id: dict[int, list[str]] = {}
    for row in rows:
        by_id.setdefault(row["meeting_id"], []).append(row["meeting_uuid"])
    number, uuids = max(by_id.items(), key=lambda item: len(item[1]))

    assert len(uuids) > 1
    assert zoom.get(f"/report/meetings/{number}")["uuid"] == uuids[-1]
    listed = [row["uuid"] for row in zoom.get(f"/past_meetings/{number}/instances")["meetings"]]
    assert listed[-len(uuids) :] == uuids


def test_history_is_every_instance_in_a_window_of_a_month(zoom: Client) -> None:
    """Meetings and webinars make up all; longer windows and what is older than a year are refused."""
    everything = instances(zoom, meeting_type="all")
    meetings = instances(zoom, meeting_type="meeting")
    webinars = instances(zoom, meeting_type="webinar")
    ends = [row["end_time"] for row in everything]
    path = "/report/history_meetings"

    assert {row["type"] for row in meetings} == {"Meeting"}
    assert {row["type"] for row in webinars} == {"Webinar"}
    assert sorted(row["meeting_uuid"] for row in everything) == sorted(
        row["meeting_uuid"] for row in meetings + webinars
    )
    assert ends == sorted(ends)
    assert min(ends) >= "2026-05-01"
    assert max(ends) < "2026-06-01"
    assert zoom.refusal(path, **{"from": "2026-01-01", "to": "2026-03-01"})[:2] == (400, 300)
    assert zoom.refusal(path, **{"from": "2025-05-31", "to": "2025-06-20"}) == (
        400,
        300,
        "Invalid parameter: from.",
    )
    assert zoom.refusal(path, **{"from": "2026-05-01", "to": "2026-05-02", "group_id": "g"})[:2] == (
        403,
        12703,
    )


def test_history_narrows_honestly(zoom: Client) -> None:
    """report_type, search_key and date_type leave out what they say, and feature_used tells the same."""
    rows = instances(zoom)
    polled = [row for row in rows if row["feature_used"]["poll"]]
    asked = [row for row in rows if row["feature_used"]["meeting_questions"]]
    first = rows[0]

    assert polled
    assert asked
    assert instances(zoom, report_type="poll") == polled
    assert instances(zoom, report_type="qa") == asked
    assert first in instances(zoom, search_key=str(first["meeting_id"]))
    started = instances(zoom, date_type="start_time")
    assert all("2026-05-01" <= row["start_time"] < "2026-06-01" for row in started)


def test_solo_sessions_are_only_under_past_one(zoom: Client) -> None:
    """A user's report leaves out who met alone; pastOne has them, history has both."""
    rows = [row for row in instances(zoom) if row["host_email"] == "member.0@example.com"]
    window = {"from": "2026-05-01", "to": "2026-05-31", "page_size": 300}
    path = "/report/users/member.0@example.com/meetings"
    past, one = (
        [row["uuid"] for row in zoom.get(path, **window, type=kind)["meetings"]]
        for kind in ("past", "pastOne")
    )
    solo = {row["meeting_uuid"] for row in rows if row["participants"] == 1}

    assert set(one) == solo
    assert set(past) == {row["meeting_uuid"] for row in rows} - solo
    old = zoom.refusal("/report/users/me/meetings", **{"from": "2025-10-01", "to": "2025-10-20"})
    assert old[:2] == (400, 300)


def test_registrant_id_comes_only_where_it_is_asked_for(zoom: Client) -> None:
    """include_fields=registrant_id adds the registrants' ids, which are those of the listing."""
    listed: dict[int, set[str]] = {}
    for row in zoom.sandbox.expected("webinar_registrants"):
        listed.setdefault(row["context"]["webinar_id"], set()).add(row["record"]["id"])
    webinar = next(row for row in instances(zoom, meeting_type="webinar") if row["meeting_id"] in listed)
    path = f"/report/webinars/{quote(quote(webinar['meeting_uuid'], safe=''), safe='')}/participants"
    without = zoom.get(path, page_size=300)["participants"]
    with_ids = zoom.get(path, page_size=300, include_fields="registrant_id")["participants"]
    ids = {row["registrant_id"] for row in with_ids if row["registrant_id"]}

    assert not any("registrant_id" in row for row in without)
    assert ids
    assert ids <= listed[webinar["meeting_id"]]


def test_meetings_refuse_webinars_and_what_is_gone(zoom: Client) -> None:
    """Each endpoint refuses a foreign, dead or invented id with its own code."""
    webinar = zoom.sandbox.expected("webinars")[0]["record"]["id"]
    meeting = zoom.sandbox.expected("meetings")[0]["record"]["id"]
    instant = next(
        row["record"]["id"] for row in zoom.sandbox.expected("report_meetings") if row["record"]["type"] == 1
    )

    assert zoom.refusal(f"/meetings/{webinar}") == (400, 3000, "Cannot access webinar info.")
    assert zoom.refusal(f"/meetings/{webinar}/registrants") == (400, 300, "Cannot access webinar info.")
    assert zoom.refusal(f"/webinars/{meeting}") == (400, 300, "Invalid webinar ID.")
    assert zoom.refusal(f"/meetings/{instant}") == (404, 3001, f"Meeting does not exist: {instant}.")
    assert zoom.refusal("/meetings/123") == (404, 3001, "Meeting does not exist: 123.")
    assert zoom.refusal("/nowhere")[:2] == (404, 404)


def test_what_ended_more_than_a_year_ago_is_12702(zoom: Client) -> None:
    """A UUID works for a year; then the reports answer 12702."""
    account = zoom.sandbox.engine.account
    uuid = account.session_uuid(False, account.meetings.first_from(account.clock.now() - 400 * 86400))
    path = f"/report/meetings/{quote(quote(uuid, safe=''), safe='')}"

    assert zoom.refusal(path) == (400, 12702, "Can not access meeting a year ago.")
