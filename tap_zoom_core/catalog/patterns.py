"""Selection by patterns, such as ``meetings.*`` and ``!meetings.settings.*``, read as Meltano reads them.

A pattern names a stream, and behind a dot a field, below which there may be more: ``stream.field.field``.
``*`` and ``?`` stand for any letters and for one. ``!`` excludes, and beats what includes, in any order. A
stream or an object that is named alone is meant with all it holds.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from attrs import frozen

from tap_zoom_core.errors import UsageError
from tap_zoom_core.streams import JsonSchema

Path = tuple[str, ...]
"""The names that lead to a field: those of the objects that hold it, then its own."""
Breadcrumb = tuple[str, ...]


@frozen
class Pattern:
    """One pattern. ``stream`` and each of ``fields`` may hold wildcards; without fields, the whole stream."""

    raw: str
    excludes: bool
    stream: str
    fields: Path

    def of(self, stream: str) -> bool:
        """Tell whether it speaks of a stream."""
        return fnmatchcase(stream, self.stream)

    @property
    def whole(self) -> bool:
        """Whether it means a stream and all its fields."""
        return self.fields in ((), ("*",))

    def covers(self, path: Path) -> bool:
        """Tell whether it means a field, or an object that holds it."""
        pattern = ".".join(self.fields)
        return self.whole or any(
            fnmatchcase(".".join(path[:end]), pattern) for end in range(1, len(path) + 1)
        )

    def leads_through(self, path: Path) -> bool:
        """Tell whether what it means lies below a field."""
        return len(path) < len(self.fields) and fnmatchcase(
            ".".join(path), ".".join(self.fields[: len(path)])
        )


def read_pattern(raw: str) -> Pattern:
    """Read a pattern; in a stream's name a dot stands behind a backslash."""
    stream, *fields = re.split(r"(?<!\\)\.", raw.removeprefix("!"))
    return Pattern(raw, raw.startswith("!"), stream.replace(r"\.", "."), tuple(fields))


def select_by_patterns(catalog: dict[str, Any], raw: Sequence[str]) -> dict[str, Any]:
    """Return a discovered catalog in which exactly what the patterns mean is selected.

    Where all of them exclude, they take away from what is selected by default. Keys and bookmarks stay
    automatic. Raises UsageError for a pattern that means nothing in this catalog, with what comes nearest.
    """
    patterns = [read_pattern(each) for each in raw]
    _check(patterns, catalog)
    return {**catalog, "streams": [_selected(entry, patterns) for entry in catalog["streams"]]}


def _selected(entry: dict[str, Any], patterns: Sequence[Pattern]) -> dict[str, Any]:
    ours = [each for each in patterns if each.of(entry["tap_stream_id"])]
    said = {tuple(item["breadcrumb"]): dict(item["metadata"]) for item in entry["metadata"]}
    by_default = bool(said[()].get("selected-by-default")) and all(each.excludes for each in patterns)
    includes = [each for each in ours if not each.excludes] + ([read_pattern("*")] if by_default else [])
    excludes = [each for each in ours if each.excludes]
    said[()]["selected"] = bool(includes) and not any(each.whole for each in excludes)
    for crumb, _, chosen in _chosen(entry["schema"], includes, excludes):
        if said.get(crumb, {}).get("inclusion") != "automatic":
            said[crumb] = {"inclusion": "available", **said.get(crumb, {}), "selected": chosen}
    metadata = [{"breadcrumb": list(crumb), "metadata": item} for crumb, item in said.items()]
    return {**entry, "metadata": metadata}


def _chosen(
    schema: JsonSchema,
    includes: Collection[Pattern],
    excludes: Collection[Pattern],
    at: Breadcrumb = (),
    path: Path = (),
) -> Iterator[tuple[Breadcrumb, Path, bool]]:
    """Yield each field's breadcrumb and path, and whether it is chosen; an object left empty is not."""
    for crumb, name, definition in _fields(schema, at):
        here = (*path, name)
        below = list(_chosen(definition, includes, excludes, crumb, here))
        chosen = any(each.covers(here) or each.leads_through(here) for each in includes)
        chosen = chosen and not any(each.covers(here) for each in excludes)
        yield crumb, here, chosen and (not below or any(each for _, _, each in below))
        yield from below


def _fields(schema: JsonSchema, at: Breadcrumb) -> Iterator[tuple[Breadcrumb, str, JsonSchema]]:
    """Yield the fields of an object, or of the objects in an array."""
    for name, definition in (schema.get("properties") or {}).items():
        yield (*at, "properties", name), name, definition
    if isinstance(schema.get("items"), dict):
        yield from _fields(schema["items"], (*at, "items"))


def _check(patterns: Iterable[Pattern], catalog: dict[str, Any]) -> None:
    schemas = {entry["tap_stream_id"]: entry["schema"] for entry in catalog["streams"]}
    for pattern in patterns:
        streams = [name for name in schemas if pattern.of(name)]
        if not streams:
            raise UsageError(f"pattern '{pattern.raw}' means no stream{_nearest(pattern.stream, schemas)}")
        paths = [path for name in streams for _, path, _ in _chosen(schemas[name], (), ())]
        if not any(pattern.covers(path) for path in paths):
            wanted, known = ".".join(pattern.fields), [".".join(path) for path in paths]
            raise UsageError(f"pattern '{pattern.raw}' means no field{_nearest(wanted, known)}")


def _nearest(wanted: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(wanted, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known: {', '.join(sorted(set(known))[:40])}"
