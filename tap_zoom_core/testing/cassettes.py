"""Cassettes as files: vcrpy's own format in YAML, scrubbed, and written so that their diffs can be read."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import vcr
import yaml
from attrs import field, frozen
from vcr.errors import CannotOverwriteExistingCassetteException

from tap_zoom_core.errors import TapZoomError
from tap_zoom_core.testing.scrubbing import Scrubber, kept_headers

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Block(str):
    """A text of several lines, which YAML shall show line by line."""

    __slots__ = ()


class _Dumper(Dumper):  # type: ignore[misc]
    """Writes blocks as blocks, and repeats what occurs twice."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write no anchors."""
        return True


_Dumper.add_representer(
    Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


@frozen
class Serializer:
    """What vcrpy calls to write and read a cassette's text.

    notes: what else stands in the file, by name; never a secret.
    """

    scrubber: Scrubber
    notes: Mapping[str, Any] = field(factory=dict)

    def serialize(self, cassette: dict[str, Any]) -> str:
        """Return the text of a cassette: scrubbed, in the order of the URIs."""
        bodies = [self._body(each["response"]) for each in cassette["interactions"]]
        found = [
            self._interaction(each, body) for each, body in zip(cassette["interactions"], bodies, strict=True)
        ]
        found.sort(key=lambda each: (each["request"]["uri"], each["request"]["method"]))
        content = {"version": 1, **self.notes, "interactions": found}
        text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, width=200)
        return text

    def deserialize(self, text: str) -> Any:
        """Return what a cassette's text holds."""
        return yaml.load(text, Loader=Loader)  # noqa: S506  (a safe loader, in C where there is one)

    def _interaction(self, interaction: dict[str, Any], body: str) -> dict[str, Any]:
        request, response = interaction["request"], interaction["response"]
        uri = self.scrubber.uri(request["method"], request["uri"])
        return {
            # Neither headers nor a body: they hold credentials, and say nothing that the URI does not.
            "request": {"method": request["method"], "uri": uri, "headers": {}, "body": None},
            "response": {
                "status": dict(response["status"]),
                "headers": kept_headers(response["headers"]),
                "body": {"string": Block(body)},
            },
        }

    def _body(self, response: Mapping[str, Any]) -> str:
        body = response["body"]["string"]
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body or ""
        try:
            value = json.loads(text)
        except ValueError:
            return self.scrubber.text(text)
        return json.dumps(self.scrubber.value(value), indent=1) + "\n"


@contextmanager
def recording(path: Path, serializer: Serializer) -> Iterator[None]:
    """Record what is asked while the block runs, with one worker, into a new file."""
    path.unlink(missing_ok=True)
    with _open(path, serializer, "all"):
        yield


@contextmanager
def replaying(path: Path) -> Iterator[None]:
    """Answer from a cassette what is asked while the block runs, with one worker; all else is an error.

    No socket connects to anything meanwhile. Raises TapZoomError where something was asked that is not
    recorded, or something recorded was not asked.
    """
    serializer = Serializer(Scrubber(""))
    try:
        with patch.object(socket.socket, "connect", _refuse), _open(path, serializer, "none") as cassette:
            yield
    except CannotOverwriteExistingCassetteException as error:
        request = error.failed_request
        raise TapZoomError(
            f"{path.name} does not hold {request.method} {request.uri}: "
            "record it again with pytest --zoom-record, if it is rightly asked"
        ) from None
    left = [request.uri for at, request in enumerate(cassette.requests) if not cassette.play_counts[at]]
    if left:
        raise TapZoomError(
            f"{path.name}: {len(left)} recorded requests were not made, the first {left[0]}: "
            "record it again with pytest --zoom-record, if they are rightly left out"
        )


def read_cassette(path: Path) -> dict[str, Any]:
    """Return what stands in a cassette's file."""
    found: dict[str, Any] = Serializer(Scrubber("")).deserialize(path.read_text(encoding="utf-8"))
    return found


def _refuse(self: socket.socket, address: object) -> None:
    raise AssertionError(f"a replay needs no network, and something connects to {address}")


@contextmanager
def _open(path: Path, serializer: Serializer, mode: str) -> Iterator[Any]:
    recorder = vcr.VCR(
        record_mode=mode, match_on=("zoom",), decode_compressed_response=True, record_on_exception=False
    )
    recorder.register_serializer("zoom", serializer)
    recorder.register_matcher("zoom", _is_same)
    with _quiet(logging.getLogger("vcr")), recorder.use_cassette(str(path), serializer="zoom") as cassette:
        yield cassette


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Let vcrpy write no lines: they show whole answers, tokens and all."""
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def _is_same(asked: Any, recorded: Any) -> None:
    """Hold a request against a recorded one: method, path, and a query without secrets, in any order."""
    scrubber = Scrubber("")
    ours, theirs = _parts(scrubber, asked), _parts(scrubber, recorded)
    assert ours == theirs, f"{ours} is not {theirs}"


def _parts(scrubber: Scrubber, request: Any) -> tuple[str, str]:
    return request.method, scrubber.uri(request.method, request.uri)
