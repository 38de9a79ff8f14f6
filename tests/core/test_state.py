"""The state: Singer's shape, never backwards, and what an interrupted run left."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_zoom_core.errors import UsageError
from tap_zoom_core.state import (
    RESUMABLE,
    Resume,
    ResumePoint,
    State,
    parse_time,
    read_resume,
    read_state,
    write_time,
)

NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone.utc))


@given(st.lists(moments, min_size=1))
def test_a_bookmark_never_goes_back(moves: list[datetime]) -> None:
    """Whatever the order of the moves, it stands at the latest, to the second."""
    state = State()
    for moment in moves:
        state.move("report_meetings", "end_time", moment)

    assert state.as_json() == {
        "bookmarks": {
            "report_meetings": {
                "replication_key": "end_time",
                "replication_key_value": write_time(max(moves)),
            }
        }
    }


def test_a_frozen_bookmark_stays() -> None:
    """Something of that stream is missing: the next run must ask for it."""
    state = State()
    state.move("a", "t", NOW)
    state.frozen.add("a")
    state.move("a", "t", NOW + HOUR)

    assert state.bookmark("a") == NOW


def test_what_others_keep_in_a_state_is_handed_on() -> None:
    """Bookmarks of streams that are not selected, and keys that are not ours."""
    given = {
        "bookmarks": {"rooms": {"version": 3}, "users": {}},
        "currently_syncing": None,
        "resume": {"started": "2026-06-15T11:00:00Z", "written": "2026-06-15T11:30:00Z", "streams": []},
    }

    assert read_state(given).as_json() == {"bookmarks": given["bookmarks"], "currently_syncing": None}
    assert read_state({}).as_json() == {"bookmarks": {}}
    assert read_state({"bookmarks": None}).as_json() == {"bookmarks": {}}


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"bookmarks": []}, 'state.bookmarks: expected an object such as {"users": {…}}'),
        ({"bookmarks": ["a"]}, 'state.bookmarks: expected an object such as {"users": {…}}'),
        ({"bookmarks": {"a": "2026"}}, 'state.bookmarks: expected an object such as {"users": {…}}'),
        (
            {"bookmarks": {"a": {"replication_key_value": "yesterday"}}},
            "state.bookmarks.a.replication_key_value: expected an ISO 8601 date-time, got 'yesterday'",
        ),
        (
            {"bookmarks": {"a": {"replication_key_value": 5}}},
            "state.bookmarks.a.replication_key_value: expected an ISO 8601 date-time, got 5",
        ),
    ],
)
def test_a_state_that_cannot_be_understood_is_told_by_its_path(value: dict[str, object], line: str) -> None:
    """Rather than read everything again, or nothing."""
    with pytest.raises(UsageError) as caught:
        read_state(value)

    assert str(caught.value) == line


ROOTS = {"users": {"segment": {"status": "active"}, "rows": 600, "digest": "0aff"}}


def left(**changes: object) -> dict[str, object]:
    """Return a state with what an interrupted run left, an hour ago."""
    times = {"started": write_time(NOW - 9 * RESUMABLE), "written": write_time(NOW - HOUR)}
    return {"resume": {**times, "streams": ["users", "meetings"], "roots": ROOTS, **changes}}


def test_an_interrupted_run_is_gone_on_with() -> None:
    """With the same streams, or fewer, and however long ago the first of several runs began."""
    expected = Resume(NOW - 9 * RESUMABLE, {"users": ResumePoint({"status": "active"}, 600, b"\x0a\xff")})

    assert read_resume(left(), ["users", "meetings"], NOW) == expected
    assert read_resume(left(), ["users"], NOW) == expected


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"resume": 5},
        left(started="yesterday"),
        left(started=None),
        left(written=None),
        left(written=write_time(NOW - RESUMABLE - HOUR)),
        left(written=write_time(NOW + HOUR)),
        left(started=write_time(NOW)),
        left(streams=["users"]),
        left(streams=None),
        left(roots=[]),
    ],
)
def test_what_cannot_be_gone_on_with_begins_anew(state: dict[str, object]) -> None:
    """Too old, of the future, with a stream less, or no sense in it."""
    assert read_resume(state, ["users", "meetings"], NOW) is None


@pytest.mark.parametrize(
    "point",
    [None, {}, {"done": "yes"}]
    + [{**ROOTS["users"], **bad} for bad in ({"segment": 1}, {"rows": -1}, {"rows": "1"}, {"digest": "xy"})],
)
def test_a_point_that_makes_no_sense_is_none(point: object) -> None:
    """That root is walked from its beginning, the others go on."""
    resume = read_resume(left(roots={"users": point, "past": {"done": True}}), ["users"], NOW)

    assert resume == Resume(NOW - 9 * RESUMABLE, {"past": ResumePoint({}, done=True)})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-06-15T12:00:00Z", NOW),
        ("2026-06-15T14:00:00+02:00", NOW),
        ("2026-06-15T12:00:00", NOW),
        ("2026-06-15", NOW - 12 * HOUR),
        ("", None),
        (None, None),
        (20260615, None),
    ],
)
def test_a_time_is_read_as_utc(text: object, moment: datetime | None) -> None:
    """With a zone, with an offset, naive, and as a day."""
    assert parse_time(text) == moment
