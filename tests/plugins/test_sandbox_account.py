"""The account itself: the same from the same seed, whole at any size, and only revealed by the clock."""

from __future__ import annotations

import tracemalloc
from collections import Counter
from datetime import datetime, timezone
from typing import Any

import msgspec
import pytest
from tap_zoom_sandbox.account.model import Account, open_account
from tap_zoom_sandbox.account.schedules import find_schedule, schedule_of, scheduled
from tap_zoom_sandbox.account.sessions import session
from tap_zoom_sandbox.numbers import permute, seal, unpermute, unseal
from tap_zoom_sandbox.options import Options
from tap_zoom_sandbox.slots import Slots
from tap_zoom_sandbox.testing import Sandbox
from tap_zoom_sandbox.timeline import DAY, Timeline

NOW = datetime(2026, 6, 1, 10, tzinfo=timezone.utc)
ENDED = (
    "report_",
    "meeting_poll_results",
    "meeting_files",
    "webinar_poll_results",
    "webinar_qna",
    "webinar_files",
)


def account(**options: Any) -> Account:
    """Open an account whose clock stands."""
    return open_account(Options(clock=NOW, **options))


def test_same_seed_same_account_and_another_seed_another() -> None:
    """Two sandboxes of one seed hold the same bytes; of another seed, others."""
    written = [
        msgspec.json.encode(Sandbox(users=25, seed=seed, clock="2026-06-01").expected()) for seed in (7, 7, 8)
    ]

    assert written[0] == written[1]
    assert written[0] != written[2]


def test_values_are_the_same_on_every_machine() -> None:
    """What the seed makes is pinned, so that a cassette of today is a cassette of tomorrow."""
    made = account(seed=7)

    assert made.user_id(0) == "5P9i7FE-WDcd0JsKRHCucQ"
    assert made.session_uuid(False, 3).startswith("/")
    assert session(made, False, 500).uuid == "Q6Z4sh16KJ3tmx30smzZpA=="
    assert session(made, False, 500).schedule.id == 7614022373
    assert session(made, False, 500).ended == 1763869425


def test_a_day_adds_what_ended_on_it_and_changes_nothing_before() -> None:
    """The rows of ended instances at a later clock are those of the earlier one and what ended since."""
    sandbox = Sandbox(users=200, seed=7, clock="2026-06-01")

    def ended(until: str | None = None) -> Counter[bytes]:
        rows = sandbox.expected(since="2025-07-01", until=until)
        return Counter(msgspec.json.encode(row) for row in rows if row["stream"].startswith(ENDED))

    before = ended()
    sandbox.set_clock("2026-06-02")
    after, same = ended(), ended(until="2026-05-31")

    assert same == before
    assert sum(after.values()) > sum(before.values())


def test_a_days_instances_are_a_small_part_of_a_years() -> None:
    """Sessions are spread evenly over time: a day holds no more than 0.3 percent of a year."""
    timeline = account(users=2000).meetings
    year = len(timeline.between(int(NOW.timestamp()) - 365 * DAY, int(NOW.timestamp())))
    days = [
        len(timeline.between(int(NOW.timestamp()) - (day + 1) * DAY, int(NOW.timestamp()) - day * DAY))
        for day in range(60)
    ]

    assert year == pytest.approx(22 / 25 * 2000 * 12, rel=0.01)
    assert max(days) < 0.003 * year


@pytest.mark.parametrize("hosts", [1, 2, 3, 22, 100])
def test_sessions_of_hosts_partition_the_timeline(hosts: int) -> None:
    """Each session of a window is in the list of its host and in no other."""
    timeline = Timeline(key=99, hosts=hosts, yearly=12)
    start = timeline.ended(3)
    window = timeline.between(start, start + 200 * DAY)
    listed = {host: timeline.of_host(host, start, start + 200 * DAY) for host in range(hosts)}

    assert sorted(number for numbers in listed.values() for number in numbers) == list(window)
    assert all(timeline.host(number) == host for host, numbers in listed.items() for number in numbers)


