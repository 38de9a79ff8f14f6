"""From a request to its answer, without a socket: tokens, limits, faults, endpoints, books."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec
from attrs import evolve, field, frozen

from tap_zoom_sandbox.account.model import Account, open_account
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.pages import PageTokens
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.api.routes import Route, Routes, zoom_routes
from tap_zoom_sandbox.faults import Faults
from tap_zoom_sandbox.ledger import Ledger
from tap_zoom_sandbox.limits import Limits
from tap_zoom_sandbox.oauth import Denied, Tokens
from tap_zoom_sandbox.options import Options

BASE = "/v2"
"""Where the API begins, as at Zoom's."""
WIRE_FAULTS = ("reset", "stall", "truncate")
"""Faults that are not an answer, but something that befalls the connection."""
_ENCODER = msgspec.json.Encoder()
_HTML = b"<html><head><title>403 Forbidden</title></head><body><h1>Request blocked</h1></body></html>"
_GATEWAY = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


@frozen
class Answer:
    """What goes back over the wire. ``fault``: reset, stall or truncate, where the wire itself shall fail."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(factory=dict)
    content_type: str = "application/json;charset=UTF-8"
    fault: str | None = None


def as_json(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """Make an answer of a value that JSON can hold."""
    return Answer(status, _ENCODER.encode(body), headers or {})


class Engine:
    """A pretend Zoom: one account, its app's tokens, its limits, and the books."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.account: Account = open_account(options)
        self.routes: Routes = zoom_routes()
        self.tokens = Tokens(options, self.account.id, self.routes)
        self.pages = PageTokens(options.seed)
        self.limits = Limits(options)
        self.faults = Faults(options)
        self.ledger = Ledger()

    def grant(self, authorization: str, body: bytes, query: str, api_url: str) -> Answer:
        """Answer ``POST /oauth/token``: the form may stand in the body or in the query."""
        form = dict(parse_qsl(body.decode(errors="replace")) + parse_qsl(query))
        try:
            return as_json(200, self.tokens.grant(authorization, form, api_url))
        except Denied as denied:
            return as_json(400, denied.body)

    def answer(self, method: str, path: str, query: str, authorization: str) -> Answer:
        """Answer a request to the API. The path is as it came, percent-encoded, without the API's base."""
        target = f"{path}?{query}" if query else path
        found = self.routes.find(path)
        if found is None:
            self.ledger.enter("", "", target, 404)
            return as_json(404, _unknown(path))
        route, params = found
        if method != "GET":
            self.ledger.enter(route.template, route.label, target, 405)
            return as_json(405, {"code": 405, "message": "Request method is not supported."})
        fault = self.faults.next(method, target) if self.faults.any else None
        try:
            answer = self._answer(route, params, dict(parse_qsl(query)), authorization, fault)
        except Refusal as refusal:
            answer = as_json(refusal.http, refusal.body, refusal.headers)
        if fault in WIRE_FAULTS:
            self.ledger.faults[fault] += 1
            answer = evolve(answer, fault=fault)
        self.ledger.enter(route.template, route.label, target, answer.fault or answer.status)
        return answer

    def _answer(
        self,
        route: Route,
        params: Mapping[str, str],
        query: Mapping[str, str],
        authorization: str,
        fault: str | None,
    ) -> Answer:
        """Answer a GET of an endpoint; raises Refusal, with the headers of the rate limit."""
        now = self.account.clock.now()
        headers = self.limits.count(route.label, now)
        try:
            if fault == "5xx":
                self.ledger.faults[fault] += 1
                return Answer(502, _GATEWAY, headers, "text/html")
            token = self.tokens.check(authorization, route.scopes)
            if fault == "revoke" and self.tokens.revoke(token):
                self.ledger.faults[fault] += 1
                self.tokens.check(authorization, ())
            path = route.template.format(**{name: unquote(value) for name, value in params.items()})
            if self.faults.blocked(path):
                self.ledger.faults["html"] += 1
                return Answer(403, _HTML, headers, "text/html")
            call = Call(self.account, self.pages, path, params, query, now)
            if fault == "expired_page" and "next_page_token" in query:
                self.ledger.faults[fault] += 1
                self.pages.kill(query["next_page_token"])
            body = route.answer(call)
            if isinstance(body, bytes):
                return Answer(200, body, headers, "text/plain; charset=utf-8")
            return Answer(200, _ENCODER.encode(body), headers)
        except Refusal as refusal:
            refusal.headers = {**headers, **refusal.headers}
            raise


def _unknown(path: str) -> dict[str, Any]:
    """Say that there is no such endpoint; a UUID whose "/" was not encoded is to Zoom no such meeting."""
    if path.startswith(("/past_", "/report/meetings/", "/report/webinars/")):
        return {"code": 3001, "message": "Meeting does not exist."}
    return {"code": 404, "message": f"There is no endpoint {path}."}
