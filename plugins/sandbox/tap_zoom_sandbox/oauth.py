"""Access tokens: how they are had, how long they live, and what they may."""

from __future__ import annotations

import time
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping

from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.api.routes import Routes
from tap_zoom_sandbox.numbers import key, mix
from tap_zoom_sandbox.options import Options
from tap_zoom_sandbox.values import Json

INVALID_TOKEN = (401, 124, "Invalid access token.")
EXPIRED_TOKEN = (401, 124, "Access token is expired.")


class Denied(Exception):  # noqa: N818
    """The token endpoint refuses: 400 with a reason and an OAuth error."""

    def __init__(self, reason: str, error: str) -> None:
        super().__init__(reason)
        self.body: Json = {"reason": reason, "error": error}


class Tokens:
    """The credentials of the account's app, and the tokens that were given out for them.

    ``account_id``, ``client_id``, ``client_secret``: for Server-to-Server OAuth. ``refresh_token``: what a
    first consent would have given. ``bearer``: an access token made elsewhere, which does not expire.
    """

    def __init__(self, options: Options, account_id: str, routes: Routes) -> None:
        self._key = key(options.seed, "tokens")
        self._made = 0
        self.account_id = account_id
        self.client_id = self._text("client id", 0)
        self.client_secret = self._text("client secret", 0)
        self.refresh_token = self._text("refresh", 0)
        self.bearer = self._text("bearer", 0)
        self.ttl = options.token_ttl
        self.scopes = granted_scopes(options, routes)
        self._alive: dict[str, float] = {self.bearer: float("inf")}
        self._refresh = {self.refresh_token}

    def grant(self, authorization: str, form: Mapping[str, str], api_url: str) -> Json:
        """Answer a request for a token; raises Denied."""
        if not self._is_client(authorization):
            raise Denied("Invalid client_id or client_secret", "invalid_client")
        kind = form.get("grant_type")
        if kind == "account_credentials":
            if form.get("account_id") != self.account_id:
                raise Denied("Bad Request", "invalid_request")
            return self._token(api_url)
        if kind == "refresh_token":
            if form.get("refresh_token") not in self._refresh:
                raise Denied("Invalid Token!", "invalid_grant")
            self._refresh.discard(form["refresh_token"])
            answer = self._token(api_url)
            answer["refresh_token"] = self._text("refresh", self._made)
            self._refresh.add(answer["refresh_token"])
            return answer
        raise Denied("unsupported grant type", "unsupported_grant_type")

    def check(self, authorization: str, scopes: tuple[str, ...]) -> str:
        """Return the live token of a request's header; raises Refusal for a bad token or a missing scope."""
        scheme, _, token = authorization.partition(" ")
        expires = self._alive.get(token) if scheme.lower() == "bearer" else None
        if expires is None:
            raise Refusal(*INVALID_TOKEN)
        if time.monotonic() >= expires:
            del self._alive[token]
            raise Refusal(*EXPIRED_TOKEN)
        if scopes and self.scopes.isdisjoint(scopes):
            raise Refusal(400, 4711, f"Invalid access token, does not contain scopes:[{', '.join(scopes)}].")
        return token

    def revoke(self, token: str) -> bool:
        """Let a token die before its time; a bearer token, which nobody could renew, lives on."""
        return token != self.bearer and self._alive.pop(token, None) is not None

    def _token(self, api_url: str) -> Json:
        self._made += 1
        token = self._text("access", self._made)
        self._alive[token] = time.monotonic() + self.ttl
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": self.ttl,
            "scope": " ".join(sorted(self.scopes)),
            "api_url": api_url,
        }

    def _is_client(self, authorization: str) -> bool:
        scheme, _, text = authorization.partition(" ")
        try:
            given = b64decode(text, validate=True).decode()
        except (NotBase64, ValueError):
            return False
        return scheme.lower() == "basic" and given == f"{self.client_id}:{self.client_secret}"

    def _text(self, what: str, number: int) -> str:
        number = mix(key(self._key, what), number) << 64 | mix(key(~self._key, what), number)
        return (
            f"sandbox-{what.replace(' ', '-')}-{urlsafe_b64encode(number.to_bytes(16, 'big'))[:22].decode()}"
        )


def granted_scopes(options: Options, routes: Routes) -> frozenset[str]:
    """Return the scopes of the account's app: those named, or all of one sort or of both."""
    if not isinstance(options.scopes, str):
        return frozenset(options.scopes)
    known = {scope for scope in routes.scopes() if scope.endswith(":admin")}
    if options.scopes == "all":
        return frozenset(known)
    return frozenset(scope for scope in known if (scope.count(":") == 2) == (options.scopes == "classic"))
