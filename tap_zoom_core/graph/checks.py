"""What must hold of a graph before it is walked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from tap_zoom_core.errors import PluginError
from tap_zoom_core.graph.descent import Registered, Streams, ancestors, columns, parent_of, stand_ins
from tap_zoom_core.streams import Stream

_PLACEHOLDER = re.compile(r"{(\w+)}")


def check(streams: Streams, owners: Mapping[str, str] | None = None) -> None:
    """Refuse a graph that cannot be walked.

    owners: how to speak of each plugin, by its name. Raises PluginError for a missing parent, a cycle, or a
    placeholder that no ancestor fills. A stand-in may lack its parent: then it stands in for nothing.
    """
    names = owners or {}
    for name, each in streams.items():
        parent = parent_of(each.stream)
        if parent not in {"", *streams} and not each.stream.stands_in:
            raise PluginError(
                f"{_whose(each, names)} needs parent '{parent}', which no installed plugin registers; "
                f"registered: {', '.join(sorted(set(streams) - {name})) or 'nothing'}"
            )
    ancestors_first(streams, names)
    for each in streams.values():
        for above in _possible_parents(each.stream, streams):
            _check_placeholders(each, above, streams, names)


def ancestors_first(streams: Streams, owners: Mapping[str, str] | None = None) -> list[str]:
    """Return the streams' names in the order of registration, but ancestors before descendants.

    Raises PluginError where streams are their own ancestors, spelling out the circle.
    """
    links = {name: {parent_of(each.stream)} & streams.keys() for name, each in streams.items()}
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        circle = error.args[1]
        whose = sorted({_plugin(streams[name], owners or {}) for name in circle})
        raise PluginError(
            f"streams are their own ancestors: {' → '.join(circle)}, of {' and '.join(whose)}; "
            "one of them must name another parent"
        ) from None
    ordered: dict[str, None] = {}
    for name in streams:
        ordered.update(dict.fromkeys(reversed([name, *ancestors(name, streams)])))
    return list(ordered)


def _possible_parents(stream: Stream, streams: Streams) -> list[str]:
    parent = parent_of(stream)
    return [parent, *(stand_ins(parent, streams))] if parent in streams else [""]


def _check_placeholders(each: Registered, above: str, streams: Streams, names: Mapping[str, str]) -> None:
    own = each.stream.parent.context if each.stream.parent else {}
    filled = {*own, *(columns(above, streams) if above else ())}
    for wanted in _PLACEHOLDER.findall(each.stream.path or ""):
        if wanted not in filled:
            raise PluginError(
                f"{_whose(each, names)} has {{{wanted}}} in its path, which no ancestor fills"
                + (f" when its parent is '{above}'" if above else "")
                + f"; filled: {', '.join(sorted(filled)) or 'none'}"
            )


def _whose(each: Registered, names: Mapping[str, str]) -> str:
    return f"stream '{each.stream.name}' of {_plugin(each, names)}"


def _plugin(each: Registered, names: Mapping[str, str]) -> str:
    return names.get(each.plugin, f"plugin '{each.plugin}'")
