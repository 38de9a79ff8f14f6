"""The HTTP server: uvicorn, with httptools, on a socket of loopback."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any

from tap_zoom_core import TapZoomError
from tap_zoom_sandbox.app import TRANSPORT, App
from tap_zoom_sandbox.engine import Engine

if TYPE_CHECKING:
    import uvicorn

WAY_OUT = "the sandbox needs its server libraries: pip install 'tap-zoom-core[sandbox]'"


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Open the socket; port 0 finds a free one. Raises TapZoomError where the port is taken."""
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it an answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise TapZoomError(f"the sandbox cannot listen on {host}:{port}: {error.strerror}") from None
    listening.listen(1024)
    return listening


def make_server(app: App) -> uvicorn.Server:
    """Make a server for an application; raises TapZoomError where the server libraries are not installed."""
    try:
        import uvicorn
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError:
        raise TapZoomError(WAY_OUT) from None

    class Protocol(HttpToolsProtocol):
        """Uvicorn's protocol, which also hands the connection to the application."""

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope["extensions"] = {TRANSPORT: {"transport": self.transport}}

    config = uvicorn.Config(
        app,
        http=Protocol,
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        date_header=False,
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
    return uvicorn.Server(config)


class Background:
    """A server in a daemon thread of this process."""

    def __init__(self, engine: Engine, port: int = 0) -> None:
        self._app = App(engine)
        self._server = make_server(self._app)
        self._socket = listen(port=port)
        self._thread = threading.Thread(target=self._run, name="tap-zoom-sandbox", daemon=True)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._app.url = self.url

    def start(self) -> None:
        """Start serving. The socket listens already: a request that comes at once waits its turn."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving, and wait until it has stopped."""
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

    def _run(self) -> None:
        loop: Any = asyncio.new_event_loop()
        loop.run_until_complete(self._server.serve(sockets=[self._socket]))
        loop.close()
