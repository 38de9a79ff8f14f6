"""``tap-zoom discover``: the catalog, as JSON on stdout."""

from __future__ import annotations

import json

import typer

from tap_zoom_core.catalog import discover
from tap_zoom_core.cli.host import open_host
from tap_zoom_core.cli.options import CatalogOption, ConfigOption, Options, StateOption, given
from tap_zoom_core.cli.stdout import write_out


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
) -> None:
    """Print the catalog: every stream, with its schema. It needs neither network nor config."""
    run(given(context, config, catalog, state))


def run(options: Options) -> None:
    """Print the catalog of the plugins that the config leaves."""
    host = open_host(options)
    catalog = discover(host.plugins, host.streams, keep_unknown=host.config.keep_unknown_fields)
    write_out(json.dumps(catalog, indent=2) + "\n")
