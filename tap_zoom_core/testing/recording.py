"""One cassette in a test: recorded when that is asked for, and always replayed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msgspec
from attrs import field, frozen

from tap_zoom_core.config import read_raw_config
from tap_zoom_core.errors import TapZoomError
from tap_zoom_core.testing.cassettes import Serializer, read_cassette, recording, replaying
from tap_zoom_core.testing.messages import Message, Messages
from tap_zoom_core.testing.running import run_tap
from tap_zoom_core.testing.scrubbing import SCRUBBED, Scrubber

CREDENTIALS = ("client_secret", "refresh_token", "access_token", "jwt")
"""The settings of which one at least says that the environment holds a way in to an account."""
SAID_AGAIN = ("start_date", "end_date")
"""What the environment may say beside credentials, and a replay must know."""
RENEWAL = "POST /oauth/token"
# One worker: vcrpy's patches are not safe for threads, and requests in one order make the same file again.
_ALONE = {"max_workers": 1}


class Account(Protocol):
    """Something that a cassette can be recorded from: a config for the tap leads to it."""

    @property
    def config(self) -> Mapping[str, Any]:
        """A config for the tap."""


@frozen
class Cassette:
    """A file of recorded answers. ``account`` gives what to record from; None: the file is only replayed."""

    path: Path
    account: Callable[[], Account] | None = field(default=None, repr=False)

    def run(
        self,
        *streams: str,
        state: Mapping[str, Any] | None = None,
        plugins: Sequence[object] = (),
        **config: Any,
    ) -> Messages:
        """Sync these streams from the cassette and return the messages; no network is needed.

        config: settings beside the way in, such as ``start_date`` and ``end_date``: give both where streams
        go by dates, so that every day gives the same requests. Asked to record, it first records the same
        sync. A request that is not in the cassette ends the test.
        """
        if self.account is not None:
            self._record(self.account, streams, state, plugins, config)
        if not self.path.is_file():
            raise TapZoomError(f"there is no cassette {self.path}: record it with pytest --zoom-record")
        way_in = _APP if RENEWAL in self.requests else {"access_token": SCRUBBED}
        said = read_cassette(self.path)["config"]
        with replaying(self.path):
            return run_tap(
                *streams, config={**config, **said, **way_in, **_ALONE}, state=state, plugins=plugins
            )

    @property
    def requests(self) -> list[str]:
        """The requests that were recorded, such as ``GET /v2/users?page_size=300&status=active``."""
        found = [each["request"] for each in read_cassette(self.path)["interactions"]]
        return [f"{each['method']} /{each['uri'].split('/', 3)[3]}" for each in found]

    @property
    def pretend(self) -> bool:
        """Whether it was recorded from ``zoom_sandbox``, whose every row is known, and not from Zoom."""
        return bool(read_cassette(self.path)["pretend"])

    def expected(self, messages: Messages) -> list[Message]:
        """Return the messages that are kept beside the cassette, to compare ``messages.sorted()`` with.

        Asked to record, it first keeps those that it is given: look at what changed before you commit them.
        """
        path = self.path.with_suffix(".messages.jsonl")
        if self.account is not None:
            path.write_bytes(b"".join(msgspec.json.encode(each) + b"\n" for each in messages.sorted()))
        return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]

    def _record(
        self,
        account: Callable[[], Account],
        streams: Sequence[str],
        state: Mapping[str, Any] | None,
        plugins: Sequence[object],
        config: Mapping[str, Any],
    ) -> None:
        given = read_raw_config(["ENV"], os.environ).values
        pretend = not any(name in given for name in CREDENTIALS)
        way_in = dict(account().config if pretend else given)
        notes = {
            "config": {name: way_in[name] for name in SAID_AGAIN if name in way_in},
            "pretend": pretend,
        }
        key = next(str(way_in[name]) for name in CREDENTIALS if name in way_in)
        origins = frozenset(_origin(way_in[name]) for name in ("api_url", "token_url") if name in way_in)
        with recording(self.path, Serializer(Scrubber(key, origins), notes)):
            run_tap(*streams, config={**config, **way_in, **_ALONE}, state=state, plugins=plugins)


_APP = {"account_id": SCRUBBED, "client_id": SCRUBBED, "client_secret": SCRUBBED}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
