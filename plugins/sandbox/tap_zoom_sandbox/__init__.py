"""A pretend Zoom account, served on loopback: ``{"sandbox": {"users": 25, "seed": 7}}`` is a whole config."""

from __future__ import annotations

from tap_zoom_core import Auth, Config, hookimpl


@hookimpl
def provide_auth(config: Config) -> Auth | None:
    """Answer where the config has a section ``sandbox``; the server starts with the first token."""
    section = config.section("sandbox")
    if section is None or section is False:
        return None
    from tap_zoom_sandbox.auth import SandboxAuth
    from tap_zoom_sandbox.options import read_options

    return SandboxAuth(read_options(section))
