"""``--test``: one record of each stream, with few requests, and nothing that a runner could keep."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from commanding import Tap, file
from tap_zoom_sandbox.testing import Sandbox


def messages(text: str) -> Counter[tuple[str, str]]:
    """Count messages by type and stream."""
    return Counter((each["type"], each.get("stream", "")) for each in map(json.loads, text.splitlines()))


@pytest.mark.parametrize("words", [("--test",), ("--test=all",), ("sync", "--test")])
def test_one_record_of_each_stream(tap: Tap, words: tuple[str, ...]) -> None:
    """A SCHEMA and a RECORD each, no STATE, and far fewer requests than a sync of all would take."""
    with Sandbox(users=30, seed=7, plan="none", clock="2026-06-15") as zoom:
        streams = ("users", "meetings", "report_meetings")
        named = [word for each in streams for word in ("--stream", each)]
        config = file("config.json", json.dumps(zoom.config))

        ran = tap("--config", config, *words, *named)

        rows = sum(len(zoom.expected(each)) for each in streams)
        assert ran.code == 0
        assert messages(ran.out) == Counter((kind, each) for each in streams for kind in ("SCHEMA", "RECORD"))
        assert "test: 3 of 3 streams gave a record, with " in ran.err
        assert zoom.requests()["total"] < rows / 2


def test_a_stream_that_holds_nothing_is_named(tap: Tap) -> None:
    """It is no failure: an account may have no such thing."""
    with Sandbox(users=2, plan="none", sessions_per_user=0.1, clock="2026-06-15") as zoom:
        assert zoom.expected("webinar_polls") == []
        config = file("config.json", json.dumps(zoom.config))

        ran = tap("--config", config, "--test", "--stream", "webinar_polls")

        assert (ran.code, messages(ran.out)["RECORD", "webinar_polls"]) == (0, 0)
        assert "test: 0 of 1 streams gave a record, with " in ran.err
        assert ran.err.rstrip().endswith("; none came of webinar_polls")


def test_credentials_that_are_refused_fail_the_test(tap: Tap) -> None:
    """So that a runner sees it."""
    with Sandbox(users=2, plan="none") as zoom:
        config = file("config.json", json.dumps({**zoom.config, "client_secret": "not-it"}))

        assert tap("--config", config, "--test").code == 1


def test_schemas_alone_need_neither_config_nor_network(tap: Tap) -> None:
    """Each stream that is selected by default, once."""
    ran = tap("--test=schema")

    default = [
        entry["stream"]
        for entry in json.loads(tap("discover").out)["streams"]
        for item in entry["metadata"]
        if item["metadata"].get("selected-by-default")
    ]
    assert (ran.code, ran.err) == (0, "")
    assert messages(ran.out) == Counter(("SCHEMA", each) for each in default)


def test_another_kind_of_test_is_bad_usage(tap: Tap) -> None:
    """There are two kinds."""
    assert tap("--test=most").code == 2
