"""Write tap-zoom's plugin definition for Meltano anew, from the tap's own settings: ``python define.py``.

It is written twice: as Meltano's hub has it (tap-zoom.yml), and as this project's lock file, which Meltano
makes of it.
"""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from attrs import Attribute

from tap_zoom_core.auth.ways import SETS
from tap_zoom_core.cli.about import CAPABILITIES
from tap_zoom_core.config import settings

VARIANT = "tap-zoom-core"
KINDS = {
    # Meltano 4.4 fails on a decimal that comes from the environment; as text the tap reads it as well.
    "number": "string",
    "url": "string",
}
WRITTEN = {"api": "API", "id": "ID", "jwt": "JWT", "url": "URL"}
SELECT = ("*.*", "!meeting_files.*", "!webinar_files.*")
"""Everything but what Zoom retired."""


def definition() -> dict[str, Any]:
    """Return the definition, with the keys that Meltano's hub has for an extractor."""
    package = metadata.metadata("tap-zoom-core")
    return {
        "name": "tap-zoom",
        "namespace": "tap_zoom",
        "variant": VARIANT,
        "label": "Zoom",
        "description": package["Summary"],
        "pip_url": "tap-zoom-core",
        "executable": "tap-zoom",
        "capabilities": list(CAPABILITIES),
        "settings_group_validation": [*map(list, SETS), ["jwt"], ["access_token"]],
        "settings": [setting(each) for each in settings()],
        "select": list(SELECT),
    }


def setting(attribute: Attribute[Any]) -> dict[str, Any]:
    """Return a setting as Meltano describes one: name, label, kind, options, default and description."""
    data = attribute.metadata
    choices = data["rules"].get("enum")
    words = [WRITTEN.get(word, word) for word in attribute.name.split("_")]
    found: dict[str, Any] = {
        "name": attribute.name,
        "label": words[0][0].upper() + " ".join(words)[1:],
        "kind": "options" if choices else KINDS.get(data["kind"], data["kind"]),
    }
    if choices:
        found["options"] = [{"label": choice.capitalize(), "value": choice} for choice in choices]
    if attribute.default not in (None, ()):
        found["value"] = attribute.default
    if data["secret"]:
        found["sensitive"] = True
    return {**found, "description": data["help"]}


def texts() -> dict[str, str]:
    """Return what the files hold that are made from the definition, by their path in this project."""
    made = definition()
    hub = yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=110)
    lock = json.dumps({"plugin_type": "extractors", **made}, indent=2, ensure_ascii=False)
    return {"tap-zoom.yml": hub, f"plugins/extractors/tap-zoom--{VARIANT}.lock": f"{lock}\n"}


if __name__ == "__main__":
    for name, text in texts().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")
