"""Reading the config: files over files, the environment over all where it was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tap_zoom_core.config import Config, RawConfig, load_config, read_raw_config
from tap_zoom_core.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, so that no .env of elsewhere is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(name: str, **values: Any) -> str:
    Path(name).write_text(json.dumps(values))
    return name


def test_later_files_win_and_a_null_is_not_given() -> None:
    """Two files are merged key by key; a null in the later one leaves the earlier one's value."""
    first = written("a.json", page_size=30, client_id="a", users={"x": 1})
    second = written("b.json", page_size=50, client_id=None, users={"y": 2})

    assert read_raw_config([first, second], {}).values == {
        "page_size": 50,
        "client_id": "a",
        "users": {"y": 2},
    }


def test_the_environment_is_left_alone_unless_it_was_asked_for() -> None:
    """Runners set the same variables beside the file: without ENV they do not count."""
    file, environ = written("a.json", page_size=30), {"TAP_ZOOM_PAGE_SIZE": "50"}
    Path(".env").write_text("TAP_ZOOM_PAGE_SIZE=70\n")

    assert read_raw_config([file], environ).values == {"page_size": 30}
    assert read_raw_config([], environ) == RawConfig()


@pytest.mark.parametrize("order", [["ENV", "a.json"], ["a.json", "ENV"]])
def test_the_environment_beats_files_whatever_the_order(order: list[str]) -> None:
    """TAP_ZOOM_<SETTING> wins over the file, the file holds where the environment says nothing."""
    written("a.json", page_size=30, max_workers=4)
    environ = {"TAP_ZOOM_PAGE_SIZE": "50", "TAP_ZOOM_MAX_WORKERS": "", "PAGE_SIZE": "9"}

    config = load_config(order, environ=environ, plugins=())

    assert config == Config(page_size=50, max_workers=4, path=Path("a.json"))


def test_the_environment_holds_every_type_as_text() -> None:
    """Integers, booleans, arrays and sections as JSON; what runners set for themselves is no setting."""
    environ = {
        "TAP_ZOOM_PAGE_SIZE": "50",
        "TAP_ZOOM_KEEP_UNKNOWN_FIELDS": "on",
        "TAP_ZOOM_DISABLED_PLUGINS": '["webinars"]',
        "TAP_ZOOM_MY_PHONE": '{"sites": [1]}',
        "TAP_ZOOM__SELECT": '["*.*"]',
        "TAP_ZOOM__LOAD_SCHEMA": "zoom",
        "TAP_ZOOM_LOGLEVEL": "DEBUG",
    }

    assert load_config(["ENV"], environ=environ, plugins=["my-phone"]) == Config(
        page_size=50,
        keep_unknown_fields=True,
        disabled_plugins=("webinars",),
        sections={"my-phone": {"sites": [1]}},
    )


def test_a_dotenv_file_counts_where_the_environment_was_asked_for() -> None:
    """The working folder's .env is read, quotes and comments as usual, and the environment beats it."""
    Path(".env").write_text(
        "# ours\nexport TAP_ZOOM_CLIENT_ID='from file'\n"
        "TAP_ZOOM_ACCOUNT_ID=a${HOME} # why\nTAP_ZOOM_PAGE_SIZE=7\n"
    )

    assert load_config(["ENV"], environ={"TAP_ZOOM_PAGE_SIZE": "50"}, plugins=()) == Config(
        client_id="from file", account_id="a${HOME}", page_size=50
    )


def test_a_dotenv_file_that_is_no_text_is_told() -> None:
    """A .env in another encoding is one line, not a traceback."""
    Path(".env").write_bytes(b"TAP_ZOOM_CLIENT_ID=\xff\n")
    with pytest.raises(ConfigError, match=r"^\.env cannot be read as UTF-8 text$"):
        read_raw_config(["ENV"], {})


@pytest.mark.parametrize(
    ("tokens", "environ", "path"),
    [
        (["r0", None], {}, "0.json"),
        ([None, "r1"], {}, "1.json"),
        (["r0", "r1"], {}, "1.json"),
        ([None, None], {}, "1.json"),
        (["r0", None], {"TAP_ZOOM_REFRESH_TOKEN": "r2"}, None),
        (["r0", None], {"TAP_ZOOM_CLIENT_ID": "id"}, "0.json"),
    ],
)
def test_the_path_is_that_of_the_file_that_holds_the_refresh_token(
    tokens: list[str | None], environ: dict[str, str], path: str | None
) -> None:
    """A rotated token goes back to the file that it came from, and to none where it came from elsewhere."""
    files = [written(f"{n}.json", refresh_token=token) for n, token in enumerate(tokens)]

    assert read_raw_config([*files, "ENV"], environ).path == (Path(path) if path else None)


def test_every_file_that_cannot_be_read_is_told_in_one_go(folder: Path) -> None:
    """Each file is one line that says what is wrong with it; none repeats what the file holds."""
    contents = {
        "broken.json": b'{"a": 1,\n "client_secret": s3cr3t}',
        "latin.json": b'{"a": "\xff"}',
        "deep.json": b"[" * 100_000,
        "long.json": b"1" * 100_000,
        "list.json": b'["s3cr3t"]',
        "empty.json": b"",
    }
    for name, content in contents.items():
        Path(name).write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load_config(["missing.json", str(folder), *contents], environ={}, plugins=())

    assert caught.value.exit_code == 2
    assert caught.value.problems == (
        "config file missing.json does not exist",
        f"config file {folder} cannot be read (Is a directory)",
        "config file broken.json is not valid JSON (line 2, column 19: Expecting value)",
        "config file latin.json is not valid JSON (it is not UTF-8 text)",
        *(
            f"config file {name}.json is not valid JSON "
            "(it is nested too deeply, or holds a number of thousands of digits)"
            for name in ("deep", "long")
        ),
        "config file list.json should hold one JSON object, and holds something else",
        "config file empty.json is not valid JSON (line 1, column 1: Expecting value)",
    )


def test_a_byte_order_mark_is_read_over() -> None:
    """Editors on Windows put one in front of the JSON."""
    Path("a.json").write_bytes(b'\xef\xbb\xbf{"page_size": 30}')

    assert load_config(["a.json"], environ={}, plugins=()).page_size == 30
