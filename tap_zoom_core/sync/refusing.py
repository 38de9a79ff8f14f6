"""What follows for a listing when Zoom refuses a page of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tap_zoom_core.client import Refused, Request, Verdict, judge, meaning
from tap_zoom_core.sync.ending import Ending
from tap_zoom_core.sync.listing import MOST_RESTARTS
from tap_zoom_core.sync.outcome import Outcome
from tap_zoom_core.sync.windows import days_of, earliest, written

if TYPE_CHECKING:
    from tap_zoom_core.sync.listing import Listing
    from tap_zoom_core.sync.run import Run

FOR_AGE = (300, 12702)
"""The codes with which Zoom may refuse a window of dates for its age: no document says which it is."""


def refuse(listing: Listing, run: Run, refused: Refused, outcome: Outcome) -> None:
    """Say in ``outcome`` what a refusal means for the listing, and move the listing on where it goes on."""
    verdict = judge(listing.stream, refused)
    windowed = listing.stream.name in run.spans
    if verdict is Verdict.RESTART:
        if not listing.again():
            move_on(listing, outcome, Ending("failed", f"{refused}, {MOST_RESTARTS} times"))
    elif verdict is Verdict.FAILED and windowed and not listing.page and refused.code in FOR_AGE:
        _move_start(listing, run, refused, outcome)
    elif not listing.page and (
        verdict is Verdict.EMPTY_WINDOW or (verdict is Verdict.EMPTY and listing.read)
    ):
        move_on(listing, outcome)
    else:
        ending = _ending(verdict, refused, first=not listing.page)
        listing.family.gone |= verdict is Verdict.GONE
        if ending.column in ("refused", "gone") or ending.stops or ending.stream_out:
            outcome.ending = ending
        else:
            move_on(listing, outcome, ending)


def move_on(listing: Listing, outcome: Outcome, trouble: Ending | None = None) -> None:
    """Go on to the listing's next segment, or end it; ``trouble`` is why the last one could not be read."""
    if trouble:
        outcome.trouble = trouble
        listing.trouble = listing.trouble or trouble
    if not listing.next_segment():
        outcome.ending = listing.trouble or Ending("read" if listing.read else "no_rows")


def _ending(verdict: Verdict, refused: Refused, *, first: bool) -> Ending:
    refusal = f"{refused.code} {meaning(refused.code, refused.message)}"
    if verdict is Verdict.EMPTY and first:
        return Ending("refused", refusal=refusal)
    if verdict is Verdict.GONE and first:
        return Ending("gone", refusal=refusal)
    if verdict is Verdict.ASIDE:
        status = f"HTTP {refused.status}, " if refused.status else ""
        return Ending("set_aside", f"GET {refused.path}: {status}{refused.message}")
    if verdict is Verdict.STOP:
        return Ending("failed", f"{refused}: Zoom refuses the token, and a new one too", stops=True)
    return Ending("failed", str(refused), stream_out=verdict is Verdict.STREAM_OUT)


def _move_start(listing: Listing, run: Run, refused: Refused, outcome: Outcome) -> None:
    """Find how far back Zoom answers, or how many days at once, and begin this listing anew."""
    stream, span = listing.stream, run.spans[listing.stream.name]
    assert stream.window is not None
    asked, last = days_of(stream.window, listing.params)
    days = (last - asked).days + 1
    with span.lock:
        if span.start <= asked and days <= span.most:
            said = f"(it said: {refused.message})"
            if days > 1 and _is_too_long(listing, run, asked, outcome):
                span.narrow(days)
                outcome.notes.append(
                    f"{stream.name}: Zoom refuses {days} days at once, so it is asked for {span.most} {said}"
                )
            elif (floor := find_floor(listing, run, asked, outcome)) is not None:
                span.start = floor
                outcome.notes.append(
                    f"{stream.name}: Zoom keeps nothing from before {floor}, so it is read from there {said}"
                )
            else:
                outcome.ending = Ending("failed", str(refused))
                return
    if not listing.begin(span):
        outcome.ending = Ending("no_rows")


def _is_too_long(listing: Listing, run: Run, first: date, outcome: Outcome) -> bool:
    """Tell whether Zoom refused a window for its length: whether it answers for its first day alone."""
    try:
        return _answers(listing, run, first, outcome)
    except Refused:
        return False


def _answers(listing: Listing, run: Run, day: date, outcome: Outcome) -> bool:
    """Tell whether Zoom answers a listing for one day; raises Refused where it is not its age it refuses."""
    assert listing.stream.window is not None
    whole = listing.request(run.page_size)
    params = {**whole.params, **written(listing.stream.window, day, day)}
    outcome.tries += 1
    try:
        run.client.get(Request(whole.stream, whole.rate, whole.path, params), len)
    except Refused as again:
        if again.code not in FOR_AGE:
            raise
        return False
    return True


def find_floor(listing: Listing, run: Run, asked: date, outcome: Outcome) -> date | None:
    """Return the first day that Zoom answers this listing for; None where its age is not what is refused."""
    window, span = listing.stream.window, run.spans[listing.stream.name]
    assert window is not None
    try:
        return earliest(asked, span.end, window.days, lambda day: _answers(listing, run, day, outcome))
    except Refused:
        return None
