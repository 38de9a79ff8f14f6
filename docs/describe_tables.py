"""The tables of README.md and docs/operating.md, as Markdown made from the code."""

from __future__ import annotations

from collections.abc import Iterable

from tap_zoom_core.client.verdicts import MEANINGS
from tap_zoom_core.config.settings import settings
from tap_zoom_core.graph import Streams, ancestors_first, plan
from tap_zoom_core.ledger import COLUMNS
from tap_zoom_core.streams import Stream


def table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; a pipe in a cell is written so that it stays in its cell."""
    headings = list(headings)
    lines = [headings, ["---"] * len(headings), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(*words: str) -> str:
    """Return words as Markdown code, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def settings_table() -> str:
    """Return the settings: name, type, default, sentence."""
    rows = []
    for each in settings():
        data = each.metadata
        default = "" if each.default in (None, ()) else code(_written(each.default))
        secret = " Secret." if data["secret"] else ""
        rows.append((code(each.name), data["kind"], default, data["help"] + secret))
    return table(("setting", "type", "default", "what it does"), rows)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def streams_table(streams: Streams) -> str:
    """Return the emitted streams: name, key, replication, parent, plugin, in the catalog's order."""
    rows = []
    for name in ancestors_first(streams):
        stream = streams[name].stream
        if not stream.hidden:
            link = f"[`{name}`](docs/streams.md#{name})" + ("" if stream.selected else " ¹")
            rows.append((link, code(*stream.key), replication(stream), _parent(stream), streams[name].plugin))
    return table(("stream", "key", "replication", "one listing per", "plugin"), rows)


def replication(stream: Stream) -> str:
    """Return how a stream is read again: by which column, or as a whole."""
    return f"new by `{stream.replication_key}`" if stream.replication_key else "full table"


def _parent(stream: Stream) -> str:
    return code(stream.parent.stream) if stream.parent else "account"


def scopes_table(streams: Streams) -> str:
    """Return, for each plugin, the scopes that its streams and all their ancestors need, of both kinds."""
    rows = []
    for plugin in sorted({each.plugin for each in streams.values()}):
        selected = [name for name, each in streams.items() if each.plugin == plugin and each.stream.selected]
        needed = [node.stream for node in plan(streams, selected).nodes() if node.stream.scopes]
        if needed:
            classic = sorted({scope for stream in needed for scope in admin_scopes(stream, granular=False)})
            granular = sorted({scope for stream in needed for scope in admin_scopes(stream, granular=True)})
            rows.append((plugin, "<br>".join(map(code, classic)), "<br>".join(map(code, granular))))
    return table(("plugin", "classic scopes", "granular scopes"), rows)


def admin_scopes(stream: Stream, *, granular: bool) -> list[str]:
    """Return a stream's scopes of one kind, those for a whole account: ``…:admin``."""
    return [scope for scope in stream.scopes if scope.endswith(":admin") and is_granular(scope) is granular]


def is_granular(scope: str) -> bool:
    """Tell whether a scope is of the newer kind: ``resource:action:operation``, perhaps with ``:admin``."""
    return len(scope.removesuffix(":admin").split(":")) > 2


def columns_table() -> str:
    """Return the ledger's columns and what they mean."""
    return table(("column", "what it counts"), ((code(name), what) for name, what in COLUMNS.items()))


def meanings_table() -> str:
    """Return what Zoom's codes mean where a stream declares them as no rows."""
    return table(("code", "meaning"), ((code(str(number)), what) for number, what in MEANINGS.items()))
