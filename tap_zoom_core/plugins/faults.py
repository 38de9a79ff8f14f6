"""What is wrong with a plugin, in words that point at the line to change."""

from __future__ import annotations

import difflib
import inspect
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pluggy


def one_line(error: BaseException) -> str:
    """Return an error's message with every line break and run of spaces made one space."""
    return " ".join(str(error).split())


def misspelt_hook(
    manager: pluggy.PluginManager, callers: Iterable[pluggy.HookCaller], name: str
) -> str | None:
    """Return what is to be said of a hook which the plugin of that name implements and nobody specified."""
    known = sorted(
        hook
        for hook, caller in vars(manager.hook).items()
        if isinstance(caller, pluggy.HookCaller) and caller.has_spec()
    )
    for caller in callers:
        mine = [impl for impl in caller.get_hookimpls() if impl.plugin_name == name]
        if not caller.has_spec() and not all(impl.optionalhook for impl in mine):
            near = difflib.get_close_matches(caller.name, known, n=1, cutoff=0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"the hooks are {', '.join(known)}"
            return f"implements a hook '{caller.name}', which does not exist; {hint}"
    return None


def wrong_argument(manager: pluggy.PluginManager, plugin: Any) -> str | None:
    """Return what is to be said of an argument that a hook of this plugin asks for and is never given."""
    for attribute in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, attribute)
        caller = getattr(manager.hook, (options and options["specname"]) or attribute, None)
        if options is None or caller is None or caller.spec is None:
            continue
        given = list(caller.spec.argnames)
        extra = [
            name for name in inspect.signature(getattr(plugin, attribute)).parameters if name not in given
        ]
        if extra:
            return f"its hook '{caller.name}' asks for '{extra[0]}'; what it may ask for: {', '.join(given)}"
    return None


def raised_in(error: BaseException, caller: pluggy.HookCaller) -> str | None:
    """Return the name of the plugin whose implementation of a hook an error passed through."""
    code = {getattr(impl.function, "__code__", None): impl.plugin_name for impl in caller.get_hookimpls()}
    frames = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
    return next((code[each] for each in frames if each in code), None)


def where(error: BaseException) -> str:
    """Return the file and line that raised an error, as ``phone.py:12``."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
