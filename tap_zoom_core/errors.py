"""Errors that a user can act on: one line each, an exit code, never a traceback."""

from __future__ import annotations


class TapZoomError(Exception):
    """A failure that is explained to the user in one line on stderr.

    ``str(error)`` is that line: who, where and the way out. ``exit_code`` is what the process ends with.
    """

    exit_code = 1


class UsageError(TapZoomError):
    """The command line, the config, the catalog or the state cannot be used as given."""

    exit_code = 2


class ConfigError(UsageError):
    """The config has problems: ``problems`` holds one line each, and ``str()`` joins them."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class PluginError(TapZoomError):
    """A plugin is at fault: it cannot be imported, misspells a hook, or registers what cannot stand."""

    exit_code = 3


class AuthError(TapZoomError):
    """Zoom does not accept the credentials, or a renewed token could not be kept."""


class SyncError(TapZoomError):
    """The sync cannot go on, or a stream of it failed."""
