"""tap-zoom: a Singer tap for Zoom whose streams are contributed by plugins. These names are its API."""

from __future__ import annotations

from tap_zoom_core.auth import Auth, Grant, ServerToServer
from tap_zoom_core.config import Config
from tap_zoom_core.errors import AuthError, ConfigError, TapZoomError
from tap_zoom_core.hookspecs import hookimpl
from tap_zoom_core.streams import (
    JsonSchema,
    Parent,
    Rate,
    Record,
    StandIn,
    Stream,
    Text,
    Transform,
    Window,
)

__all__ = [
    "Auth",
    "AuthError",
    "Config",
    "ConfigError",
    "Grant",
    "JsonSchema",
    "Parent",
    "Rate",
    "Record",
    "ServerToServer",
    "StandIn",
    "Stream",
    "TapZoomError",
    "Text",
    "Transform",
    "Window",
    "hookimpl",
]
