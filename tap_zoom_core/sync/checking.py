"""What works and what does not, found out with a few cheap requests: nothing is read or written."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen
from requests.auth import AuthBase

from tap_zoom_core.client import DailyLimit, Refused, Unreachable, Verdict, judge, meaning
from tap_zoom_core.client.budgets import plan_of
from tap_zoom_core.errors import TapZoomError, UsageError
from tap_zoom_core.streams import Rate
from tap_zoom_core.sync.beginning import Beginning, Task, begin
from tap_zoom_core.sync.listing import Listing, segments_of
from tap_zoom_core.sync.opening import how_to_grant
from tap_zoom_core.sync.sampling import Sampler, spread

if TYPE_CHECKING:
    from tap_zoom_core.graph import Node, Plan

CANDIDATES = 8
"""How many parents of a stream are tried, where Zoom says of the first that there is nothing to read."""
CHEAPEST = list(Rate)


@frozen
class Finding:
    """One thing that was checked. ``works``: None where that is unknown; ``says``: how, or why not."""

    what: str
    works: bool | None
    says: str


def check(task: Task, auth: AuthBase, stopping: threading.Event) -> list[Finding]:
    """Check the token, its scopes, the plan, and of each selected plugin one stream with a cheap request.

    Raises UsageError where the config or the state cannot be used; what Zoom refuses is a Finding.
    """
    try:
        begun = begin(task, auth, stopping)
    except UsageError:
        raise
    except TapZoomError as error:
        return [Finding("token", False, str(error))]
    except (Unreachable, DailyLimit) as fault:
        return [Finding("API", False, str(fault))]
    found = [Finding("token", True, f"accepted; the API is {begun.run.client.base}"), _scopes(auth)]
    found += [Finding(name, False, why) for name, why in begun.opening.lost.items()]
    found += [Finding("past listings", True, note) for note in begun.opening.notes]
    sampler = Sampler(begun.run)
    for name, line in _lines(begun.opening.plan):
        try:
            found.append(_ask(f"plugin {name}", line, begun, sampler))
        except (TapZoomError, Unreachable, DailyLimit) as error:
            found.append(Finding(f"plugin {name}", False, str(error)))
    return [*found[:2], _plan(begun), *found[2:]]


def _scopes(auth: AuthBase) -> Finding:
    scopes = getattr(auth, "scopes", None)
    if not scopes:
        return Finding("scopes", None, "the token does not tell which it has")
    return Finding("scopes", True, f"{len(scopes)} granted")


def _plan(begun: Beginning) -> Finding:
    limits = begun.run.client.budgets.limits()
    if not limits:
        return Finding("plan", None, "no request was answered, so its limits are not known")
    paces = ", ".join(f"{rate.value} {limit:g}" for rate, limit in limits.items())
    plan = plan_of(limits)
    return Finding("plan", True, f"requests a second: {paces}" + (f"; as Zoom's {plan} plan" if plan else ""))


def _lines(plan: Plan) -> Iterator[tuple[str, list[Node]]]:
    """Yield each plugin that is to be read, with the requests from a root to its cheapest stream."""
    lines: dict[str, list[Node]] = {}
    waiting = [[root] for root in plan.roots]
    while waiting:
        line = waiting.pop(0)
        node = line[-1]
        if node.emitted and node.stream.path is not None:
            best = lines.get(node.plugin)
            if best is None or _cost(line) < _cost(best):
                lines[node.plugin] = line
        waiting += [[*line, child] for child in node.children]
    for plugin, line in lines.items():
        yield plugin, [node for node in line if node.stream.path is not None]


def _cost(line: list[Node]) -> tuple[int, int]:
    return len(line), CHEAPEST.index(line[-1].stream.rate)


def _ask(what: str, line: list[Node], begun: Beginning, sampler: Sampler) -> Finding:
    """Go down a line, a few parents at each step, and ask for its last stream."""
    opened = begun.opening.roots[line[0].stream.name]
    listings = [Listing(opened.node, {}, None, opened.family)]
    for depth, node in enumerate(line):
        name, last = node.stream.name, depth == len(line) - 1
        below: list[Listing] = []
        answered = False
        for listing in _tries(node, listings, begun):
            look = sampler.look(listing)
            answered = answered or look is not None
            if last and look is not None:
                return Finding(what, True, f"{name}: GET {listing.request(0).path} is answered")
            if look is not None:
                below += _next(line, depth, sampler, listing, look.records)
            elif _refuses_all(node, sampler.refusals[name]):
                return _refused(what, node, sampler.refusals[name])
            if below:
                break
        if not answered and name in sampler.refusals:
            refused = sampler.refusals[name]
            return Finding(what, None, f"{name}: Zoom says: {refused.message} ({_code(refused)})")
        if not below:
            return Finding(what, None, f"{line[-1].stream.name}: nothing in {name} to ask by")
        listings = below
    raise AssertionError("the last stream is answered, refused, or has nothing to be asked by")


def _next(
    line: list[Node], depth: int, sampler: Sampler, listing: Listing, records: list[dict[str, object]]
) -> list[Listing]:
    """Return the listings that go on along a line."""
    found = sampler.below(listing, records)
    return [] if line[-1] is listing.node else found.get(line[depth + 1].stream.name, [])


def _tries(node: Node, listings: list[Listing], begun: Beginning) -> Iterator[Listing]:
    """Yield listings to ask, each by the newest of its dates, and a root by older ones too."""
    values = math.prod(map(len, node.stream.each.values()))
    segments = list(segments_of(node.stream, begun.run.spans.get(node.stream.name)))
    newest_first = segments[-values::-values][:CANDIDATES]
    for listing in spread(listings, CANDIDATES):
        for params in newest_first if len(listings) == 1 else newest_first[:1]:
            listing.params = params
            yield listing


def _refuses_all(node: Node, refused: Refused) -> bool:
    """Tell whether a refusal speaks of the stream as a whole, and not of one parent."""
    return judge(node.stream, refused) in (Verdict.STREAM_OUT, Verdict.STOP, Verdict.FAILED)


def _refused(what: str, node: Node, refused: Refused) -> Finding:
    way = ""
    if judge(node.stream, refused) is Verdict.STREAM_OUT and node.stream.scopes:
        way = f"; add {how_to_grant(node.stream.scopes)}"
    return Finding(what, False, f"{node.stream.name}: {refused}{way}")


def _code(refused: Refused) -> str:
    return f"code {refused.code}, {meaning(refused.code, 'see its documentation')}"
