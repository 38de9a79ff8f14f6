"""Where refresh tokens are kept: whole or not at all, by one process at a time, under the right name."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from tap_zoom_core.auth import ConfigStore, FileStore
from tap_zoom_core.auth.files import replace_file
from tap_zoom_core.auth.store import TokenStore, default_path
from tap_zoom_core.errors import AuthError


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_a_new_file_and_its_folder_are_the_owners_alone(tmp_path: Path) -> None:
    """The token is readable by nobody else, and no other file is left beside it."""
    path = tmp_path / "state" / "token.json"
    with FileStore(path, "r0").held():
        pass

    assert (mode(path.parent), mode(path), names(path.parent)) == (0o700, 0o600, ["token.json"])


def test_a_write_that_fails_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk fails while the new content is written, the old one stands and nothing lies about."""

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "token.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, b"new")

    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["token.json"])


def test_the_content_is_on_the_disk_before_it_takes_the_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order is: the new file to the disk, the rename, the folder to the disk."""
    steps = []
    really_replace = Path.replace

    def note_fsync(descriptor: int) -> None:
        steps.append("sync folder" if os.path.isdir(f"/dev/fd/{descriptor}") else "sync file")  # noqa: PTH112

    def note_replace(self: Path, target: Path) -> Path:
        steps.append("rename")
        return really_replace(self, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    replace_file(tmp_path / "token.json", b"new")

    assert steps == ["sync file", "rename", "sync folder"]


def test_a_link_keeps_pointing_to_the_file(tmp_path: Path) -> None:
    """What a link points to is replaced, not the link."""
    link, target = tmp_path / "link", tmp_path / "target"
    target.write_bytes(b"old")
    link.symlink_to(target)
    replace_file(link, b"new")

    assert (link.is_symlink(), target.read_bytes()) == (True, b"new")


def test_the_config_file_keeps_its_other_keys_their_order_and_its_mode(tmp_path: Path) -> None:
    """Writing back into the config changes the refresh token and nothing else."""
    path = tmp_path / "config.json"
    config = '{"client_id": "ä", "refresh_token": "%s", "users": {"a": [1, null, "\\ud800"]}}'
    path.write_text(config % "r0", encoding="utf-8")
    path.chmod(0o640)
    store = ConfigStore(path, "r0")
    with store.held() as token:
        store.save("r1")

    assert token == "r0"
    assert list(json.loads(path.read_text("utf-8")).items()) == list(json.loads(config % "r1").items())
    assert mode(path) == 0o640


def test_a_token_file_that_others_could_read_becomes_the_owners_alone(tmp_path: Path) -> None:
    """A store of its own is always 0600, whatever mode a file had that stood there."""
    path = tmp_path / "token.json"
    path.touch(mode=0o644)
    FileStore(path, "r0").save("r1")

    assert mode(path) == 0o600


def test_the_config_files_token_of_now_is_used(tmp_path: Path) -> None:
    """Where another run has renewed the token since the config was read, its token is the one alive."""
    path = tmp_path / "config.json"
    path.write_text('{"refresh_token": "r7"}')

    assert ConfigStore(path, "r0").load() == "r7"


@pytest.mark.parametrize("content", ["[1]", '{"refresh_token": "r"', '{"a": 1}', "\udcff"])
def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path, content: str) -> None:
    """A file that holds something else is neither used nor overwritten, and the error tells what to do."""
    path = tmp_path / "token.json"
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(AuthError, match="set token_store to another file"), FileStore(path, "r0").held():
        pass

    assert content.encode(errors="surrogateescape") == path.read_bytes()


@pytest.mark.parametrize("store", [FileStore, ConfigStore])
def test_one_run_at_a_time_holds_a_store(tmp_path: Path, store: type[TokenStore]) -> None:
    """A second run waits until the first has saved its token, and then goes on from that token."""
    path = tmp_path / "token.json"
    if store is ConfigStore:
        path.write_text('{"refresh_token": "r0"}')
    first, second = store(path, "r0"), store(path, "r0")
    got: list[str] = []

    def hold_second() -> None:
        with second.held() as token:
            got.append(token)

    with first.held():
        waiting = threading.Thread(target=hold_second)
        waiting.start()
        waiting.join(0.05)
        before = list(got)
        first.save("r1")
    waiting.join(5)

    assert (before, got) == ([], ["r1"])


def test_the_default_file_is_one_for_each_consent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two accounts that consented to the same app do not share a file, which would kill one's token."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = default_path("id", "r0"), default_path("id", "s0")

    assert first == default_path("id", "r0")
    assert first != second
    assert "r0" not in first.name
    assert first.name.startswith("refresh-token-")


def test_a_store_does_not_show_its_token() -> None:
    """The repr names the file and not the token."""
    assert repr(FileStore(Path("t.json"), "r0")) == "FileStore(path=PosixPath('t.json'))"
