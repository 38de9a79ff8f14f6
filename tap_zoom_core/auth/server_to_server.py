"""Server-to-Server OAuth: an app of the account itself. This module is the plugin auth-server-to-server."""

from __future__ import annotations

from tap_zoom_core.auth.base import Auth
from tap_zoom_core.auth.endpoint import TokenEndpoint
from tap_zoom_core.auth.grant import Grant
from tap_zoom_core.config import Config
from tap_zoom_core.hookspecs import hookimpl

WAY_OUT = {
    "invalid_client": "check client_id and client_secret",
    "unsupported_grant_type": "is the app a Server-to-Server OAuth app, and activated?",
    "": "check account_id, client_id and client_secret, and that the Server-to-Server OAuth app is activated",
}


class ServerToServer(Auth):
    """Tokens for a Server-to-Server OAuth app; Zoom's live an hour, and several may be live at once."""

    def __init__(
        self,
        account_id: str,
        client_id: str,
        client_secret: str,
        token_url: str,
        *,
        timeout: float = 30.0,
        tries: int = 8,
        first_wait: float = 0.5,
    ) -> None:
        super().__init__()
        self._account_id = account_id
        self._endpoint = TokenEndpoint(token_url, client_id, client_secret, timeout, tries, first_wait)

    def fetch(self) -> Grant:
        """Get a token for the account; AuthError where it is refused, or not to be had within the budget."""
        form = {"grant_type": "account_credentials", "account_id": self._account_id}
        return self._endpoint.ask(form, WAY_OUT)


@hookimpl(trylast=True)
def provide_auth(config: Config) -> Auth | None:
    """Answer where the config holds an account_id, a client_id and a client_secret."""
    if not (config.account_id and config.client_id and config.client_secret):
        return None
    return ServerToServer(
        config.account_id,
        config.client_id,
        config.client_secret,
        config.token_url,
        timeout=config.request_timeout,
        tries=config.max_retries + 1,
    )
