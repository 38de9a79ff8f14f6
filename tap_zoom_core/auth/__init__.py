"""Signing in to Zoom: three ways, each a built-in plugin for ``provide_auth``."""

from __future__ import annotations

from tap_zoom_core.auth.base import Auth, sent_token
from tap_zoom_core.auth.bearer import Bearer
from tap_zoom_core.auth.grant import Grant
from tap_zoom_core.auth.refresh_token import RefreshToken
from tap_zoom_core.auth.server_to_server import ServerToServer
from tap_zoom_core.auth.store import ConfigStore, FileStore, TokenStore
from tap_zoom_core.auth.ways import BUILTIN_PLUGINS, no_auth

__all__ = [
    "BUILTIN_PLUGINS",
    "Auth",
    "Bearer",
    "ConfigStore",
    "FileStore",
    "Grant",
    "RefreshToken",
    "ServerToServer",
    "TokenStore",
    "no_auth",
    "sent_token",
]
