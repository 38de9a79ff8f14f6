"""A new plugin, written from templates: it installs, passes its tests, and is meant to be changed."""

from __future__ import annotations

from tap_zoom_core.scaffold.writing import write_plugin

__all__ = ["write_plugin"]
