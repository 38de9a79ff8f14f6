"""The walk: the graph of streams read in parallel, written as Singer messages, and accounted for."""

from __future__ import annotations

from tap_zoom_core.sync.beginning import Task
from tap_zoom_core.sync.running import Result, run
from tap_zoom_core.sync.session import run_sync
from tap_zoom_core.sync.walk import Walk

__all__ = ["Result", "Task", "Walk", "run", "run_sync"]
