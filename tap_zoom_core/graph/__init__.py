"""The graph of streams: what must hold of it, and which part of it a run walks."""

from __future__ import annotations

from tap_zoom_core.graph.checks import ancestors_first, check
from tap_zoom_core.graph.descent import Registered, Streams, ancestors, columns, orphans, stand_ins
from tap_zoom_core.graph.planning import Node, Plan, plan

__all__ = [
    "Node",
    "Plan",
    "Registered",
    "Streams",
    "ancestors",
    "ancestors_first",
    "check",
    "columns",
    "orphans",
    "plan",
    "stand_ins",
]
