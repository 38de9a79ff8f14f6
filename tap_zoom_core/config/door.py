"""The door: what was given becomes a Config, or an error that holds every problem at once."""

from __future__ import annotations

import difflib
import json
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from attrs import Attribute
from cattrs import ClassValidationError, Converter
from cattrs.gen import make_dict_structure_fn, override

from tap_zoom_core.config.raw import RawConfig, read_raw_config
from tap_zoom_core.config.settings import Config, settings
from tap_zoom_core.config.values import read_value, shown
from tap_zoom_core.errors import ConfigError

logger = logging.getLogger("tap_zoom_core")


def load_config(
    paths: Sequence[str], *, environ: Mapping[str, str] = os.environ, plugins: Collection[str]
) -> Config:
    """Read the config that these files (or ENV) hold, for these loaded plugins. Raises ConfigError."""
    return structure_config(read_raw_config(paths, environ), plugins)


def disabled_plugins(raw: RawConfig) -> tuple[str, ...]:
    """Return the plugins to leave out, which must be known before plugins are loaded. Raises ConfigError."""
    names = {name: value for name, value in raw.values.items() if name == "disabled_plugins"}
    return _structure(names).disabled_plugins


def structure_config(raw: RawConfig, plugins: Collection[str]) -> Config:
    """Check what was given and make a Config of it; ``plugins`` are the names of the loaded ones.

    What stands under a plugin's name is its section. Other names that are no settings are warned about.
    Raises ConfigError, one line a problem, ``config.<name>: expected …, got …``, never a secret's value.
    """
    known = {each.name for each in settings()}
    given: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    for name, value in raw.values.items():
        if name in known:
            given[name] = value
        elif plugin := _plugin_of(name, plugins):
            sections[plugin] = _section(value)
        else:
            _warn_of(name, [*known, *plugins])
    return _structure({**given, "sections": sections, "path": raw.path})


def _structure(given: Mapping[str, Any]) -> Config:
    converter = Converter()
    hooks: dict[str, Any] = {each.name: override(struct_hook=_reader_of(each)) for each in settings()}
    taken = override(struct_hook=lambda value, _: value)
    converter.register_structure_hook(
        Config, make_dict_structure_fn(Config, converter, **hooks, sections=taken, path=taken)
    )
    # Text that is empty is how templates and runners write a setting that nobody gave.
    present = {name: value for name, value in given.items() if value is not None and value != ""}
    try:
        config = converter.structure(present, Config)
    except ClassValidationError as error:
        with_notes, _ = error.group_exceptions()
        raise ConfigError(*(f"config.{note.name}: {problem}" for problem, note in with_notes)) from None
    if config.start_date and config.end_date and config.end_date < config.start_date:
        start, end = shown(given["start_date"]), shown(given["end_date"])
        raise ConfigError(f"config.end_date: expected no date before start_date ({start}), got {end}")
    return config


def _reader_of(attribute: Attribute[Any]) -> Any:
    data = attribute.metadata
    return lambda value, _: read_value(value, data["kind"], data["rules"], secret=data["secret"])


def _plugin_of(name: str, plugins: Collection[str]) -> str | None:
    """Return the plugin that a name means; in the environment a hyphen is written as an underscore."""
    if name in plugins:
        return name
    return next((plugin for plugin in plugins if plugin.replace("-", "_") == name), None)


def _section(value: Any) -> Any:
    """Return a plugin's section; in the environment it is JSON."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _warn_of(name: str, known: Sequence[str]) -> None:
    nearest = difflib.get_close_matches(name, known, n=1)
    advice = f"; did you mean {nearest[0]}?" if nearest else ""
    logger.warning("config.%s is neither a setting nor a loaded plugin, and is left alone%s", name, advice)
