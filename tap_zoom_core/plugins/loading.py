"""Loading: every plugin by its entry point, one at a time, so that each fault has a name."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from importlib.metadata import EntryPoint, entry_points, version
from typing import Any

import pluggy
from attrs import evolve, frozen

from tap_zoom_core import hookspecs
from tap_zoom_core.auth import BUILTIN_PLUGINS
from tap_zoom_core.errors import PluginError
from tap_zoom_core.hookspecs import PROJECT
from tap_zoom_core.plugins.faults import misspelt_hook, one_line, wrong_argument
from tap_zoom_core.plugins.package_schemas import PackageSchemas
from tap_zoom_core.plugins.versions import version_fault

LOGGER = logging.getLogger("tap_zoom_core")
DISTRIBUTION = "tap-zoom-core"
"""The distribution that the built-in plugins come from."""


@frozen(kw_only=True)
class Plugin:
    """A loaded plugin: its name, where it came from, and the hooks that it implements.

    module: the module that its entry point names, "" for a built-in.
    """

    name: str
    distribution: str
    version: str
    hooks: tuple[str, ...] = ()
    module: str = ""

    @property
    def builtin(self) -> bool:
        """Whether it is part of the host, and not found by an entry point."""
        return not self.module

    def __str__(self) -> str:
        return f"plugin '{self.name}' ({self.distribution} {self.version})"


@frozen(kw_only=True)
class Plugins:
    """What was loaded: pluggy's manager, and each plugin's particulars by name, built-ins last."""

    manager: pluggy.PluginManager
    loaded: Mapping[str, Plugin]
    schemas: PackageSchemas
    disabled: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """Return the names of the plugins that entry points brought."""
        return [name for name, plugin in self.loaded.items() if not plugin.builtin]


def load_plugins(disabled: Collection[str] = ()) -> Plugins:
    """Load the built-in plugins, and those of the entry points in the group ``tap_zoom``, by their names.

    disabled: names of plugins that are not even imported; a name that is not installed is warned about.
    Raises PluginError, naming plugin, distribution and version, for one that cannot be imported, is no
    plugin, was written for a version of the hooks that is not served, misspells a hook, takes a wrong
    argument, or bears the name of another.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hookspecs)
    schemas = PackageSchemas()
    builtins: dict[str, Any] = {**BUILTIN_PLUGINS, "package-schemas": schemas}
    installed = entry_points(group=PROJECT)
    for name in sorted(set(disabled) - {*builtins, *installed.names}):
        LOGGER.warning("config.disabled_plugins: no plugin '%s' is installed", name)
    wanted = sorted((point for point in installed if point.name not in disabled), key=_name_and_origin)
    _check_names(wanted, builtins)
    ours = {
        name: _register(manager, plugin, _built_in(name))
        for name, plugin in builtins.items()
        if name not in disabled
    }
    # pluggy asks the plugin that was registered last first: registered backwards, they are asked by name.
    theirs = {
        point.name: _register(manager, _imported(point), _described(point)) for point in reversed(wanted)
    }
    loaded = {**dict(reversed(theirs.items())), **ours}
    return Plugins(manager=manager, loaded=loaded, schemas=schemas, disabled=tuple(disabled))


def _name_and_origin(point: EntryPoint) -> tuple[str, str]:
    return point.name, _described(point).distribution


def _described(point: EntryPoint) -> Plugin:
    return Plugin(
        name=point.name,
        module=point.module,
        distribution=point.dist.name if point.dist else "of no distribution",
        version=point.dist.version if point.dist else "",
    )


def _built_in(name: str) -> Plugin:
    return Plugin(name=name, distribution=DISTRIBUTION, version=version(DISTRIBUTION))


def _check_names(found: list[EntryPoint], builtins: Collection[str]) -> None:
    seen = {name: _built_in(name) for name in builtins}
    for point in found:
        plugin = _described(point)
        if point.name in seen:
            raise PluginError(f"{plugin} has the same name as {seen[point.name]}; uninstall one of them")
        seen[point.name] = plugin


def _imported(point: EntryPoint) -> Any:
    try:
        return point.load()
    except (Exception, SystemExit) as error:
        LOGGER.debug("importing %s", point.value, exc_info=True)
        raise PluginError(
            f"{_described(point)} cannot be imported: {type(error).__name__}: {one_line(error)}; "
            "repair it, uninstall it, or name it in disabled_plugins"
        ) from None


def _register(manager: pluggy.PluginManager, module: Any, plugin: Plugin) -> Plugin:
    if not plugin.builtin and (fault := version_fault(module, plugin.distribution, DISTRIBUTION)):
        raise PluginError(f"{plugin} {fault}")
    try:
        manager.register(module, plugin.name)
    except pluggy.PluginValidationError as error:
        raise PluginError(f"{plugin}: {wrong_argument(manager, module) or one_line(error)}") from None
    except ValueError:
        raise PluginError(
            f"{plugin} is the same object as plugin '{manager.get_name(module)}'; drop one entry point"
        ) from None
    callers = manager.get_hookcallers(module) or []
    if not callers:
        raise PluginError(f"{plugin} is no plugin: nothing in it is marked with tap_zoom_core's @hookimpl")
    if fault := misspelt_hook(manager, callers, plugin.name):
        raise PluginError(f"{plugin} {fault}")
    return evolve(plugin, hooks=tuple(sorted(caller.name for caller in callers)))
