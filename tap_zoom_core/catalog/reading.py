"""A catalog file, read and checked: its shape here, the names in it when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from tap_zoom_core.errors import UsageError

Metadata = Mapping[tuple[str, ...], Mapping[str, Any]]
"""What a catalog says of each breadcrumb of a stream; ``()`` is the stream itself."""


class Item(msgspec.Struct):
    """What is said of one breadcrumb."""

    breadcrumb: list[str]
    metadata: dict[str, Any] = msgspec.field(default_factory=dict)


class Entry(msgspec.Struct, rename={"schema_": "schema"}):
    """One stream of a catalog."""

    tap_stream_id: str = ""
    stream: str = ""
    schema_: dict[str, Any] = msgspec.field(default_factory=dict)
    metadata: list[Item] = msgspec.field(default_factory=list)
    replication_method: str | None = None

    @property
    def name(self) -> str:
        """The name that state and selection know the stream by."""
        return self.tap_stream_id or self.stream

    def by_breadcrumb(self) -> Metadata:
        """Return the metadata by breadcrumb; of several items for one breadcrumb, later ones win."""
        found: dict[tuple[str, ...], dict[str, Any]] = {}
        for item in self.metadata:
            found.setdefault(tuple(item.breadcrumb), {}).update(item.metadata)
        return found


class Catalog(msgspec.Struct):
    """A Singer catalog; keys that are not used here are ignored."""

    streams: list[Entry]


def read_catalog(path: Path) -> Catalog:
    """Read a catalog file. Raises UsageError, in one line, where it is missing or is no catalog."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Catalog)
    except OSError as error:
        raise UsageError(f"the catalog {path} cannot be read: {error.strerror}") from None
    except msgspec.ValidationError as error:
        raise UsageError(f"the catalog {path} is no Singer catalog: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the catalog {path} is not valid JSON: {error}") from None
