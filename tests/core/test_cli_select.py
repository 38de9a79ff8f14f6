"""``tap-zoom select``, and the schemas that a sync makes of its catalog."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commanding import Tap


def schemas(text: str) -> dict[str, set[str]]:
    """Return the streams of SCHEMA messages, with their columns."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        message = json.loads(line)
        assert message["type"] == "SCHEMA"
        found[message["stream"]] = set(message["schema"]["properties"])
    return found


def test_a_sync_emits_what_was_selected(tap: Tap) -> None:
    """From patterns to a catalog to the columns that a target will see; keys are always among them."""
    ran = tap("select", "users.email", "meetings.*", "!meetings.settings.*", "--output", "catalog.json")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.endswith("2 of 21 streams selected: users, meetings\n")

    everything = schemas(tap("--test=schema").out)
    selected = schemas(tap("--catalog", "catalog.json", "--test=schema").out)

    assert selected == {"users": {"id", "email"}, "meetings": everything["meetings"] - {"settings"}}


def test_the_catalog_goes_to_stdout_and_the_summary_to_stderr(tap: Tap) -> None:
    """So that it can be piped; -q takes the summary away."""
    ran = tap("select", "users", "-q")

    selected = [
        entry["tap_stream_id"]
        for entry in json.loads(ran.out)["streams"]
        for item in entry["metadata"]
        if item["breadcrumb"] == [] and item["metadata"]["selected"]
    ]
    assert (ran.code, ran.err, selected) == (0, "", ["users"])


def test_what_cannot_be_selected_is_one_line(tap: Tap) -> None:
    """A pattern that means nothing, a file that cannot be written."""
    pattern, output = tap("select", "user"), tap("select", "users", "-o", "no/such/folder")

    assert (pattern.code, pattern.out, output.code, output.out) == (2, "", 2, "")
    assert pattern.err == "tap-zoom: pattern 'user' means no stream; did you mean users?\n"
    assert output.err.splitlines()[-1] == "tap-zoom: --output no/such/folder: No such file or directory"
    assert not Path("no").exists()
