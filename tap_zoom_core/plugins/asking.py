"""Asking plugins: each hook's answer, checked, and each failure laid at its plugin's door."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen
from requests.auth import AuthBase

from tap_zoom_core.config import Config
from tap_zoom_core.errors import PluginError, TapZoomError
from tap_zoom_core.graph import Registered, check, orphans
from tap_zoom_core.plugins.faults import one_line, raised_in, where
from tap_zoom_core.plugins.loading import Plugin, Plugins
from tap_zoom_core.streams import JsonSchema, Record, Stream, Transform

LOGGER = logging.getLogger("tap_zoom_core")


@frozen
class Owned:
    """A transform, and the plugin that it came from; ``str()`` names both."""

    function: Transform
    plugin: Plugin

    def __call__(self, record: Record) -> Record | None:
        """Call the plugin's function."""
        return self.function(record)

    def __str__(self) -> str:
        name = getattr(self.function, "__name__", type(self.function).__name__)
        return f"{self.plugin}: its transform {name}()"


def collect_streams(plugins: Plugins, config: Config) -> dict[str, Registered]:
    """Ask each plugin alone for its streams; return them by name, in the order of plugins and registration.

    Where plugins are disabled, streams that descend from theirs are left out too, with a warning. Raises
    PluginError where two streams bear one name, where an answer is no list of streams, where the graph cannot
    be walked (see ``graph.check``), and where a plugin fails; a plugin's own TapZoomError, such as a
    ConfigError about its section, passes unchanged.
    """
    found = _ask_for_streams(plugins, config)
    left_out = orphans(found) if plugins.disabled else set()
    if names := sorted(name for name in left_out if not found[name].stream.hidden):
        LOGGER.warning(
            "left out with the disabled plugins (%s): %s", ", ".join(plugins.disabled), ", ".join(names)
        )
    kept = {name: each for name, each in found.items() if name not in left_out}
    check(kept, {name: str(plugin) for name, plugin in plugins.loaded.items()})
    return kept


def _ask_for_streams(plugins: Plugins, config: Config) -> dict[str, Registered]:
    found: dict[str, Registered] = {}
    for name, plugin in plugins.loaded.items():
        for stream in _ask_alone(plugins, name, "register_streams", config=config, of=_as_list):
            if not isinstance(stream, Stream):
                raise PluginError(
                    f"{plugin} registers {stream!r:.60}, which is not a Stream of tap_zoom_core"
                )
            if stream.name in found:
                first = plugins.loaded[found[stream.name].plugin]
                raise PluginError(f"two streams are named '{stream.name}': one of {first}, one of {plugin}")
            found[stream.name] = Registered(stream, name)
            plugins.schemas.modules[stream.name] = plugin.module
    return found


def find_schema(plugins: Plugins, each: Registered) -> JsonSchema | None:
    """Return what the first plugin to answer gives as a stream's schema, None where there is none."""
    schema: JsonSchema | None = _ask(plugins, "provide_schema", stream=each.stream)
    return schema


def schema_of(plugins: Plugins, each: Registered) -> JsonSchema:
    """Return the JSON Schema of a stream's records, as the first plugin to answer gives it.

    Raises PluginError where none has one, or what it gives is no object schema.
    """
    schema = find_schema(plugins, each)
    whose = f"stream '{each.stream.name}' of {plugins.loaded[each.plugin]}"
    if schema is None:
        raise PluginError(f"{whose} has no schema: add schemas/{each.stream.name}.json beside its module")
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        raise PluginError(f'the schema of {whose} is no JSON Schema of an object: it lacks "properties"')
    return schema


def transforms_of(plugins: Plugins, each: Registered) -> list[Transform]:
    """Return what changes a stream's records: its own plugin's transform, then the others' by their names."""
    order = sorted(plugins.loaded, key=lambda name: (name != each.plugin, name))
    found: list[Transform] = []
    for name in order:
        for transform in _ask_alone(plugins, name, "provide_transform", stream=each.stream):
            if not callable(transform):
                raise PluginError(
                    f"{plugins.loaded[name]} answers provide_transform with what is no function"
                )
            found.append(Owned(transform, plugins.loaded[name]))
    return found


def auth_of(plugins: Plugins, config: Config) -> AuthBase | None:
    """Return what signs the requests, None where no plugin has an answer to this config.

    An answer that is not a built-in one is logged: as a warning where a built-in would have answered.
    """
    impls = plugins.manager.hook.provide_auth.get_hookimpls()
    for name in [impl.plugin_name for impl in reversed(impls)]:
        for auth in _ask_alone(plugins, name, "provide_auth", config=config):
            if not isinstance(auth, AuthBase):
                raise PluginError(
                    f"{plugins.loaded[name]} answers provide_auth with {type(auth).__name__}, "
                    "which is no requests AuthBase"
                )
            _say_who_signs(plugins, name, config)
            return auth
    return None


def _say_who_signs(plugins: Plugins, name: str, config: Config) -> None:
    if plugins.loaded[name].builtin:
        return
    for other, plugin in plugins.loaded.items():
        try:
            answers = plugin.builtin and _ask_alone(plugins, other, "provide_auth", config=config)
        except TapZoomError:
            continue
        if answers:
            LOGGER.warning("%s signs the requests, and not the built-in '%s'", plugins.loaded[name], other)
            return
    LOGGER.info("%s signs the requests", plugins.loaded[name])


def _ask(plugins: Plugins, hook: str, **arguments: Any) -> Any:
    """Call a hook the way pluggy does; what a plugin raises becomes a PluginError that names it."""
    caller = getattr(plugins.manager.hook, hook)
    try:
        return caller(**arguments)
    except TapZoomError:
        raise
    except Exception as error:
        raise _failed(plugins, raised_in(error, caller), hook, error) from None


def _ask_alone(
    plugins: Plugins,
    name: str,
    hook: str,
    *,
    of: Callable[[Any], Any] = lambda answer: [answer],
    **arguments: Any,
) -> list[Any]:
    """Call one plugin's implementation of a hook, and return its answers that are not None.

    of: makes a list of the answer; what it raises is the plugin's fault too.
    """
    found: list[Any] = []
    for impl in getattr(plugins.manager.hook, hook).get_hookimpls():
        if impl.plugin_name != name:
            continue
        try:
            answer = impl.function(*(arguments[argument] for argument in impl.argnames))
            found.extend(of(answer) if answer is not None else ())
        except TapZoomError:
            raise
        except Exception as error:
            raise _failed(plugins, name, hook, error) from None
    return found


def _as_list(answer: Iterable[Any]) -> list[Any]:
    return [answer] if isinstance(answer, Stream) else list(answer)


def _failed(plugins: Plugins, name: str | None, hook: str, error: Exception) -> PluginError:
    LOGGER.debug("%s failed", hook, exc_info=error)
    plugin = plugins.loaded[name] if name else "a plugin"
    return PluginError(
        f"{plugin} failed in {hook}: {type(error).__name__}: {one_line(error)} ({where(error)})"
    )
