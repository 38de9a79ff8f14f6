"""The plan: which trees reach the selected streams, with stand-ins where a parent cannot be had."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from attrs import field, frozen

from tap_zoom_core.graph.descent import Streams, ancestors, columns, stand_ins
from tap_zoom_core.streams import Parent, Stream


@frozen(kw_only=True)
class Node:
    """A stream in its place in the walk.

    context: for each column that the stream's Parent names, the field where the records of the node above
    have it (a stand-in's names are mapped already). The field is looked up in that record first; where the
    record has no such field, in the context of the node above, that is in what its own ancestors gave.
    A row's context is the context of the node above, overlaid with the columns looked up so.
    columns: the columns that the rows take from that context. They are those of the declared ancestors, so
    they stay the same when a stand-in takes an ancestor's place; one that the context lacks is null. What
    else the context holds serves paths and descendants only: it must not fill a field of the row.
    emitted: whether its rows are written; False for hidden and unselected ancestors.
    """

    stream: Stream
    plugin: str
    emitted: bool
    context: Mapping[str, str]
    columns: tuple[str, ...]
    children: tuple[Node, ...] = ()

    def names(self) -> Iterator[str]:
        """Yield the names of the streams of the tree that begins here."""
        yield self.stream.name
        for child in self.children:
            yield from child.names()


@frozen(kw_only=True)
class Plan:
    """What a run walks: trees of nodes, each stream at most once, in the order of registration.

    lost: the selected streams that cannot be had, each with its reason.
    """

    roots: tuple[Node, ...] = ()
    lost: Mapping[str, str] = field(factory=dict)

    def nodes(self) -> Iterator[Node]:
        """Yield every node, parents before their children."""
        waiting = list(reversed(self.roots))
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def plan(streams: Streams, selected: Collection[str], unavailable: Collection[str] = frozenset()) -> Plan:
    """Return the trees that reach the selected streams.

    unavailable: names of streams that this account or token cannot list. Where a parent is among them, or
    descends from one, the first stand-in that can be had takes its place; where there is none, the children
    are lost. Hidden streams are never emitted, though they be selected.
    """
    return _Planner(streams, frozenset(selected), frozenset(unavailable)).plan()


@frozen
class _Planner:
    streams: Streams
    selected: frozenset[str]
    unavailable: frozenset[str]

    def plan(self) -> Plan:
        lost: dict[str, str] = {}
        above: dict[str, str | None] = {}
        for name, each in self.streams.items():
            if name not in self.selected or each.stream.hidden:
                continue
            line = self._line(name, ())
            if line is None:
                lost[name] = self._why(name)
            else:
                above.update(zip(line, [*line[1:], None], strict=True))
        roots = [name for name in self.streams if name in above and above[name] is None]
        return Plan(roots=tuple(self._node(name, above) for name in roots), lost=lost)

    def _line(self, name: str, trail: tuple[str, ...]) -> list[str] | None:
        """Return a stream and what it descends from up to a root, stand-ins in place; None without a way."""
        if name in self.unavailable or name in trail or name not in self.streams:
            return None
        parent = self.streams[name].stream.parent
        if parent is None:
            return [name]
        for candidate in (parent.stream, *stand_ins(parent.stream, self.streams)):
            line = self._line(candidate, (*trail, name))
            if line is not None:
                return [name, *line]
        return None

    def _node(self, name: str, above: Mapping[str, str | None]) -> Node:
        each = self.streams[name]
        return Node(
            stream=each.stream,
            plugin=each.plugin,
            emitted=name in self.selected and not each.stream.hidden,
            context=self._context(each.stream.parent, above[name]),
            columns=columns(name, self.streams),
            children=tuple(self._node(child, above) for child in self.streams if above.get(child) == name),
        )

    def _context(self, parent: Parent | None, provider: str | None) -> Mapping[str, str]:
        if parent is None or provider is None:
            return {}
        stands_in = self.streams[provider].stream.stands_in
        if provider == parent.stream or stands_in is None:
            return parent.context
        return {column: stands_in.fields.get(field, field) for column, field in parent.context.items()}

    def _why(self, name: str) -> str:
        blocked = name
        for ancestor in ancestors(name, self.streams):
            if blocked in self.unavailable:
                break
            blocked = ancestor
        if blocked == name:
            return f"'{name}' cannot be had"
        others = ", ".join(f"'{other}'" for other in stand_ins(blocked, self.streams))
        return f"it needs '{blocked}', which cannot be had" + (
            f", and neither can {others}" if others else ""
        )