def test_numbers_come_back_out_of_ids() -> None:
    """Permutations and seals can be undone, and what was not sealed is not taken for a seal."""
    assert [unpermute(5, 97, permute(5, 97, number)) for number in range(97)] == list(range(97))
    assert sorted(permute(5, 97, number) for number in range(97)) == list(range(97))
    assert [unseal(3, seal(3, 2, number)) for number in range(300)] == [(2, number) for number in range(300)]
    assert unseal(4, seal(3, 2, 1)) is None


def test_slots_count_and_find_as_a_plain_list_does() -> None:
    """The arithmetic of slots agrees with filtering a list."""
    for total in range(60):
        slots = Slots("ABBAC", total)
        plain = [index for index in range(total) if slots.kind(index) in "AC"]

        assert slots.count("AC") == len(plain)
        assert [slots.nth("AC", rank) for rank in range(len(plain))] == plain


def test_every_meeting_id_leads_back_to_its_schedule() -> None:
    """Ids of 10 or 11 digits name one schedule each, whichever session they came from."""
    made = account(users=50)
    for webinar in (False, True):
        found = {schedule_of(made, webinar, number) for number in range(500)}

        assert {find_schedule(made, schedule.id) for schedule in found} == found
        assert len({schedule.id for schedule in found}) == len(found)
        assert {len(str(schedule.id)) for schedule in found} <= {10, 11}


def test_a_million_users_take_no_memory_and_no_time() -> None:
    """Any page of a huge account is made from the seed: rows far apart cost what the first rows cost."""
    tracemalloc.start()
    made = account(users=1_000_000)
    now = int(NOW.timestamp())
    window = made.meetings.between(now - 30 * DAY, now)
    ended = [session(made, False, number) for number in (window.start, window.stop - 1)]
    listed = scheduled(made, False, 800_000, now)
    users = [made.find_user(made.user_id(index)) for index in (0, 999_998)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(window) > 800_000
    assert all(made.find_session(each.uuid) == (False, each.number) for each in ended)
    assert listed
    assert users == [0, 999_998]
    assert peak < 1_000_000


def test_account_holds_every_hardship_that_zoom_has() -> None:
    """At 500 users there are collisions, guests, big sessions, empty dates and numbers as strings."""
    by_stream: dict[str, list[Any]] = {}
    for row in Sandbox(users=500, seed=7, clock="2026-06-01").expected(since="2026-01-01"):
        by_stream.setdefault(row["stream"], []).append(row)
    people = [row["record"] for row in by_stream["report_meeting_participants"]]
    sizes = Counter(row["context"]["meeting_uuid"] for row in by_stream["report_meeting_participants"])
    registered = Counter(row["context"]["webinar_id"] for row in by_stream["webinar_registrants"])
    anonymous = Counter(
        row["context"]["meeting_uuid"]
        for row in by_stream["meeting_poll_results"]
        if (row["record"]["email"], row["record"]["name"]) == ("", "Anonymous Attendee")
    )
    names = ("user_id", "join_time", "status", "bo_mtg_id")
    natural = Counter(
        (row["context"]["meeting_uuid"], *(row["record"][name] for name in names))
        for row in by_stream["report_meeting_participants"]
    )

    assert max(sizes.values()) > 300
    assert min(sizes.values()) == 1
    assert max(registered.values()) > 300
    assert max(anonymous.values()) > 1
    assert max(natural.values()) > 1
    assert {person["status"] for person in people} == {"in_meeting", "in_waiting_room"}
    assert any(person["id"] == "" for person in people)
    assert any(person["bo_mtg_id"] for person in people)
    assert any(person["leave_time"] == "" for person in people)
    assert any(isinstance(person["duration"], str) for person in people)
    assert any("device_hint" in person for person in people)
    assert any(person["registrant_id"] for person in people)
    assert {row["record"]["type"] for row in by_stream["report_meetings"]} == {1, 2, 3, 4, 8}
    assert {row["record"]["type"] for row in by_stream["report_webinars"]} == {5, 6, 9}
    statuses = {row["record"]["status"] for row in by_stream["meeting_registrants"]}
    assert statuses == {"approved", "pending", "denied"}
    flags = {
        licence["license_option"]
        for row in by_stream["users"]
        for licence in row["record"].get("license_info_list", ())
    }
    assert max(flags) == 2**59 + 1
