"""Reading one page of a listing: ask, write its rows, and find the listings that hang from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tap_zoom_core.client import Answer, Refused, Unreachable
from tap_zoom_core.shape import Listing as Emitted
from tap_zoom_core.sync.branching import branch_out
from tap_zoom_core.sync.ending import Ending
from tap_zoom_core.sync.outcome import Outcome
from tap_zoom_core.sync.page import Page
from tap_zoom_core.sync.paging import read_page
from tap_zoom_core.sync.progress import Branch
from tap_zoom_core.sync.refusing import move_on, refuse

if TYPE_CHECKING:
    from tap_zoom_core.sync.listing import Listing
    from tap_zoom_core.sync.run import Run


def read(listing: Listing, run: Run) -> Outcome:
    """Read the next page of a listing, write its rows, and tell what it came to. Never raises."""
    outcome = Outcome(listing)
    try:
        if listing.family.gone:
            outcome.ending = Ending("gone")
        elif listing.segments is None and not listing.begin(run.spans.get(listing.stream.name)):
            outcome.ending = Ending("no_rows")
        else:
            _read_page(listing, run, outcome)
    except Unreachable as fault:
        outcome.tries += fault.tries
        if run.stopping.is_set():
            outcome.unfinished = True
            return outcome
        move_on(listing, outcome, Ending("failed", str(fault), unreachable=True))
    except Exception as error:  # the daily limit, a reader that left, a defect of ours: it ends the run
        outcome.fatal = error
    return outcome


def _read_page(listing: Listing, run: Run, outcome: Outcome) -> None:
    outcome.params = listing.params
    try:
        answer = _ask(listing, run)
    except Refused as refused:
        outcome.tries += 1
        refuse(listing, run, refused, outcome)
        if listing.instead and outcome.ending and outcome.ending.column == "refused":
            _take(listing, Page(count=1, records=[(listing.instead, b"")]), run, outcome)
        return
    outcome.tries, outcome.rate = answer.tries, answer.rate
    page = answer.content
    if page.mismatch and listing.root:
        listing.root.distrust()
        listing.token, listing.page, listing.emitted = "", 0, Emitted()
        return
    listing.read += page.count
    listing.page += 1
    _take(listing, page, run, outcome)
    _turn(listing, page, outcome)


def _ask(listing: Listing, run: Run) -> Answer[Page]:
    if listing.primed is not None:
        primed, listing.primed = listing.primed, None
        return primed
    request = listing.request(run.page_size)
    return run.client.get(request, partial(read_page, listing, run), paced=True)


def _take(listing: Listing, page: Page, run: Run, outcome: Outcome) -> None:
    """Write a page's rows, and branch out from its records."""
    listing.gained |= bool(page.records or (page.shaped and page.shaped.rows))
    if page.shaped:
        outcome.shaped.append((listing.stream.name, page.shaped))
        if page.shaped.failure and listing.node.children:
            outcome.faults.append((listing.node, page.shaped.failure))
    for record, chain in page.records:
        branch = listing.branch
        if listing.root:
            branch = Branch(listing.root.progress, chain)
            outcome.branches.append(branch)
        branch_out(listing.node, record, listing.context, branch, run, outcome)
    if page.broken and not page.shaped:
        outcome.notes.append(f"{listing.stream.name}: {page.broken} records of a page are no objects")
    for stream, shaped in outcome.shaped:
        run.writer.rows(stream, shaped.lines)


def _turn(listing: Listing, page: Page, outcome: Outcome) -> None:
    """Go on to the next page or the next segment, or end."""
    if page.shaped and page.shaped.failure and not listing.node.children:
        outcome.ending = Ending("failed", page.shaped.failure, stream_out=True)
    elif page.problem:
        move_on(listing, outcome, Ending("failed", f"GET {listing.request(0).path}: {page.problem}"))
    elif page.token and page.token == listing.token:
        problem = f"GET {listing.request(0).path}: the same page token twice"
        move_on(listing, outcome, Ending("failed", problem))
    elif page.token:
        listing.token = page.token
    elif page.next_number:
        listing.number = page.next_number
    else:
        move_on(listing, outcome)
