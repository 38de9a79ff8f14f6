"""A plugin's transform that raises: whose it is, what it costs, and what it does not."""

from __future__ import annotations

from typing import Any

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import Record, Stream, Transform, hookimpl
from tap_zoom_core.testing import Messages, run_tap


class Faulty:
    """A plugin whose transform fails on every record of one stream."""

    def __init__(self, stream: str) -> None:
        self.stream, self.__name__ = stream, "faulty"

    @hookimpl
    def provide_transform(self, stream: Stream) -> Transform | None:
        """Answer for one stream."""
        return divide if stream.name == self.stream else None


def divide(record: Record) -> Record:
    """Fail."""
    return {**record, "share": 1 / 0}


def sync(sandbox: Sandbox, faulty: str, *streams: str) -> Messages:
    """Sync some streams, the transform of one of which fails."""
    config = {**sandbox.config, "start_date": "2026-05-15"}
    return run_tap(*streams, config=config, plugins=[Faulty(faulty)])


def failures(messages: Messages) -> dict[str, Any]:
    """Return the first failure of each stream that has one."""
    streams = messages.ledger["streams"].items()
    return {name: each["failures"][0] for name, each in streams if each["failures"]}


def test_a_stream_with_children_fails_alone(zoom_sandbox: Sandbox) -> None:
    """No row of it is written, its children's are all, and the failure names plugin, line and key."""
    whole = run_tap("meetings", config=zoom_sandbox.config)

    messages = sync(zoom_sandbox, "users", "users", "meetings")

    first = zoom_sandbox.expected("users")[0]["record"]["id"]
    line = divide.__code__.co_firstlineno + 2
    assert failures(messages) == {
        "users": f"plugin 'faulty' (of this test ): its transform divide() failed with ZeroDivisionError "
        f"in line {line} on the record of id '{first}'"
    }
    assert messages.exit_code == 1
    assert messages.records("users") == []
    assert sorted(messages.records("meetings"), key=str) == sorted(whole.records("meetings"), key=str)
    assert messages.ledger["balanced"]


@pytest.mark.parametrize("faulty", ["report_meetings", "report_meeting_participants"])
def test_a_leaf_fails_alone_and_keeps_its_bookmark(zoom_sandbox: Sandbox, faulty: str) -> None:
    """Its bookmark does not move, the bookmark of the stream beside it does, and the sums come out."""
    both = {"report_meetings", "report_meeting_participants"}

    messages = sync(zoom_sandbox, faulty, *both)

    assert list(failures(messages)) == [faulty]
    assert messages.exit_code == 1
    assert messages.records(faulty) == []
    assert set(messages.state["bookmarks"]) == both - {faulty}
    assert messages.ledger["balanced"]
