"""Progress: what a state may vouch for, whatever the order in which branches are done."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tap_zoom_core.sync.progress import Branch, Progress, link

SEGMENTS = ({"status": "active"}, {"status": "inactive"}, {"status": "pending"})


def opened(sizes: list[int], *, settled: bool = True, listed: bool = True) -> tuple[Progress, list[Branch]]:
    """Return the progress of a root that was listed, with a branch for each of its rows."""
    progress, branches = Progress("users"), list[Branch]()
    for params, size in zip(SEGMENTS, sizes, strict=False):
        progress.begin(params, settled=settled)
        chain = b""
        for row in range(size):
            chain = link(chain, bytes([row]))
            branches.append(Branch(progress, chain))
            progress.open(branches[-1])
        progress.segments[-1].listed = True
    progress.listed = listed
    return progress, branches


sizes = st.lists(st.integers(0, 6), min_size=1, max_size=3)


@given(sizes, st.data())
def test_a_resume_point_never_vouches_for_an_open_branch(sizes: list[int], data: st.DataObject) -> None:
    """It names the rows before the first that is not done, and the digest of exactly these."""
    progress, branches = opened(sizes)
    done = data.draw(st.permutations(range(len(branches))))
    count = data.draw(st.integers(0, len(branches)))
    for number in done[:count]:
        progress.close(branches[number])

    open_rows = [number for number in range(len(branches)) if number not in done[:count]]
    point = progress.resume_point()
    if not open_rows:
        assert point == {"done": True}
        return
    before = 0
    for params, size in zip(SEGMENTS, sizes, strict=False):
        if open_rows[0] < before + size:
            rows = open_rows[0] - before
            digest = branches[open_rows[0] - 1].chain.hex() if rows else ""
            assert point == {"segment": params, "rows": rows, "digest": digest}
            return
        before += size
    raise AssertionError("the first open row is in some segment")


@given(sizes)
def test_what_is_not_listed_to_its_end_is_not_done(sizes: list[int]) -> None:
    """Though every branch is: rows may still come."""
    progress, branches = opened(sizes, listed=False)
    progress.segments[-1].listed = False
    for branch in branches:
        progress.close(branch)

    rows = sizes[:3][-1]
    point = progress.resume_point()
    assert point == {
        "segment": SEGMENTS[len(sizes) - 1],
        "rows": rows,
        "digest": (branches[-1].chain if rows else b"").hex(),
    }
    assert not progress.finished


def test_rows_that_may_still_change_are_not_skipped() -> None:
    """A segment that is not settled is gone on with from its beginning."""
    progress, branches = opened([3], settled=False)
    for branch in branches[:2]:
        progress.close(branch)

    assert progress.resume_point() == {"segment": SEGMENTS[0], "rows": 0, "digest": ""}


def test_a_run_that_went_on_counts_what_was_done_before() -> None:
    """The rows that it read past are in its own resume point, with their digest."""
    progress, branches = opened([2])
    progress.segments[0].skipped, progress.segments[0].base = 40, b"\x0a"

    assert progress.resume_point() == {"segment": SEGMENTS[0], "rows": 40, "digest": "0a"}
    progress.close(branches[0])
    assert progress.resume_point() == {
        "segment": SEGMENTS[0],
        "rows": 41,
        "digest": branches[0].chain.hex(),
    }


def test_before_anything_began_there_is_no_point() -> None:
    """Nothing to go on from; and an empty root that was listed is done."""
    progress = Progress("users")
    nothing = progress.resume_point()
    progress.listed = True

    assert (nothing, progress.resume_point()) == (None, {"done": True})
