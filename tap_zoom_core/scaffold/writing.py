"""Filling the templates, and writing them into a new folder."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from tap_zoom_core.errors import UsageError

if TYPE_CHECKING:
    from importlib.abc import Traversable

SUFFIX = ".template"
"""What the templates' names end in, so that nobody takes them for Python."""
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def write_plugin(name: str, parent: Path) -> Path:
    """Write a plugin of that name into the new folder ``tap-zoom-<name>`` below ``parent``, and return it.

    Raises UsageError for a name that cannot be one, a folder that exists, or one that cannot be written.
    """
    if not NAME.fullmatch(name):
        raise UsageError(
            f"a plugin cannot be named {name!r}: use small letters, digits and hyphens, as in phone"
        )
    folder = parent / f"tap-zoom-{name}"
    if folder.exists():
        raise UsageError(f"{folder} is there already: remove it, or choose another name")
    words = name.replace("-", "_")
    names = {
        "name": name,
        "distribution": f"tap-zoom-{name}",
        "package": f"tap_zoom_{words}",
        "stream": f"{words}_tracking_fields",
    }
    try:
        for path, text in filled(files(__package__ or "") / "template", names):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}") from None
    return folder


def filled(template: Traversable, names: dict[str, str], below: str = "") -> list[tuple[str, str]]:
    """Return the files of a template, path and text, with ``$names`` filled in both.

    The folder ``package`` and the file ``stream`` take the names of the package and of the stream.
    """
    found = []
    for each in sorted(template.iterdir(), key=lambda entry: entry.name):
        stem = each.name.removesuffix(SUFFIX)
        path = below + {"package": names["package"], "stream.json": f"{names['stream']}.json"}.get(stem, stem)
        if each.is_dir():
            found += filled(each, names, f"{path}/")
        elif each.name.endswith(SUFFIX):
            found.append((path, Template(each.read_text(encoding="utf-8")).substitute(names)))
    return found
