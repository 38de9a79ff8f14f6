"""The closed table: what each refusal means for the stream that asked."""

from __future__ import annotations

import pytest

from tap_zoom_core.client import Refused, Verdict, judge, meaning
from tap_zoom_core.client.refusals import Elsewhere
from tap_zoom_core.streams import Stream, Window

ANY = Stream(name="any", path="/any")
DECLARED = Stream(
    name="declared",
    path="/declared",
    window=Window(empty_on={12702}),
    empty_on={3001, (300, "not been enabled")},
    gone_on={1001},
)


def refused(status: int, code: int, message: str = "", *, html: bool = False) -> Refused:
    """Return a refusal of GET /x."""
    return Refused("GET", "/x", status, code, message, html=html)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused(400, 4711, "does not contain scopes:[user:read:admin]"), Verdict.STREAM_OUT),
        (refused(401, 4711, "does not contain scopes:[user:read:admin]"), Verdict.STREAM_OUT),
        (refused(400, 4700), Verdict.STREAM_OUT),
        (refused(401, 124, "Access token is expired."), Verdict.STOP),
        (refused(400, 124, "Access token is expired."), Verdict.STOP),
        (refused(401, 401), Verdict.STOP),
        (refused(429, 429), Verdict.RETRY),
        (refused(503, 503, html=True), Verdict.RETRY),
        (refused(400, 300, "The next page token is invalid or expired."), Verdict.RESTART),
        (refused(403, 403, html=True), Verdict.ASIDE),
        (refused(200, 200, html=True), Verdict.ASIDE),
        (Elsewhere("http://a.b/c", "not of Zoom's hosts"), Verdict.ASIDE),
        (refused(403, 403), Verdict.FAILED),
        (refused(400, 3001), Verdict.FAILED),
        (refused(418, 418), Verdict.FAILED),
    ],
)
def test_what_holds_for_every_endpoint(answer: Refused, verdict: Verdict) -> None:
    """After the client renewed and retried; what nobody declares is a failure and never "no rows"."""
    assert judge(ANY, answer) is verdict


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (refused(404, 3001), Verdict.EMPTY),
        (refused(400, 300, "Registration has NOT been enabled for this meeting: 1."), Verdict.EMPTY),
        (refused(400, 300, "Invalid parameter: from."), Verdict.FAILED),
        (refused(404, 1001), Verdict.GONE),
        (refused(400, 12702), Verdict.EMPTY_WINDOW),
        (refused(400, 200), Verdict.FAILED),
        (refused(400, 4711), Verdict.STREAM_OUT),
        (refused(403, 3001, html=True), Verdict.ASIDE),
    ],
)
def test_what_a_stream_declares_holds_for_it(answer: Refused, verdict: Verdict) -> None:
    """By the code, and by a part of its message where one code means two things."""
    assert judge(DECLARED, answer) is verdict


def test_a_code_is_told_in_words() -> None:
    """In ours where we have them, else in Zoom's."""
    assert meaning(3161, "Meeting hosting …") == "this user may not host"
    assert meaning(9999, "Something new.") == "Something new."
