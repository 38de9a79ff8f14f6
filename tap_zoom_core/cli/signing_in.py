"""Signing in once, to see whether Zoom accepts a config, and what the app may read."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from requests.auth import AuthBase

from tap_zoom_core.auth import no_auth
from tap_zoom_core.cli.host import NAME, version
from tap_zoom_core.client import Budgets, Client, Refused, Request, Unreachable, base_url
from tap_zoom_core.config import Config, RawConfig, structure_config
from tap_zoom_core.errors import AuthError
from tap_zoom_core.graph import Streams, plan
from tap_zoom_core.plugins import auth_of, collect_streams, load_plugins
from tap_zoom_core.streams import Rate
from tap_zoom_core.sync.opening import how_to_grant, lacking

MYSELF = Request("users", Rate.LIGHT, "/users/me")
"""What a token is tried with where no token endpoint vouches for it."""


def sign_in(values: Mapping[str, Any]) -> str:
    """Sign in with these settings, and say what the app may read. Raises TapZoomError where Zoom refuses."""
    plugins = load_plugins()
    config = structure_config(RawConfig(values), plugins.names())
    auth = auth_of(plugins, config)
    if auth is None:
        raise no_auth(config)
    if hasattr(auth, "open"):
        auth.open()
    granted = getattr(auth, "scopes", None)
    if granted is None:
        _try_token(config, auth)
        return "Zoom accepts it; which scopes it has, Zoom does not say."
    return _told(collect_streams(plugins, config), granted)


def _try_token(config: Config, auth: AuthBase) -> None:
    client = Client(
        base_url(config.api_url, getattr(auth, "api_url", None)),
        auth,
        Budgets(config.rate_limit_plan, config.rate_limit_share),
        stopping=threading.Event(),
        user_agent=config.user_agent or f"{NAME}/{version()}",
        timeout=config.request_timeout,
        retries=config.max_retries,
    )
    try:
        client.get(MYSELF, bytes)
    except Unreachable as error:
        raise AuthError(f"Zoom cannot be reached: {error}") from None
    except Refused as refused:
        # Any other refusal, of a scope or of a user, comes from a Zoom that knows the token.
        if refused.code in (124, 401):
            raise AuthError(f"Zoom does not accept the token: {refused.message}") from None


def _told(streams: Streams, granted: frozenset[str]) -> str:
    """Say how many streams can be read, and of those that are selected by default what the others lack."""
    emitted = [name for name, each in streams.items() if not each.stream.hidden]
    missing = lacking(streams, granted)
    lost = plan(streams, emitted, missing).lost
    lines = [
        f"  {name} needs the scope {how_to_grant(streams[name].stream.scopes)}"
        if name in missing
        else f"  {name}: {why}"
        for name, why in lost.items()
        if streams[name].stream.selected
    ]
    count = len(emitted) - len(lost)
    return "\n".join(
        [f"Zoom accepts it: the app has the scopes for {count} of {len(emitted)} streams.", *lines]
    )
