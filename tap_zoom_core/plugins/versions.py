"""The version of the hooks: which one a plugin was written for, and whether this host can serve it."""

from __future__ import annotations

from typing import Any

from tap_zoom_core.hookspecs import API_VERSION, OLDEST_API_VERSION

DECLARED = "tap_zoom_api"
"""The attribute by which a plugin declares the version; one without it was written for the first."""


def version_fault(plugin: Any, distribution: str, host: str) -> str | None:
    """Return why a plugin's version of the hooks cannot be served, with what to install; None if it can.

    plugin: what its entry point names. distribution: where it came from. host: this one's distribution.
    """
    version = getattr(plugin, DECLARED, 1)
    if isinstance(version, bool) or not isinstance(version, int):
        return f"declares {DECLARED} = {version!r}; expected the number of a version, such as {API_VERSION}"
    written = f"was written for version {version} of the hooks"
    if version > API_VERSION:
        return f"{written}, and here is version {API_VERSION}: pip install --upgrade {host}"
    if version < OLDEST_API_VERSION:
        served = " to ".join(str(each) for each in sorted({OLDEST_API_VERSION, API_VERSION}))
        return f"{written}, and here is only {served}: pip install --upgrade {distribution}"
    return None
