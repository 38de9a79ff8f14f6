"""What the host must not know, and what happens when it is imported."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import tap_zoom_core


def test_the_host_names_no_plugin() -> None:
    """Plugins are found by entry points alone: no file of the host holds the name of a plugin's package."""
    packages = {point.module.partition(".")[0] for point in entry_points(group="tap_zoom")}
    files = list(Path(tap_zoom_core.__file__).parent.rglob("*.py"))

    naming = {(file.name, name) for file in files for name in packages if name in file.read_text("utf-8")}

    assert naming == set()


def test_importing_does_nothing() -> None:
    """The façade can be imported by anybody: it loads no plugin, and sets up no log."""
    code = (
        "import logging, sys, tap_zoom_core\n"
        "loaded = {name.partition('.')[0] for name in sys.modules if name.startswith('tap_zoom_')}\n"
        "print(loaded, logging.getLogger().handlers)"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout

    assert printed == "{'tap_zoom_core'} []\n"
