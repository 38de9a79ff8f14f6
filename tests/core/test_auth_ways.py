"""The ways in: which plugin answers for which config, and what is said where none does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pluggy
import pytest

from tap_zoom_core import hookspecs
from tap_zoom_core.auth import BUILTIN_PLUGINS, Bearer, ConfigStore, FileStore, no_auth, refresh_token
from tap_zoom_core.auth.store import default_path
from tap_zoom_core.config import Config
from tap_zoom_core.errors import ConfigError

S2S: dict[str, Any] = {"account_id": "acc", "client_id": "id", "client_secret": "secret"}
REFRESH: dict[str, Any] = {"client_id": "id", "client_secret": "secret", "refresh_token": "r0"}
WAYS = (
    "give account_id, client_id and client_secret (Server-to-Server OAuth), or client_id, client_secret and "
    "refresh_token (OAuth with a user's consent), or access_token (a token made elsewhere); "
    "tap-zoom init asks for what it takes"
)


def answer(config: Config, *strangers: object) -> Any:
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    for stranger in strangers:
        manager.register(stranger)
    for name, plugin in BUILTIN_PLUGINS.items():
        manager.register(plugin, name)
    return manager.hook.provide_auth(config=config)


@pytest.mark.parametrize(
    ("given", "way"),
    [
        (S2S, "ServerToServer"),
        (REFRESH, "RefreshToken"),
        ({"jwt": "t"}, "Bearer"),
        ({"access_token": "t"}, "Bearer"),
        ({**S2S, **REFRESH, "jwt": "t"}, "ServerToServer"),
        ({**REFRESH, "jwt": "t"}, "RefreshToken"),
        ({"client_id": "id", "client_secret": "secret", "jwt": "t"}, "Bearer"),
        ({"client_id": "id", "client_secret": "secret"}, "NoneType"),
        ({}, "NoneType"),
    ],
)
def test_the_config_chooses_the_way(given: dict[str, Any], way: str) -> None:
    """Each way needs the whole of its set; those that renew themselves come before a token from elsewhere."""
    assert way == type(answer(Config(**given))).__name__


def test_another_plugins_answer_comes_before_the_built_in_ones() -> None:
    """Built-in ways are asked last, whatever the order in which plugins are registered."""

    class Stranger:
        @hookspecs.hookimpl
        def provide_auth(self) -> Bearer:
            return Bearer("theirs")

    assert answer(Config(**S2S), Stranger()).token == "theirs"


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({}, "the config holds no way to sign in to Zoom"),
        (
            {"client_id": "id", "client_secret": "secret"},
            "the config holds client_id and client_secret, but not account_id, or refresh_token",
        ),
        (
            {"account_id": "acc", "client_id": "id"},
            "the config holds account_id and client_id, but not client_secret",
        ),
        ({"refresh_token": "r"}, "the config holds refresh_token, but not client_id and client_secret"),
    ],
)
def test_without_a_way_in_the_line_tells_what_is_missing(given: dict[str, Any], what: str) -> None:
    """Half a set is named with what it lacks, and the three ways are told, in one line."""
    error = no_auth(Config(**given))

    assert (f"{what}: {WAYS}", 2) == (str(error), error.exit_code)


def test_the_config_says_where_the_token_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By default in the user's state directory; else in a file, ~ being the home; else in the config file."""
    monkeypatch.setenv("HOME", str(tmp_path))
    paths: list[Any] = []
    monkeypatch.setattr(refresh_token, "RefreshToken", lambda *args, **_: paths.append(args[3]))
    for store in (None, "~/t.json", "config"):
        refresh_token.provide_auth(Config(**REFRESH, token_store=store, path=Path("c.json")))

    assert [
        FileStore(default_path("id", "r0"), "r0"),
        FileStore(tmp_path / "t.json", "r0"),
        ConfigStore(Path("c.json"), "r0"),
    ] == paths


def test_the_config_file_cannot_keep_a_token_that_it_did_not_hold() -> None:
    """Where the refresh token came from the environment, token_store config is an error before anything."""
    with pytest.raises(ConfigError) as caught:
        refresh_token.provide_auth(Config(**REFRESH, token_store="config"))

    assert str(caught.value) == (
        'config.token_store: "config" needs a config file that holds the refresh_token, which comes from '
        "elsewhere; set token_store to a file, or leave it out"
    )
