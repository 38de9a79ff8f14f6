"""The config: its settings, and the door through which it comes in."""

from __future__ import annotations

from tap_zoom_core.config.settings import Config, setting, settings

__all__ = ["Config", "setting", "settings"]
