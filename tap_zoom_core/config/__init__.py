"""The config: its settings, and the door through which it comes in."""

from __future__ import annotations

from tap_zoom_core.config.door import disabled_plugins, load_config, structure_config
from tap_zoom_core.config.raw import RawConfig, read_raw_config
from tap_zoom_core.config.schema import settings_schema
from tap_zoom_core.config.settings import Config, setting, settings

__all__ = [
    "Config",
    "RawConfig",
    "disabled_plugins",
    "load_config",
    "read_raw_config",
    "setting",
    "settings",
    "settings_schema",
    "structure_config",
]
