"""Selection: the streams that a run emits, and of each the columns and the way it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import field, frozen

from tap_zoom_core.catalog.columns import automatic, full_schema
from tap_zoom_core.catalog.discovery import FULL_TABLE, PLUGIN, replication_method
from tap_zoom_core.catalog.pruning import is_selected, pruned
from tap_zoom_core.catalog.reading import Catalog, Entry
from tap_zoom_core.errors import UsageError
from tap_zoom_core.graph import Registered, Streams, ancestors_first
from tap_zoom_core.plugins import Plugins
from tap_zoom_core.streams import JsonSchema, Stream


@frozen(kw_only=True)
class Selected:
    """A stream to emit. schema: of its rows, as selected; known: the same before the selection.

    incremental: whether its bookmark is used: not where it has none, or the catalog forces FULL_TABLE.
    """

    stream: Stream
    schema: JsonSchema
    known: JsonSchema
    incremental: bool

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of the primary key."""
        return self.stream.key

    @property
    def replication_key(self) -> str | None:
        """The column of the bookmark, None where none is used."""
        return self.stream.replication_key if self.incremental else None


@frozen
class Selection:
    """What a run emits: the selected streams by name, in the catalog's order."""

    streams: Mapping[str, Selected] = field(factory=dict)

    def names(self) -> set[str]:
        """Return the names of the selected streams."""
        return set(self.streams)


def select(
    catalog: Catalog | None,
    plugins: Plugins,
    streams: Streams,
    *,
    of_plugins: Sequence[str] = (),
    names: Sequence[str] = (),
    keep_unknown: bool = False,
) -> Selection:
    """Return what the catalog selects, or without one what is selected by default, narrowed by names.

    of_plugins, names: where given, only streams of these plugins, and only these streams; a stream that is
    named need not be selected by default. keep_unknown: as in ``full_schema``. Raises UsageError, listing the
    known ones, for a plugin or a stream that does not exist, in a catalog too; and for a stream that is named
    while its plugin is left out.
    """
    emitted = {name: streams[name] for name in ancestors_first(streams) if not streams[name].stream.hidden}
    entries = _entries(catalog, plugins)
    _refuse_unknown("plugin with streams", of_plugins, {each.plugin for each in emitted.values()})
    _refuse_unknown("stream", names, emitted)
    _refuse_unknown("stream", entries or (), emitted, where="the catalog: ")
    _refuse_contradiction(of_plugins, {name: emitted[name].plugin for name in names})
    found: dict[str, Selected] = {}
    for name, each in emitted.items():
        if (of_plugins and each.plugin not in of_plugins) or (names and name not in names):
            continue
        entry = Entry(name) if entries is None else entries.get(name)
        default = each.stream.selected or name in names
        if entry and _is_wanted(entry, default=default, named=name in names):
            known = full_schema(plugins, streams, name, keep_unknown=keep_unknown)
            found[name] = _selected(each, entry, known)
    return Selection(found)


def _entries(catalog: Catalog | None, plugins: Plugins) -> dict[str, Entry] | None:
    """Return the catalog's streams by name, without those of plugins that are disabled."""
    if catalog is None:
        return None
    return {
        entry.name: entry
        for entry in catalog.streams
        if entry.by_breadcrumb().get((), {}).get(PLUGIN) not in plugins.disabled
    }


def _refuse_unknown(what: str, given: Collection[str], known: Collection[str], where: str = "") -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise UsageError(f"{where}no {what} is named '{unknown[0]}'; known: {', '.join(sorted(known))}")


def _refuse_contradiction(of_plugins: Collection[str], plugin_of: Mapping[str, str]) -> None:
    for name, plugin in plugin_of.items():
        if of_plugins and plugin not in of_plugins:
            raise UsageError(
                f"--stream {name} is a stream of plugin '{plugin}', which --plugin leaves out: "
                f"add --plugin {plugin}, or name streams alone"
            )


def _is_wanted(entry: Entry, *, default: bool, named: bool) -> bool:
    """Tell whether a stream is selected; its name on the command line beats what is only a default."""
    said = dict(entry.by_breadcrumb().get((), {}))
    if named:
        said.pop("selected-by-default", None)
    return is_selected({(): said}, (), entry.schema_, default)


def _selected(each: Registered, entry: Entry, known: JsonSchema) -> Selected:
    metadata = entry.by_breadcrumb()
    said = metadata.get((), {})
    methods = {
        said.get("replication-method"),
        said.get("forced-replication-method"),
        entry.replication_method,
    }
    schema = _as_given(entry.schema_, known, each.stream)
    return Selected(
        stream=each.stream,
        schema=pruned(schema, metadata, keep=automatic(each.stream)),
        known={**known, "properties": {**schema["properties"], **known["properties"]}},
        incremental=replication_method(each.stream) != FULL_TABLE and FULL_TABLE not in methods,
    )


def _as_given(given: JsonSchema, known: JsonSchema, stream: Stream) -> JsonSchema:
    """Return the catalog's own schema of a stream, which runners may have edited, or the known one.

    Columns that are automatic are added where it lacks them; a definition without a type takes the known one.
    """
    ours: dict[str, JsonSchema] = known["properties"]
    theirs = given.get("properties")
    if not isinstance(theirs, dict) or not theirs:
        return known
    added = {name: ours[name] for name in ours if name in automatic(stream) and name not in theirs}
    typed = {
        name: definition
        if isinstance(definition, dict) and "type" in definition
        else {
            **(definition if isinstance(definition, dict) else {}),
            **ours.get(name, {"type": ["string", "null"]}),
        }
        for name, definition in theirs.items()
    }
    return {**known, "properties": {**added, **typed}}
