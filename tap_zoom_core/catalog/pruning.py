"""What a catalog leaves of a schema: deselected properties go, at every depth."""

from __future__ import annotations

from collections.abc import Collection

from tap_zoom_core.catalog.reading import Metadata
from tap_zoom_core.streams import JsonSchema


def pruned(
    schema: JsonSchema, metadata: Metadata, keep: Collection[str] = (), at: tuple[str, ...] = ()
) -> JsonSchema:
    """Return a schema without the properties that are deselected.

    keep: names at this depth that stay whatever is said of them. An object that is selected, but whose every
    property is deselected, stays whole: a runner that deselects everything before it selects an object by its
    name alone means all of it.
    """
    left = {name: value for name, value in schema.items() if name not in ("selected", "inclusion")}
    properties: dict[str, JsonSchema] = schema.get("properties") or {}
    if properties:
        kept = {
            name: pruned(definition, metadata, at=(*at, "properties", name))
            for name, definition in properties.items()
            if name in keep or is_selected(metadata, (*at, "properties", name), definition)
        }
        left["properties"] = kept or {name: pruned(each, {}) for name, each in properties.items()}
    if isinstance(schema.get("items"), dict):
        left["items"] = pruned(schema["items"], metadata, at=(*at, "items"))
    return left


def is_selected(
    metadata: Metadata, at: tuple[str, ...], definition: JsonSchema, default: bool = True
) -> bool:
    """Tell whether what stands at a breadcrumb is selected.

    What is automatic is, what is unsupported is not, else ``selected`` decides, else ``selected-by-default``.
    Catalogs of the old kind have ``inclusion`` and ``selected`` in the schema instead.
    """
    said: dict[str, object] = {
        name: definition[name] for name in ("inclusion", "selected") if name in definition
    } | dict(metadata.get(at, {}))
    if said.get("inclusion") in ("automatic", "unsupported"):
        return said["inclusion"] == "automatic"
    selected = said.get("selected")
    return bool(said.get("selected-by-default", default) if selected is None else selected)
