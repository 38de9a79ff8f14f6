"""The way in to an account that does not exist before somebody wants in."""

from __future__ import annotations

from tap_zoom_core import Auth, Grant, ServerToServer
from tap_zoom_sandbox.engine import Engine
from tap_zoom_sandbox.options import Options
from tap_zoom_sandbox.server import Background


class SandboxAuth(Auth):
    """Starts a pretend Zoom in the background of this process, then is an ordinary app of its account."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options
        self._app: ServerToServer | None = None

    def fetch(self) -> Grant:
        """Get a token of the account's; the first starts the server, which lives as long as the process.

        Raises TapZoomError where the server libraries are not installed.
        """
        if self._app is None:
            engine = Engine(self._options)
            server = Background(engine)
            server.start()
            tokens = engine.tokens
            self._app = ServerToServer(
                tokens.account_id, tokens.client_id, tokens.client_secret, f"{server.url}/oauth/token"
            )
        return self._app.fetch()
