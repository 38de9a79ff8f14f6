"""Settings from the environment: TAP_ZOOM_<SETTING>, and a .env in the working folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from tap_zoom_core.errors import ConfigError

PREFIX = "TAP_ZOOM_"
NO_SETTINGS = ("loglevel",)
"""What runners set under the same prefix and means no setting; so does what has a second underscore."""


def read_environment(environ: Mapping[str, str], dotenv: Path = Path(".env")) -> dict[str, str]:
    """Return what the environment sets, by lower-case name: text as it stands there, empty text left out.

    ``environ`` beats the file ``dotenv``, which need not exist. ConfigError where that is no text.
    """
    try:
        filed = dotenv_values(dotenv, interpolate=False)
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{dotenv} cannot be read as UTF-8 text") from None
    return {**_named(filed), **_named(environ)}


def _named(variables: Mapping[str, str | None]) -> dict[str, str]:
    found = {
        variable.removeprefix(PREFIX).lower(): value
        for variable, value in variables.items()
        if variable.startswith(PREFIX) and value
    }
    return {
        name: value for name, value in found.items() if name not in NO_SETTINGS and not name.startswith("_")
    }
