"""A bearer token that somebody else makes. This module is the plugin auth-bearer."""

from __future__ import annotations

from tap_zoom_core.auth.base import Auth
from tap_zoom_core.auth.grant import Grant, sendable
from tap_zoom_core.config import Config
from tap_zoom_core.errors import AuthError
from tap_zoom_core.hookspecs import hookimpl


class Bearer(Auth):
    """One token, used until Zoom no longer accepts it; what it may do, nobody says."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._grant = Grant(sendable(token, "the token in the config (access_token or jwt)"))

    def fetch(self) -> Grant:
        """Raise AuthError: a token from elsewhere cannot be renewed here."""
        raise AuthError(
            "Zoom no longer accepts the token in the config (access_token or jwt), and it cannot be renewed "
            "here; give a new one, or account_id, client_id and client_secret, whose tokens renew themselves"
        )


@hookimpl(trylast=True)
def provide_auth(config: Config) -> Auth | None:
    """Answer where the config holds an access_token or a jwt; AuthError where it is no token."""
    token = config.access_token or config.jwt
    return Bearer(token) if token else None
