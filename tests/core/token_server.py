"""A token endpoint on loopback that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from attrs import field, frozen

DATE = "Mon, 20 Jan 2025 10:00:00 GMT"


@frozen
class Answer:
    """One answer; ``fault`` is how it fails to arrive: reset, stall (until the server stops) or truncate."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(factory=dict)
    fault: str = ""


def grants(token: str, **more: Any) -> Answer:
    """Return the answer that grants an access token, and what else it shall say."""
    return Answer(body={"access_token": token, "token_type": "bearer", "expires_in": 3600, **more})


class TokenServer:
    """Serves its answers one after the other, the last one again and again; ``asked`` holds the forms."""

    def __init__(self, *answers: Answer) -> None:
        self.asked: list[dict[str, str]] = []
        self.credentials: list[str | None] = []
        self.answers = list(answers)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/oauth/token"

    def __enter__(self) -> TokenServer:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Write down one request and give the next answer."""
        form = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        with self._lock:
            self.asked.append(dict(parse_qsl(form)))
            self.credentials.append(handler.headers["Authorization"])
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.fault == "reset":
            # Closing with a linger of zero sends RST in place of an answer.
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            return
        if answer.fault == "stall":
            self._stop.wait(10)
            return
        content = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        handler.send_response_only(answer.status)
        for name, value in {"Date": DATE, "Content-Length": str(len(content)), **answer.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content[: len(content) // 2] if answer.fault == "truncate" else content)


def _handler(server: TokenServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.answer(self)

        def finish(self) -> None:
            if not self.connection._closed:
                super().finish()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    return Handler
