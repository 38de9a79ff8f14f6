"""``tap-zoom about`` and ``--about``: what a hub, a runner or a reader wants to know of the tap."""

from __future__ import annotations

import json
from enum import Enum
from importlib import metadata
from typing import Annotated, Any

import typer

from tap_zoom_core.cli.describing import HEADINGS as STREAM_HEADINGS
from tap_zoom_core.cli.describing import described
from tap_zoom_core.cli.host import DISTRIBUTION, NAME, Host, open_host, version
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, Options, StateOption, given
from tap_zoom_core.cli.plugins import HEADINGS as PLUGIN_HEADINGS
from tap_zoom_core.cli.plugins import table_rows
from tap_zoom_core.cli.stdout import write_out
from tap_zoom_core.cli.tables import as_markdown
from tap_zoom_core.config import settings_schema
from tap_zoom_core.config.environment import PREFIX

CAPABILITIES = ("catalog", "state", "discover", "about", "test", "structured-logging")
"""What the tap can do, by the names that Meltano and its hub know."""
PYTHON = "Programming Language :: Python :: 3."


class AboutFormat(str, Enum):
    """How it is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


FormatOption = Annotated[AboutFormat, typer.Option("--format", help="Text, or what a hub or a page reads.")]


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
    format: FormatOption = AboutFormat.TEXT,  # noqa: A002
) -> None:
    """Tell name, version, capabilities, settings, streams and plugins; no network is needed."""
    run(given(context, config, catalog, state), format)


def run(options: Options, wanted: AboutFormat = AboutFormat.TEXT) -> None:
    """Print what there is to know, in a format."""
    host = open_host(options)
    about = about_tap(host)
    if wanted is AboutFormat.JSON:
        write_out(json.dumps(about, indent=2) + "\n")
    else:
        write_out(_as_markdown(about, host) if wanted is AboutFormat.MARKDOWN else _as_text(about))


def about_tap(host: Host) -> dict[str, Any]:
    """Return all of it as JSON has it, with the keys that the Singer SDK's taps have, and two more.

    ``sdk_version`` is null, as there is none. ``settings`` is a JSON Schema. ``streams`` are those of
    ``tap-zoom streams --format json``; ``plugins`` have name, distribution, version, hooks and streams.
    """
    package = metadata.metadata(DISTRIBUTION)
    classifiers = [line for line in package.get_all("Classifier") or [] if line.startswith(PYTHON)]
    return {
        "name": NAME,
        "description": package["Summary"],
        "version": version(),
        "sdk_version": None,
        "supported_python_versions": [line.rpartition(" ")[2] for line in classifiers],
        "capabilities": list(CAPABILITIES),
        "settings": settings_schema(),
        "streams": [each.as_json() for each in described(host.streams)],
        "plugins": [dict(zip(PLUGIN_HEADINGS, row, strict=True)) for row in table_rows(host)],
    }


def _as_text(about: dict[str, Any]) -> str:
    lines = [
        f"{about['name']} {about['version']}: {about['description']}",
        f"Python: {', '.join(about['supported_python_versions'])}",
        f"Capabilities: {', '.join(about['capabilities'])}",
        f"Streams: {', '.join(each['stream'] for each in about['streams'] if not each['hidden'])}",
        f"Plugins: {', '.join(each['plugin'] for each in about['plugins'])}",
        f"Settings, in a config file or as {PREFIX}<NAME> with --config ENV:",
    ]
    for name, setting in about["settings"]["properties"].items():
        kind = setting["type"][0] + (", secret" if setting.get("secret") else "")
        default = f", by default {json.dumps(setting['default'])}" if "default" in setting else ""
        lines += [f"  {name} ({kind}{default})", f"      {setting['description']}"]
    return "\n".join(lines) + "\n"


def _as_markdown(about: dict[str, Any], host: Host) -> str:
    rows = [
        (
            f"`{name}`",
            setting["type"][0],
            f"`{json.dumps(setting['default'])}`" if "default" in setting else "",
            setting["description"] + (" Secret." if setting.get("secret") else ""),
        )
        for name, setting in about["settings"]["properties"].items()
    ]
    capabilities = "".join(f"- `{each}`\n" for each in about["capabilities"])
    return "\n".join(
        [
            f"# `{about['name']}` {about['version']}\n\n{about['description']}\n",
            f"Runs on Python {', '.join(about['supported_python_versions'])}.\n",
            f"## Capabilities\n\n{capabilities}",
            f"## Settings\n\n{as_markdown(('setting', 'type', 'default', 'what it does'), rows)}",
            f"## Streams\n\n{as_markdown(STREAM_HEADINGS, [each.row() for each in described(host.streams)])}",
            f"## Plugins\n\n{as_markdown(PLUGIN_HEADINGS, table_rows(host))}",
        ]
    )
