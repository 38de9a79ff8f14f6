"""OAuth with a user's consent: a refresh token that rotates. This module is the plugin auth-refresh-token."""

from __future__ import annotations

from pathlib import Path

from tap_zoom_core.auth.base import Auth
from tap_zoom_core.auth.endpoint import TokenEndpoint
from tap_zoom_core.auth.grant import Grant
from tap_zoom_core.auth.store import ConfigStore, FileStore, TokenStore, default_path
from tap_zoom_core.config import Config
from tap_zoom_core.errors import ConfigError
from tap_zoom_core.hookspecs import hookimpl

CONSENT = (
    "the refresh token is dead (each works once): let the user consent again, and put the new refresh_token "
    "into the config"
)
WAY_OUT = {
    "invalid_client": "check client_id and client_secret",
    "invalid_grant": CONSENT,
    "": "check client_id, client_secret and refresh_token",
}


class RefreshToken(Auth):
    """Tokens for an app that a user consented to; each renewal replaces the refresh token, too.

    Zoom's old refresh token is dead as soon as there is a new one, so that is saved before it is used.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        token_url: str,
        store: TokenStore,
        *,
        timeout: float = 30.0,
        tries: int = 8,
        first_wait: float = 0.5,
    ) -> None:
        super().__init__()
        self._store = store
        self._endpoint = TokenEndpoint(token_url, client_id, client_secret, timeout, tries, first_wait)

    def fetch(self) -> Grant:
        """Renew both tokens; AuthError where that is refused, or where the new one cannot be kept."""
        with self._store.held() as refresh_token:
            form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
            grant = self._endpoint.ask(form, WAY_OUT)
            if grant.refresh_token is not None:
                self._store.save(grant.refresh_token)
            return grant


@hookimpl(trylast=True)
def provide_auth(config: Config) -> Auth | None:
    """Answer where the config holds a client_id, a client_secret and a refresh_token."""
    if not (config.client_id and config.client_secret and config.refresh_token):
        return None
    return RefreshToken(
        config.client_id,
        config.client_secret,
        config.token_url,
        _store(config, config.client_id, config.refresh_token),
        timeout=config.request_timeout,
        tries=config.max_retries + 1,
    )


def _store(config: Config, client_id: str, configured: str) -> TokenStore:
    if config.token_store == "config":  # noqa: S105
        if config.path is None:
            raise ConfigError(
                'config.token_store: "config" needs a config file that holds the refresh_token, which comes '
                "from elsewhere; set token_store to a file, or leave it out"
            )
        return ConfigStore(config.path, configured)
    path = (
        Path(config.token_store).expanduser() if config.token_store else default_path(client_id, configured)
    )
    return FileStore(path, configured)
