"""The lines of descent: who a stream's declared ancestors are, and what it takes from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from tap_zoom_core.streams import Stream


@frozen
class Registered:
    """A stream, and the name of the plugin that registered it."""

    stream: Stream
    plugin: str


Streams = Mapping[str, Registered]
"""Registered streams by their names, in the order of registration."""


def columns(name: str, streams: Streams) -> tuple[str, ...]:
    """Return the columns that a stream's rows take from its declared ancestors, outermost first."""
    found: dict[str, None] = {}
    for ancestor in reversed([name, *ancestors(name, streams)]):
        parent = streams[ancestor].stream.parent
        found.update(dict.fromkeys(parent.context if parent else ()))
    return tuple(found)


def orphans(streams: Streams) -> set[str]:
    """Return the streams whose parent, or whose ancestor's parent, is not registered."""
    cut_off = {name for name, each in streams.items() if parent_of(each.stream) not in {"", *streams}}
    return {name for name in streams if not cut_off.isdisjoint([name, *ancestors(name, streams)])}


def ancestors(name: str, streams: Streams) -> Iterator[str]:
    """Yield the declared ancestors of a stream that are registered, the nearest first, each once."""
    seen = {name}
    while (above := parent_of(streams[name].stream)) in streams and above not in seen:
        yield above
        seen.add(above)
        name = above


def parent_of(stream: Stream) -> str:
    """Return the name of a stream's declared parent, "" for a root."""
    return stream.parent.stream if stream.parent else ""


def stand_ins(name: str, streams: Streams) -> list[str]:
    """Return the streams that can stand in for one, in the order of registration."""
    return [
        other
        for other, each in streams.items()
        if each.stream.stands_in and name in each.stream.stands_in.streams
    ]
