"""docs/streams.md: the graph as a diagram that GitHub draws, and a section for each stream."""

from __future__ import annotations

from describe_tables import admin_scopes, code, replication, table

from tap_zoom_core.cli.describing import described
from tap_zoom_core.cli.diagram import mermaid
from tap_zoom_core.client.verdicts import meaning
from tap_zoom_core.graph import Streams, ancestors_first
from tap_zoom_core.streams import Refusal, Stream


def diagram(streams: Streams) -> str:
    """Return the graph in Mermaid, as ``tap-zoom streams --format mermaid`` draws it."""
    return f"```mermaid\n{mermaid(described(streams))}```"


def sections(streams: Streams) -> str:
    """Return a section for each stream: those that are emitted first, then those that only feed them."""
    names = ancestors_first(streams)
    emitted = [_section(streams, name) for name in names if not streams[name].stream.hidden]
    hidden = [_section(streams, name) for name in names if streams[name].stream.hidden]
    return "\n".join(["## Streams\n", *emitted, "## Hidden listings\n", HIDDEN, *hidden])


HIDDEN = """\
They are read for the streams that hang from them, and are not emitted. One that stands in for another is read
only where that one cannot be had, because a scope is missing or the account may not call it.
"""


def _section(streams: Streams, name: str) -> str:
    stream = streams[name].stream
    facts = {
        "plugin": streams[name].plugin,
        "endpoint": _endpoint(stream),
        "asked": _asked(stream),
        "only where": _condition(stream),
        "stands in for": code(*_stood_in(stream)),
        "key": "" if stream.hidden else code(*stream.key),
        "told apart by": code(*stream.natural),
        "replication": "" if stream.hidden else replication(stream),
        "selected": "no, unless the catalog says so" if not stream.selected else "",
        "rate limit": stream.rate.name if stream.path else "",
        "classic scope": code(*admin_scopes(stream, granular=False)),
        "granular scope": code(*admin_scopes(stream, granular=True)),
        "no rows when": "<br>".join(map(_refusal, _sorted(stream.empty_on))),
        "parent gone when": "<br>".join(map(_refusal, _sorted(stream.gone_on))),
    }
    rows = [(what, value) for what, value in facts.items() if value]
    return f"### {name}\n\n{table(('', ''), rows)}"


def _endpoint(stream: Stream) -> str:
    if stream.path is None:
        return "none: its rows stand in the parent's records"
    query = "&".join(f"{key}={_text(value)}" for key, value in stream.params.items())
    return code(f"GET {stream.path}" + (f"?{query}" if query else ""))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _asked(stream: Stream) -> str:
    per = f"once for each of {code(stream.parent.stream)}" if stream.parent else "once for the account"
    each = [f"each {code(name)} of {code(*values)}" for name, values in stream.each.items()]
    window = [f"windows of at most {stream.window.days} days"] if stream.window else []
    return ", ".join([per, *each, *window])


def _condition(stream: Stream) -> str:
    """Return in words the question that is asked of the parent's record, by its function's name."""
    when = stream.parent.when if stream.parent else None
    return when.__name__.replace("_", " ") if when else ""


def _stood_in(stream: Stream) -> tuple[str, ...]:
    return stream.stands_in.streams if stream.stands_in else ()


def _sorted(refusals: frozenset[Refusal]) -> list[Refusal]:
    return sorted(refusals, key=lambda each: each if isinstance(each, tuple) else (each, ""))


def _refusal(refusal: Refusal) -> str:
    number, part = refusal if isinstance(refusal, tuple) else (refusal, "")
    return f"{number} “{part}”" if part else f"{number}: {meaning(number, '')}"
