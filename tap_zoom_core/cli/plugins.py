"""``tap-zoom plugins``: what is loaded, from which distribution and version, and what it contributes."""

from __future__ import annotations

import sys

import typer

from tap_zoom_core.cli.host import Host, open_host
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, StateOption, given
from tap_zoom_core.cli.stdout import write_out
from tap_zoom_core.cli.tables import as_lines, as_table
from tap_zoom_core.cli.terminal import somebody_reads_stdout
from tap_zoom_core.plugins import transforms_of

HEADINGS = ("plugin", "distribution", "version", "hooks", "streams")


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
) -> None:
    """List the plugins: name, distribution, version, hooks and streams. In a pipe, tabs divide them.

    With -v also where each came from, and what changes records.
    """
    options = given(context, config, catalog, state)
    host = open_host(options)
    if options.logs.louder:
        write_out("\n".join([*described(host), ""]))
        return
    rows = table_rows(host)
    write_out((as_table if somebody_reads_stdout() else as_lines)(HEADINGS, rows))


def table_rows(host: Host) -> list[tuple[str, ...]]:
    """Return a row for each plugin, under HEADINGS; streams that are hidden are not counted in."""
    return [
        (
            name,
            plugin.distribution,
            plugin.version,
            ", ".join(plugin.hooks),
            ", ".join(
                stream
                for stream, each in host.streams.items()
                if each.plugin == name and not each.stream.hidden
            ),
        )
        for name, plugin in host.plugins.loaded.items()
    ]


def described(host: Host) -> list[str]:
    """Return lines on each plugin: where it came from, its hooks, its streams; then who changes which stream.

    The order of plugins is the one in which they are asked.
    """
    lines = []
    for (name, *_, hooks, streams), plugin in zip(
        table_rows(host), host.plugins.loaded.values(), strict=True
    ):
        lines += [
            f"{name} ({plugin.distribution} {plugin.version})",
            f"  from     {_file(plugin.module) or 'the host itself'}",
            f"  hooks    {hooks}",
            *([f"  streams  {streams}"] if streams else []),
        ]
    for name, each in host.streams.items():
        if transforms := transforms_of(host.plugins, each):
            lines += [f"records of {name} are changed by"]
            lines += [f"  {number}. {transform}" for number, transform in enumerate(transforms, 1)]
    return lines


def _file(module: str) -> str:
    return str(getattr(sys.modules.get(module), "__file__", None) or module)
