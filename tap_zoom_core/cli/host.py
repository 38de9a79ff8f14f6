"""What every command begins with: the config is read, the plugins are loaded, their streams collected."""

from __future__ import annotations

import os
from importlib import metadata

from attrs import frozen

from tap_zoom_core.cli.options import Options
from tap_zoom_core.config import Config, disabled_plugins, read_raw_config, structure_config
from tap_zoom_core.graph import Streams
from tap_zoom_core.plugins import Plugins, collect_streams, load_plugins

NAME = "tap-zoom"
DISTRIBUTION = "tap-zoom-core"


def version() -> str:
    """Return the version of the installed tap."""
    return metadata.version(DISTRIBUTION)


@frozen
class Host:
    """A config, the plugins that it leaves, and the streams that these register under it."""

    config: Config
    plugins: Plugins
    streams: Streams


def open_host(options: Options) -> Host:
    """Read the config, load the plugins, collect the streams. Raises ConfigError and PluginError."""
    raw = read_raw_config(options.config, os.environ)
    plugins = load_plugins(disabled_plugins(raw))
    config = structure_config(raw, plugins.names())
    return Host(config, plugins, collect_streams(plugins, config))
