"""The config as it was given: files and the environment, read and merged, not yet checked."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import field, frozen

from tap_zoom_core.config.environment import read_environment
from tap_zoom_core.errors import ConfigError

ENV = "ENV"
"""What stands for the environment where a config file is named."""


@frozen
class RawConfig:
    """Settings and sections by name, values as they were given; ``path`` is that of Config."""

    values: Mapping[str, Any] = field(factory=dict, repr=False)
    path: Path | None = None


def read_raw_config(paths: Sequence[str], environ: Mapping[str, str]) -> RawConfig:
    """Read and merge JSON files, later ones over earlier ones; where ENV is named, the environment over all.

    A null counts as not given. Without ENV the environment is left alone. Raises ConfigError with a line for
    each file that is missing, unreadable or no JSON object.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    source: Path | None = None
    for path in [Path(each) for each in paths if each != ENV]:
        try:
            given = _read_file(path)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        if given.get("refresh_token") or not values.get("refresh_token"):
            source = path
        values.update(given)
    if problems:
        raise ConfigError(*problems)
    if ENV in paths:
        given = read_environment(environ)
        if given.get("refresh_token"):
            source = None
        values.update(given)
    return RawConfig(values, source)


def _read_file(path: Path) -> dict[str, Any]:
    """Return a file's settings without those that are null."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ConfigError(f"config file {path} is not valid JSON ({where}: {error.msg})") from None
    except UnicodeDecodeError:
        raise ConfigError(f"config file {path} is not valid JSON (it is not UTF-8 text)") from None
    except (RecursionError, ValueError):
        why = "it is nested too deeply, or holds a number of thousands of digits"
        raise ConfigError(f"config file {path} is not valid JSON ({why})") from None
    except FileNotFoundError:
        raise ConfigError(f"config file {path} does not exist") from None
    except OSError as error:
        raise ConfigError(f"config file {path} cannot be read ({error.strerror})") from None
    if not isinstance(content, dict):
        raise ConfigError(f"config file {path} should hold one JSON object, and holds something else")
    return {name: value for name, value in content.items() if value is not None}
