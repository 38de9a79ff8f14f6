"""The ways in that are built in, in the order in which they are tried, and what to say where none is open."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from tap_zoom_core.auth import bearer, refresh_token, server_to_server
from tap_zoom_core.config import Config
from tap_zoom_core.errors import ConfigError

BUILTIN_PLUGINS: Mapping[str, ModuleType] = {
    "auth-server-to-server": server_to_server,
    "auth-refresh-token": refresh_token,
    "auth-bearer": bearer,
}
"""Plugins by name, to register in this order: so pluggy asks them, as all of them are ``trylast``."""

THREE_WAYS = (
    "give account_id, client_id and client_secret (Server-to-Server OAuth), or client_id, client_secret and "
    "refresh_token (OAuth with a user's consent), or access_token (a token made elsewhere); "
    "tap-zoom init asks for what it takes"
)
SETS = (
    ("account_id", "client_id", "client_secret"),
    ("client_id", "client_secret", "refresh_token"),
)


def no_auth(config: Config) -> ConfigError:
    """Return the error to raise where no plugin answers ``provide_auth``: one line, with the ways in.

    Where the config holds a part of a set, the line names what is missing from it.
    """
    given = {name for names in SETS for name in names if getattr(config, name)}
    if not given:
        return ConfigError(f"the config holds no way to sign in to Zoom: {THREE_WAYS}")
    most = max(len(given.intersection(names)) for names in SETS)
    nearest = [names for names in SETS if len(given.intersection(names)) == most]
    there = " and ".join(sorted(given))
    missing = ", or ".join(" and ".join(name for name in names if name not in given) for names in nearest)
    return ConfigError(f"the config holds {there}, but not {missing or 'the plugin for them'}: {THREE_WAYS}")
