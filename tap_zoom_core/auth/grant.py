"""What an answer of the token endpoint grants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from attrs import field, frozen

from tap_zoom_core.config.urls import problem_of_url
from tap_zoom_core.errors import AuthError

ZOOM_LIFETIME = 3600.0
"""Seconds that a token lives where the answer does not say: what Zoom documents."""

AHEAD = 60.0
"""Seconds before its end that a token is renewed; a short-lived one is renewed at half its life."""


@frozen
class Grant:
    """One access token and what came with it; ``renew_at`` is a time of ``time.monotonic()``."""

    access_token: str = field(repr=False)
    renew_at: float = float("inf")
    api_url: str | None = None
    scopes: frozenset[str] | None = None
    refresh_token: str | None = field(default=None, repr=False)
    server_date: datetime | None = None


def read_grant(answer: Mapping[str, Any], date: str | None, asked_at: float) -> Grant:
    """Read a token endpoint's JSON answer and its Date header.

    ``asked_at`` is when it was asked, by ``time.monotonic()``: a token's life is counted from there. Raises
    AuthError where the answer holds no token that a header can carry.
    """
    lifetime = _seconds(answer.get("expires_in"))
    scope = answer.get("scope")
    refresh_token = answer.get("refresh_token")
    return Grant(
        access_token=sendable(answer.get("access_token"), "the access token in the token endpoint's answer"),
        renew_at=asked_at + max(lifetime - AHEAD, lifetime / 2),
        api_url=_address(answer.get("api_url")),
        scopes=frozenset(re.split(r"[\s,]+", scope)) - {""} if isinstance(scope, str) else None,
        refresh_token=refresh_token if isinstance(refresh_token, str) and refresh_token else None,
        server_date=_utc(date),
    )


def sendable(token: object, what: str) -> str:
    """Return a token without blanks around it; AuthError, which never repeats it, if no header takes it."""
    # requests quotes a header that it refuses, secret and all: it must never come to that.
    if isinstance(token, str) and re.fullmatch(r"[!-~]+", token.strip()):
        return token.strip()
    raise AuthError(
        f"{what} is missing, or holds characters that no token has (a blank or a line break, say)"
    )


def _seconds(value: object) -> float:
    try:
        seconds = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ZOOM_LIFETIME
    return seconds if 0 < seconds < float("inf") else ZOOM_LIFETIME


def _address(value: object) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    if problem := problem_of_url(value):
        raise AuthError(f"the token endpoint's answer has an api_url that is not safe to use: {problem}")
    return value.rstrip("/")


def _utc(date: str | None) -> datetime | None:
    try:
        parsed = parsedate_to_datetime(date or "")
    except (TypeError, ValueError):
        return None
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc)
