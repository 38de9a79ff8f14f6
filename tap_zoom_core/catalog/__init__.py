"""The catalog: what there is, as discovery tells it, and what of it a run shall have."""

from __future__ import annotations

from tap_zoom_core.catalog.announcing import announced
from tap_zoom_core.catalog.discovery import discover
from tap_zoom_core.catalog.patterns import select_by_patterns
from tap_zoom_core.catalog.reading import Catalog, read_catalog
from tap_zoom_core.catalog.selection import Selected, Selection, select

__all__ = [
    "Catalog",
    "Selected",
    "Selection",
    "announced",
    "discover",
    "read_catalog",
    "select",
    "select_by_patterns",
]
