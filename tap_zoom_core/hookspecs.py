"""The four hooks: what the host asks of a plugin, and when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy
from requests.auth import AuthBase

from tap_zoom_core.streams import JsonSchema, Stream, Transform

if TYPE_CHECKING:
    from tap_zoom_core.config import Config

PROJECT = "tap_zoom"
"""The name of pluggy's project, and of the group of entry points in which plugins are found."""

API_VERSION = 1
"""The version of the hooks and of the public names: it rises when something of them is taken away."""
OLDEST_API_VERSION = 1
"""The oldest version that a plugin may have been written for."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec(firstresult=True)
def provide_auth(config: Config) -> AuthBase | None:
    """Answer with what signs the requests, or with None to leave it to the next plugin.

    Asked once a run, before the first request; the first plugin that answers wins, and the built-in ways come
    last. The answer is a ``requests.auth.AuthBase``; see ``tap_zoom_core.Auth`` for what more it may say:
    where the API is, and which scopes were granted. Open no connection before it is called.
    """


@hookspec
def register_streams(config: Config) -> Iterable[Stream]:  # type: ignore[empty-body]
    """Answer with the streams that this plugin contributes.

    Asked once a run, each plugin alone, so that the host knows whose each stream is. Open no connection.
    """


@hookspec(firstresult=True)
def provide_schema(stream: Stream) -> JsonSchema | None:
    """Answer with the JSON Schema of a stream's records, or with None to leave it to the next plugin.

    Asked once for each stream when the catalog is made. By default the host reads
    ``schemas/<stream>.json`` beside the plugin that registered the stream.
    """


@hookspec
def provide_transform(stream: Stream) -> Transform | None:
    """Answer with a function that changes each record of a stream, or with None to leave the stream alone.

    Asked once for each emitted stream when a sync begins. The host composes the answers: first that of the
    plugin that registered the stream, then the others in the order of their names. A function that returns
    None drops the record, and the ledger counts it.
    """
