"""The cassettes: what they must not hold, and what they must."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tap_zoom_sandbox.words import FIRST, LAST

from tap_zoom_core import Config
from tap_zoom_core.plugins import collect_streams, load_plugins

FOLDER = Path(__file__).parents[1] / "cassettes"
CASSETTES = sorted(FOLDER.glob("*.yaml"))
FILES = sorted(each for each in FOLDER.iterdir() if each.is_file())
FAMILIES = ("users", "meetings", "webinars", "reports")

of_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
of_cassette = pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)


def interactions(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]
    return found


def strings(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a JSON value, with the name of the field that holds it."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from strings(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each, name)
    elif isinstance(value, str) and value:
        yield name, value


def texts(path: Path) -> list[tuple[str, str]]:
    """Return each text that a cassette's answers, or the messages beside it, hold."""
    if path.suffix == ".jsonl":
        records = [json.loads(line).get("record") for line in path.read_text(encoding="utf-8").splitlines()]
        return list(strings(records))
    bodies = [each["response"]["body"]["string"] for each in interactions(path)]
    return [text for body in bodies for text in strings(json.loads(body))]


@of_file
def test_every_email_is_a_pseudonym(path: Path) -> None:
    """Every address is at example.com, under a name that says nothing."""
    emails = re.findall(r"[^\s\"'/=<>]+(?:@|%40)[\w.-]+", path.read_text(encoding="utf-8"))

    assert [each for each in emails if not re.fullmatch(r"person\.[0-9a-f]{8}@example\.com", each)] == []


@of_file
def test_every_name_is_a_pseudonym(path: Path) -> None:
    """What stands where people's names stand, and where they write freely, says nothing."""
    fields = re.compile(
        r"(first|last|display|user|host|contact)_name|name|topic|agenda|comments|answer|question"
    )
    found = [text for name, text in texts(path) if fields.fullmatch(name)]

    pseudonym = re.compile(r"(Name|Text) [0-9a-f]{8}|Anonymous Attendee")
    assert [each for each in found if not pseudonym.fullmatch(each)] == []


@of_file
def test_no_name_of_the_account_is_left(path: Path) -> None:
    """None of the names that the pretend account gives its people stands anywhere, in whatever field."""
    words = re.compile(rf"\b({'|'.join(re.escape(f'{name} ') for name in FIRST)})({'|'.join(LAST)})\b")

    assert [text for _, text in texts(path) if words.search(text)] == []


@of_file
def test_no_secret_is_left(path: Path) -> None:
    """No token, no secret, no passcode, no key, and nothing that looks like one."""
    fields = re.compile(r".*(token|secret|password|passcode|host_key|pin_code).*")
    found = {text for name, text in texts(path) if fields.fullmatch(name) and name != "next_page_token"}
    content = path.read_text(encoding="utf-8")

    assert found <= {"scrubbed"}
    assert (
        re.findall(
            r"(?i)bearer [\w.-]+|basic [\w+/=]{8,}|sandbox-[\w-]+|eyJ[\w.-]{8,}|pwd=\w+|tk=\w+", content
        )
        == []
    )


@of_file
def test_no_machine_is_left(path: Path) -> None:
    """No address of the machine that recorded, no port, no link that leads anywhere."""
    links = re.findall(r"https?://[^\s\"]+", path.read_text(encoding="utf-8"))
    known = ("https://api.zoom.us/v2/", "https://zoom.us/oauth/token", "https://example.com/scrubbed/")

    assert [each for each in links if not each.startswith(known) and each != "https://api.zoom.us"] == []


@of_cassette
def test_requests_say_nothing_but_what_is_asked(path: Path) -> None:
    """Neither headers nor bodies of requests are kept; of an answer's headers, those that the tap reads."""
    found = interactions(path)
    kept = {name for each in found for name in each["response"]["headers"]}

    assert [each for each in found if each["request"]["headers"] or each["request"]["body"]] == []
    assert kept <= {
        "content-type",
        "date",
        "retry-after",
        "x-ratelimit-category",
        "x-ratelimit-type",
        "x-ratelimit-limit",
    }


@of_cassette
def test_requests_stand_in_order(path: Path) -> None:
    """They are sorted, whatever order they were made in: recording again moves nothing about."""
    uris = [each["request"]["uri"] for each in interactions(path)]

    assert uris == sorted(uris)


@of_file
def test_files_stay_small(path: Path) -> None:
    """A cassette is read by people, in a diff: it stays below 150 kB."""
    assert path.stat().st_size < 150_000


def test_every_stream_has_rows_in_a_cassette() -> None:
    """Each of the 21 streams is replayed with rows of its own."""
    lines = [
        json.loads(line)
        for path in FOLDER.glob("*.messages.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]

    streams = collect_streams(load_plugins(), Config()).items()
    ours = {name for name, each in streams if each.plugin in FAMILIES and not each.stream.hidden}

    assert len(ours) == 21
    assert {line["stream"] for line in lines if line["type"] == "RECORD"} == ours
