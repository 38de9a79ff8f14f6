"""What there is to say of each stream, as data: for tables, JSON and diagrams."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import asdict, frozen

from tap_zoom_core.catalog.discovery import replication_method
from tap_zoom_core.graph import Registered, Streams, ancestors_first

HEADINGS = ("stream", "parent", "key", "replication", "rate limit", "plugin", "read", "scopes")


@frozen(kw_only=True)
class Described:
    """One stream. ``hidden``: only read for its children. ``scopes``: any one of them is enough."""

    stream: str
    plugin: str
    parent: str | None
    path: str | None
    key: tuple[str, ...]
    replication_method: str
    replication_key: str | None
    rate_limit: str | None
    scopes: tuple[str, ...]
    hidden: bool
    selected_by_default: bool
    stands_in_for: tuple[str, ...]

    def row(self) -> tuple[str, ...]:
        """Return the cells under HEADINGS; a hidden stream has neither key nor replication."""
        return (
            self.stream,
            self.parent or "",
            "" if self.hidden else ", ".join(self.key),
            ""
            if self.hidden
            else (self.replication_key or self.replication_method.lower().replace("_", " ")),
            self.rate_limit or "",
            self.plugin,
            self._read(),
            ", ".join(self.scopes),
        )

    def as_json(self) -> dict[str, object]:
        """Return all of it as plain JSON values."""
        return asdict(self)

    def _read(self) -> str:
        if self.stands_in_for:
            return "in place of " + ", ".join(self.stands_in_for)
        if self.hidden:
            return "for its children"
        return "" if self.selected_by_default else "only if selected"


def described(streams: Streams) -> list[Described]:
    """Return every stream, parents before their children, in the catalog's order."""
    return [_described(streams[name]) for name in ancestors_first(streams)]


def as_tree(found: Sequence[Described]) -> list[tuple[str, Described]]:
    """Return the streams as a tree is drawn: each with its branch and its name, roots first.

    The name of a hidden stream stands in parentheses.
    """
    return _below(found, None, "")


def _below(found: Sequence[Described], parent: str | None, indent: str) -> list[tuple[str, Described]]:
    children = [each for each in found if each.parent == parent]
    drawn: list[tuple[str, Described]] = []
    for each in children:
        last = each is children[-1]
        branch = "" if parent is None else f"{indent}{'└─ ' if last else '├─ '}"
        below = "" if parent is None else f"{indent}{'   ' if last else '│  '}"
        drawn.append((f"{branch}({each.stream})" if each.hidden else f"{branch}{each.stream}", each))
        drawn += _below(found, each.stream, below)
    return drawn


def _described(each: Registered) -> Described:
    stream = each.stream
    return Described(
        stream=stream.name,
        plugin=each.plugin,
        parent=stream.parent.stream if stream.parent else None,
        path=stream.path,
        key=stream.key,
        replication_method=replication_method(stream),
        replication_key=stream.replication_key,
        rate_limit=stream.rate.name if stream.path else None,
        scopes=stream.scopes,
        hidden=stream.hidden,
        selected_by_default=stream.selected,
        stands_in_for=stream.stands_in.streams if stream.stands_in else (),
    )
