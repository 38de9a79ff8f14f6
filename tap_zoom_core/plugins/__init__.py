"""Plugins: loaded from entry points by a function, and asked by functions. There is no global manager."""

from __future__ import annotations

from tap_zoom_core.plugins.asking import auth_of, collect_streams, find_schema, schema_of, transforms_of
from tap_zoom_core.plugins.loading import Plugin, Plugins, load_plugins

__all__ = [
    "Plugin",
    "Plugins",
    "auth_of",
    "collect_streams",
    "find_schema",
    "load_plugins",
    "schema_of",
    "transforms_of",
]
