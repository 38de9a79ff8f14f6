"""A refresh token that rotates: the new one is kept before it is used, or the run stops."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from token_server import Answer, TokenServer, grants

from tap_zoom_core.auth import FileStore, RefreshToken
from tap_zoom_core.auth import store as store_module
from tap_zoom_core.auth.files import replace_file
from tap_zoom_core.auth.store import digest
from tap_zoom_core.errors import AuthError

DEAD = Answer(400, {"reason": "Invalid Token!", "error": "invalid_grant"})


def refresher(url: str, path: Path, configured: str = "r0") -> RefreshToken:
    return RefreshToken("id", "secret", url, FileStore(path, configured), first_wait=0.001, tries=2)


def tokens_asked_with(server: TokenServer) -> list[str]:
    return [form["refresh_token"] for form in server.asked]


def test_each_renewal_goes_on_from_the_last_within_a_run_and_after_it(tmp_path: Path) -> None:
    """The configured token is used once; then, and in the next run, the one that the last answer held."""
    path = tmp_path / "state" / "token.json"
    answers = [grants(f"a{n}", refresh_token=f"r{n}") for n in (1, 2, 3)]
    with TokenServer(*answers) as server:
        auth = refresher(server.url, path)
        auth.open()
        auth.renew("a1")
        refresher(server.url, path).open()

        assert [
            {"grant_type": "refresh_token", "refresh_token": token} for token in ("r0", "r1", "r2")
        ] == server.asked
        assert {"refresh_token": "r3", "descends_from": digest("r0")} == json.loads(path.read_text())


def test_a_new_token_in_the_config_wins_over_the_store(tmp_path: Path) -> None:
    """After a new consent the store's token, which descends from the old one, is left behind."""
    path = tmp_path / "token.json"
    with TokenServer(grants("a1", refresh_token="r1"), grants("a2", refresh_token="s1")) as server:
        refresher(server.url, path, "r0").open()
        refresher(server.url, path, "s0").open()

        assert tokens_asked_with(server) == ["r0", "s0"]
        assert {"refresh_token": "s1", "descends_from": digest("s0")} == json.loads(path.read_text())


def test_an_answer_without_a_new_refresh_token_keeps_the_old_one(tmp_path: Path) -> None:
    """Where the endpoint does not rotate, the token in use stays the one to use."""
    with TokenServer(grants("a")) as server:
        auth = refresher(server.url, tmp_path / "token.json")
        auth.open()
        auth.renew("a")

        assert tokens_asked_with(server) == ["r0", "r0"]


def test_a_store_that_cannot_be_written_stops_before_the_first_renewal(tmp_path: Path) -> None:
    """The endpoint is not asked, so the refresh token stays alive."""
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "token.json"
    with TokenServer(grants("a", refresh_token="r1")) as server:
        with pytest.raises(AuthError) as caught:
            refresher(server.url, path).open()

        assert (
            f"token store {path} cannot be written (File exists), so no token is renewed: "
            "the new refresh token would be lost; set token_store to a file that can be written"
        ) == str(caught.value)
        assert server.asked == []


def test_a_disk_that_is_full_stops_before_the_new_token_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new refresh token cannot be kept, the access token that came with it signs nothing."""
    path = tmp_path / "token.json"
    really_replace = replace_file

    def replace_until_full(path: Path, content: bytes, **more: bool) -> None:
        if b"r1" in content:
            raise OSError(errno.ENOSPC, "No space left on device")
        really_replace(path, content, **more)

    monkeypatch.setattr(store_module, "replace_file", replace_until_full)
    with TokenServer(grants("a", refresh_token="r1")) as server:
        auth = refresher(server.url, path)
        errors = []
        for _ in range(2):
            with pytest.raises(AuthError) as caught:
                _ = auth.token
            errors.append(str(caught.value))

        assert [
            f"token store {path} could not be written (No space left on device): the new refresh token is "
            "neither kept nor used; make room, consent again, and put the new refresh_token in the config"
        ] * 2 == errors
        assert tokens_asked_with(server) == ["r0"]
        assert {"refresh_token": "r0", "descends_from": digest("r0")} == json.loads(path.read_text())


def test_a_dead_refresh_token_tells_the_way_out(tmp_path: Path) -> None:
    """Zoom's invalid_grant means that a person has to consent again; it is not asked twice."""
    with TokenServer(DEAD) as server:
        host = server.url.split("/")[2]
        with pytest.raises(AuthError) as caught:
            refresher(server.url, tmp_path / "token.json").open()

        assert (
            f"no token from {host}: HTTP 400, Invalid Token! (invalid_grant); the refresh token is dead "
            "(each works once): let the user consent again, and put the new refresh_token into the config"
        ) == str(caught.value)
        assert tokens_asked_with(server) == ["r0"]
