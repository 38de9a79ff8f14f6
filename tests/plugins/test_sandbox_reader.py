"""A plain serial reader, written from the documentation, finds in the sandbox what its books say."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import requests
from tap_zoom_sandbox.testing import Sandbox

Json = dict[str, Any]
NOW = date(2026, 6, 1)
STATUSES = ("approved", "pending", "denied")


class Reader:
    """Asks one thing after the other; a refusal that the document allows for is an empty listing."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.api_url = sandbox.api_url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {sandbox.bearer}"

    def get(self, path: str, *allowed: int, **query: str) -> Json | None:
        """Return an answer, None where it is refused with one of the allowed codes."""
        answer = self.session.get(self.api_url + path, params=query, timeout=10)
        body: Json = answer.json()
        if answer.status_code == 200:
            return body
        assert body["code"] in allowed, (path, query, body)
        return None

    def rows(self, path: str, name: str, *allowed: int, **query: str) -> Iterator[Json]:
        """Yield the rows of every page of a listing."""
        query["page_size"] = "300"
        while True:
            page = self.get(path, *allowed, **query)
            if page is None:
                return
            yield from page[name]
            if not page.get("next_page_token"):
                return
            query["next_page_token"] = page["next_page_token"]

    def everything(self) -> Iterator[tuple[str, Json, Json]]:
        """Yield stream, what identifies the parent, and record, of all that the account holds."""
        for status in ("active", "inactive", "pending"):
            for user in self.rows("/users", "users", status=status):
                yield "users", {}, user
                if "id" in user:
                    for word, refusal in (("meeting", 3161), ("webinar", 200)):
                        path = f"/users/{user['id']}/{word}s"
                        for row in self.rows(path, f"{word}s", refusal, type="scheduled"):
                            yield from self.scheduled(word, row["id"])
        end = NOW
        while end > NOW - timedelta(days=365):
            start = max(end - timedelta(days=29), NOW - timedelta(days=365))
            for word in ("meeting", "webinar"):
                query = {"from": str(start), "to": str(end), "date_type": "end_time", "meeting_type": word}
                for row in self.rows("/report/history_meetings", "history_meetings", **query):
                    yield from self.ended(word, row["meeting_uuid"])
            end = start - timedelta(days=1)

    def scheduled(self, word: str, number: int) -> Iterator[tuple[str, Json, Json]]:
        """Yield what hangs from one scheduled meeting or webinar."""
        context = {f"{word}_id": number}
        path = f"/{word}s/{number}"
        details = self.get(path, 3001, show_previous_occurrences="true")
        if details is None:
            return
        yield f"{word}s", context, details
        if details["settings"]["approval_type"] != 2:
            for status in STATUSES:
                for row in self.rows(f"{path}/registrants", "registrants", 3161, status=status):
                    yield f"{word}_registrants", context, row
            questions = self.get(f"{path}/registrants/questions", 3161)
            if questions:
                yield f"{word}_questions", context, questions
        lists = [(f"{word}_polls", "polls", "polls")]
        if word == "webinar":
            lists += [(f"webinar_{name}", name, name) for name in ("panelists", "tracking_sources")]
        for stream, last, name in lists:
            answer = self.get(f"{path}/{last}", 3161, 4400, 404)
            for row in answer[name] if answer else ():
                yield stream, context, row

    def ended(self, word: str, uuid: str) -> Iterator[tuple[str, Json, Json]]:
        """Yield what hangs from one ended instance."""
        context, name = {f"{word}_uuid": uuid}, quote(quote(uuid, safe=""), safe="")
        report, past = f"/report/{word}s/{name}", f"/past_{word}s/{name}"
        details = self.get(report)
        assert details is not None
        yield f"report_{word}s", context, details
        for row in self.rows(f"{report}/participants", "participants", include_fields="registrant_id"):
            yield f"report_{word}_participants", context, row
        lists = [("poll_results", "polls", "questions"), ("files", "files", "in_meeting_files")]
        if word == "webinar":
            lists.append(("qna_results", "qa", "questions"))
            for row in self.rows(f"{past}/absentees", "registrants", 3000):
                yield "webinar_absentees", context, row
        for stream, last, key in lists:
            answer = self.get(f"{past}/{last}")
            for row in answer[key] if answer else ():
                yield f"{word}_{stream}", context, row


def tell(stream: str, context: Json, record: Json) -> str:
    """Write a row so that rows can be counted."""
    return json.dumps([stream, context, record], sort_keys=True)


def books(sandbox: Sandbox) -> Counter[str]:
    """Count the rows of the books, each with the part of its context that the reader knows."""
    known = ("meeting_uuid", "webinar_uuid", "meeting_id", "webinar_id")
    rows: Counter[str] = Counter()
    for row in sandbox.expected():
        context = row["context"]
        name = next((name for name in known if name in context), None)
        rows[tell(row["stream"], {name: context[name]} if name else {}, row["record"])] += 1
    return rows


@pytest.mark.parametrize(("users", "seed"), [(25, 7), (40, 3)])
def test_books_agree_with_what_a_plain_reader_finds(users: int, seed: int) -> None:
    """Every row of the books can be read over HTTP, exactly as often as the books hold it, and no other."""
    with Sandbox(users=users, seed=seed, plan="none", clock=f"{NOW}T10:00:00Z") as sandbox:
        found = Counter(tell(*row) for row in Reader(sandbox).everything())
        expected = books(sandbox)
        asked = sandbox.requests()

    assert expected - found == Counter()
    assert found - expected == Counter()
    assert asked["duplicate_requests"] == 0


def test_all_streams_have_rows_in_the_smallest_demo() -> None:
    """Each of the 21 streams has rows at 25 users, and together they stay few enough to read through."""
    sandbox = Sandbox(users=25, seed=7, clock=f"{NOW}T10:00:00Z")
    counts = Counter(row["stream"] for row in sandbox.expected())

    assert len(counts) == 21
    assert 1500 <= sum(counts.values()) <= 3500
