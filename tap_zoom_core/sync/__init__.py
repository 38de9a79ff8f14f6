"""The walk: the graph of streams read in parallel, written as Singer messages, and accounted for."""

from __future__ import annotations

from tap_zoom_core.sync.running import Result, Task, run

__all__ = ["Result", "Task", "run"]
