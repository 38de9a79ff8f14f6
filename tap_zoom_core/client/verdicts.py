"""The closed table of refusals: what each answer other than 2xx means, and nothing left to guess.

The rows of TABLE hold for every endpoint and are read from the top. What one endpoint alone means by a code
stands in its stream's ``empty_on`` and ``gone_on``. What neither knows is FAILED: that request fails loudly.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen

from tap_zoom_core.client.refusals import Elsewhere, Refused
from tap_zoom_core.streams import Refusal, Stream


class Verdict(Enum):
    """What follows from a refusal."""

    RETRY = "retry"
    RENEW = "renew the token"
    RESTART = "ask this listing again from its first page"
    EMPTY = "no rows here"
    EMPTY_WINDOW = "no rows in this window"
    GONE = "this parent is out"
    ASIDE = "set this object aside"
    STREAM_OUT = "this stream is out"
    STOP = "stop"
    FAILED = "this request failed"


@frozen
class Row:
    """One row of the table: a None matches anything; ``part`` is a part of the message, in lower case."""

    verdict: Verdict
    statuses: range | None = None
    codes: tuple[int, ...] | None = None
    part: str = ""
    html: bool = False

    def matches(self, status: int, code: int, message: str, *, html: bool) -> bool:
        """Tell whether this row speaks of such an answer."""
        return (
            (self.statuses is None or status in self.statuses)
            and (self.codes is None or code in self.codes)
            and self.part in message.lower()
            and (html or not self.html)
        )


TABLE = (
    Row(Verdict.STREAM_OUT, codes=(4700, 4711)),  # the app lacks a scope, whatever the HTTP status
    Row(Verdict.RENEW, codes=(124,)),
    Row(Verdict.RENEW, statuses=range(401, 402)),
    Row(Verdict.RETRY, statuses=range(429, 430)),
    Row(Verdict.RETRY, statuses=range(500, 600)),
    Row(Verdict.RESTART, codes=(300,), part="page token"),  # 300 is also a bad parameter, or a feature off
    Row(Verdict.ASIDE, statuses=range(403, 404), html=True),  # the firewall in front of Zoom
    Row(Verdict.ASIDE, statuses=range(200, 300), html=True),  # a page to sign in, in place of a file
)

MEANINGS = {
    200: "no permission, or the plan or add-on is missing",
    300: "the feature is not enabled here",
    404: "not found",
    1001: "no such user",
    1010: "a user of another account",
    3000: "not available for this object",
    3001: "does not exist, has expired or has not run",
    3161: "this user may not host",
    4400: "polls are switched off",
    12702: "older than a year",
}
"""What a code means where a stream declares it as "no rows here", for the ledger."""


def general(status: int, code: int, message: str, *, html: bool) -> Verdict | None:
    """Return what TABLE says of an answer, None where that is for the stream to say."""
    return next(
        (row.verdict for row in TABLE if row.matches(status, code, message, html=html)),
        None,
    )


def judge(stream: Stream, refused: Refused) -> Verdict:
    """Return what a refusal means for the stream that asked, after the client renewed and retried."""
    if isinstance(refused, Elsewhere):
        return Verdict.ASIDE
    verdict = general(refused.status, refused.code, refused.message, html=refused.html)
    if verdict is Verdict.RENEW:  # the token was renewed once already
        return Verdict.STOP
    if verdict is not None:
        return verdict
    if stream.window and _declared(refused, stream.window.empty_on):
        return Verdict.EMPTY_WINDOW
    if _declared(refused, stream.gone_on):
        return Verdict.GONE
    if _declared(refused, stream.empty_on):
        return Verdict.EMPTY
    return Verdict.FAILED


def meaning(code: int, message: str) -> str:
    """Return what a declared code means, in our words where we have them, else in Zoom's."""
    return MEANINGS.get(code, message)


def _declared(refused: Refused, refusals: Iterable[Refusal]) -> bool:
    for each in refusals:
        code, part = each if isinstance(each, tuple) else (each, "")
        if refused.code == code and part.lower() in refused.message.lower():
            return True
    return False
