"""A whole sync inside the test's own process."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from attrs import evolve

from tap_zoom_core.catalog import Catalog, select
from tap_zoom_core.config import RawConfig, structure_config
from tap_zoom_core.plugins import Plugin, Plugins, collect_streams, load_plugins
from tap_zoom_core.sync import Result, run_sync
from tap_zoom_core.testing.messages import Messages, read_messages


def run_tap(
    *streams: str,
    config: Mapping[str, Any],
    state: Mapping[str, Any] | None = None,
    catalog: Mapping[str, Any] | None = None,
    plugins: Sequence[object] = (),
) -> Messages:
    """Sync these streams, or without names those that are selected by default; return what was written.

    config, state, catalog: as the command line would find them in its files. plugins: modules, or other
    objects with hook implementations, that take part without being installed. Raises TapZoomError for what
    keeps a sync from beginning: a problem in the config, an unknown stream, credentials that are refused.
    """
    loaded = _with(load_plugins(config.get("disabled_plugins") or ()), plugins)
    structured = structure_config(RawConfig(dict(config), None), loaded.names())
    registered = collect_streams(loaded, structured)
    selection = select(
        None if catalog is None else msgspec.convert(catalog, Catalog),
        loaded,
        registered,
        names=streams,
        keep_unknown=structured.keep_unknown_fields,
    )
    out, results = io.BytesIO(), list[Result]()
    code = run_sync(
        structured, loaded, registered, selection, state or {}, out=out, version="test", show=results.append
    )
    ledger = results[0].ledger.as_json(results[0].state) if results else {}
    return Messages(read_messages(out.getvalue()), code, ledger)


def _with(loaded: Plugins, plugins: Sequence[object]) -> Plugins:
    """Return what was loaded, and these objects as plugins under their own names."""
    added: dict[str, Plugin] = {}
    for plugin in plugins:
        name = str(getattr(plugin, "__name__", type(plugin).__name__))
        loaded.manager.register(plugin, name)
        hooks = sorted(caller.name for caller in loaded.manager.get_hookcallers(plugin) or ())
        added[name] = Plugin(
            name=name, distribution="of this test", version="", hooks=tuple(hooks), module=name
        )
    loaded.manager.check_pending()
    return evolve(loaded, loaded={**added, **loaded.loaded})
