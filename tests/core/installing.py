"""Installs plugins for a test: a folder on the path with modules, and a distribution's metadata."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent

import pytest


class Installer:
    """Puts distributions on the path; what it put there is gone after the test."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.monkeypatch = monkeypatch

    def plugin(
        self, name: str, code: str, *, distribution: str = "", target: str = "", **schemas: str
    ) -> None:
        """Install a plugin: its entry point's name, its package's code, and its schemas by stream.

        Its distribution is ``tap-zoom-<name>`` 1.0, and its entry point's target ``tap_zoom_<name>_plugin``,
        unless given.
        """
        distribution = distribution or f"tap-zoom-{name}"
        target = target or f"{distribution.replace('-', '_')}_plugin"
        module = target.partition(":")[0]
        site = self.folder / distribution
        (site / module / "schemas").mkdir(parents=True)
        (site / module / "__init__.py").write_text(dedent(code))
        for stem, text in schemas.items():
            (site / module / "schemas" / f"{stem}.json").write_text(text)
        info = site / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tap_zoom]\n{name} = {target}\n")
        self.monkeypatch.syspath_prepend(site)
        self.monkeypatch.delitem(sys.modules, module, raising=False)
