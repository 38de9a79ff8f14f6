"""The opening of a run: which streams the token allows, and which way past meetings can be listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import TYPE_CHECKING

from attrs import define, field

from tap_zoom_core.client import Refused, Unreachable
from tap_zoom_core.errors import AuthError
from tap_zoom_core.graph import Plan, Streams, plan, stand_ins
from tap_zoom_core.sync.listing import Family, Listing, Root
from tap_zoom_core.sync.outcome import Outcome
from tap_zoom_core.sync.paging import read_page
from tap_zoom_core.sync.probing import forbidden_stand_in
from tap_zoom_core.sync.progress import Progress
from tap_zoom_core.sync.refusing import refuse

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node
    from tap_zoom_core.state import Resume
    from tap_zoom_core.sync.run import Run

CLASSIC = re.compile(r"\w+:(read|write)(:admin|:master)?")
"""Classic scopes, such as report:read:admin; granular ones name what is read besides."""


@define
class Opening:
    """What the opening found: the plan, its roots' listings, and what to tell of what cannot be had."""

    plan: Plan
    roots: dict[str, Listing] = field(factory=dict)
    notes: list[str] = field(factory=list)
    lost: dict[str, str] = field(factory=dict)


def lacking(streams: Streams, granted: Collection[str] | None) -> dict[str, str]:
    """Return the streams that the token has no scope for, each with what to add; none where nobody knows."""
    if not granted:
        return {}
    return {
        name: f"the app lacks a scope: add {how_to_grant(each.stream.scopes)}"
        for name, each in streams.items()
        if each.stream.scopes and not set(each.stream.scopes) & set(granted)
    }


def how_to_grant(scopes: Iterable[str]) -> str:
    """Say which scope to add: the classic one or the granular one, whichever kind the app has."""
    classic = [scope for scope in scopes if CLASSIC.fullmatch(scope)]
    granular = [scope for scope in scopes if not CLASSIC.fullmatch(scope)]
    widest = [max(kind, key=lambda scope: scope.endswith(":admin")) for kind in (classic, granular) if kind]
    names = dict(zip(("classic", "granular") if classic else ("granular",), widest, strict=False))
    return " or ".join(f"{scope} ({kind})" for kind, scope in names.items())


def open_run(
    streams: Streams,
    selected: Collection[str],
    granted: Collection[str] | None,
    resume: Resume | None,
    prepare: Callable[[Plan], Run],
) -> tuple[Opening, Run]:
    """Plan the walk, and begin the roots that others can stand in for, to see whether Zoom allows them.

    ``prepare`` makes the run of a plan. Raises Unreachable or AuthError where Zoom cannot be asked at all.
    """
    missing = lacking(streams, granted)
    unavailable = dict(missing)
    while True:
        opening = Opening(plan(streams, selected, unavailable))
        run = prepare(opening.plan)
        refused = _begin_roots(opening, run, streams, resume)
        if refused is None and not granted:
            refused = forbidden_stand_in(opening.plan, run)
        if refused is None:
            break
        unavailable[refused[0]] = refused[1]
    opening.lost = {name: _why(name, why, missing) for name, why in opening.plan.lost.items()}
    opening.notes += _ways(opening.plan, streams, unavailable)
    return opening, run


def _begin_roots(
    opening: Opening, run: Run, streams: Streams, resume: Resume | None
) -> tuple[str, str] | None:
    """Make the roots' listings; return the first that Zoom does not allow, with what it said."""
    for node in opening.plan.roots:
        name = node.stream.name
        point = resume.point(name, tuple(node.names())) if resume else None
        listing = Listing(
            node, {}, None, Family(), Root(Progress(name), None if point is None or point.done else point)
        )
        opening.roots[name] = listing
        if not stand_ins(name, streams) or (point and point.done):
            continue
        outcome = Outcome(listing)
        refused = _first_page(listing, run, outcome)
        opening.notes += outcome.notes
        if refused:
            return name, refused
    return None


def _first_page(listing: Listing, run: Run, outcome: Outcome) -> str:
    """Ask for a listing's first page, and keep it for the walk; return what Zoom said where it refused.

    One that only fails is left to the walk, which asks again and reads the others all the same.
    """
    if not listing.begin(run.spans.get(listing.stream.name)):
        listing.segments = None  # nothing to ask: the walk begins it again, and ends it
        return ""
    while True:
        params = listing.params
        request = listing.request(run.page_size)
        try:
            listing.primed = run.client.get(request, partial(read_page, listing, run))
        except Refused as refused:
            refuse(listing, run, refused, outcome)
            if outcome.ending or listing.params == params:
                return refused.message
        except AuthError as error:
            return str(error)  # the history alone may be forbidden; a dead token fails the next request too
        except Unreachable:
            if not run.client.answered:
                raise
            return ""
        else:
            return ""


def _why(name: str, why: str, missing: dict[str, str]) -> str:
    blocked = next((each for each in missing if each == name or f"'{each}'" in why), None)
    return f"{why}: {missing[blocked]}" if blocked and blocked != name else missing.get(name, why)


def _ways(walked: Plan, streams: Streams, unavailable: dict[str, str]) -> list[str]:
    """Say which streams stand in for which, and what would be better."""
    nodes: dict[str, Node] = {node.stream.name: node for node in walked.nodes()}
    said = []
    for name, reason in unavailable.items():
        found = [other for other in stand_ins(name, streams) if other in nodes and nodes[other].children]
        if found:
            better = how_to_grant(streams[name].stream.scopes)
            said.append(
                f"{name} cannot be listed ({reason}), so {found[0]} stands in for it; "
                f"{better} would be better: one listing for the whole account"
            )
    return said
