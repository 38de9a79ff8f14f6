"""The ledger: every parent in exactly one column, and everything told that is missing."""

from __future__ import annotations

import pytest

from tap_zoom_core.ledger import COLUMNS, NAMED, Ledger


@pytest.mark.parametrize("column", COLUMNS)
def test_every_parent_is_in_one_column(column: str) -> None:
    """One that is in none, or in two, unbalances the ledger."""
    ledger = Ledger()
    ledger["meetings"].offered = 1
    in_none = ledger.balanced()
    ledger["meetings"].parents[column] += 1
    in_one = ledger.balanced()
    ledger["meetings"].parents["read"] += 1

    assert (in_none, in_one, ledger.balanced()) == (False, True, False)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_stream_is_complete_unless_something_of_it_is_missing(column: str) -> None:
    """Set aside, failed, out, or not reached; refusals that are declared are complete."""
    account = Ledger()["meetings"]
    account.parents[column] += 1

    assert account.complete == (column not in ("set_aside", "failed", "out", "unfinished"))


def test_a_row_that_was_set_aside_is_missing() -> None:
    """Though its parent was read."""
    account = Ledger()["meetings"]
    account.parents["read"] += 1
    account.set_aside_rows += 1

    assert not account.complete


def test_problems_are_named_up_to_a_number() -> None:
    """All are counted; a ledger of an account that fails everywhere stays small."""
    account = Ledger()["meetings"]
    for number in range(NAMED + 5):
        account.name(account.failures, str(number))

    assert account.failures == [str(number) for number in range(NAMED)]


def test_the_whole_ledger_as_json() -> None:
    """Streams in the order of the walk, each with all its columns, and the state that the run left."""
    ledger = Ledger(notes=["said once"])
    account = ledger["users"]
    account.offered, account.rows, account.requests = 1, 3, 2
    account.parents["read"] += 1
    account.refusals["3001 gone"] += 2
    account.misfits["type: no integer"] += 1
    account.unknown_fields |= {"b", "a"}

    assert ledger.as_json({"bookmarks": {}}) == {
        "streams": {
            "users": {
                "emitted": True,
                "complete": True,
                "rows": 3,
                "requests": 2,
                "retried": 0,
                "repeated": 0,
                "dropped_by_transforms": 0,
                "parents": {"offered": 1, **dict.fromkeys(COLUMNS, 0), "read": 1},
                "refusals": {"3001 gone": 2},
                "rows_set_aside": 0,
                "set_aside": [],
                "failures": [],
                "misfits": {"type: no integer": 1},
                "unknown_fields": ["a", "b"],
            }
        },
        "balanced": True,
        "notes": ["said once"],
        "state": {"bookmarks": {}},
    }
