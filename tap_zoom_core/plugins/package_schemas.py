"""The built-in plugin that finds schemas as files beside the plugin that registered the stream."""

from __future__ import annotations

import importlib.resources
import json
import sys

from attrs import define, field

from tap_zoom_core.errors import PluginError
from tap_zoom_core.hookspecs import hookimpl
from tap_zoom_core.streams import JsonSchema, Stream


@define(eq=False)
class PackageSchemas:
    """Answers ``provide_schema`` last of all, from ``<package>/schemas/<stream>.json``.

    modules: for each stream's name, the name of its plugin's module, as the host learns it on registration.
    """

    modules: dict[str, str] = field(factory=dict)

    @hookimpl(trylast=True)
    def provide_schema(self, stream: Stream) -> JsonSchema | None:
        """Return the stream's schema, None where there is no file. Raises PluginError if it is no JSON."""
        package = getattr(sys.modules.get(self.modules.get(stream.name, "")), "__package__", None)
        if not package:
            return None
        file = importlib.resources.files(package) / "schemas" / f"{stream.name}.json"
        try:
            schema: JsonSchema = json.loads(file.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError as error:
            raise PluginError(f"{package}/schemas/{stream.name}.json is not valid JSON: {error}") from None
        return schema
