"""An API on loopback that gives a test's answers in their order, the last one again and again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from requests.auth import AuthBase
from token_server import Answer

from tap_zoom_core.client import Budgets, Client, Request
from tap_zoom_core.streams import Rate

LIGHT = {"X-RateLimit-Category": "Light", "X-RateLimit-Type": "QPS", "X-RateLimit-Limit": "900"}
ROWS = Answer(body={"users": [1, 2]}, headers=LIGHT)
USERS = Request("users", Rate.LIGHT, "/users", {"page_size": 300})


class Token(AuthBase):
    """Signs with t1, and after each renewal with the next."""

    def __init__(self) -> None:
        self.number = 1
        self.renewed: list[str] = []

    def __call__(self, r):
        """Sign a request."""
        r.headers["Authorization"] = f"Bearer t{self.number}"
        return r

    def renew(self, stale: str) -> None:
        """Take the next token in place of one that Zoom refused."""
        self.renewed.append(stale)
        self.number += 1


class Api:
    """What was asked, and where the API is."""

    def __init__(self, url: str, answers: list[Answer]) -> None:
        self.url, self.answers = url, answers
        self.asked: list[tuple[str, str | None]] = []

    def client(self, auth: AuthBase | None = None, retries: int = 3, timeout: float = 5.0) -> Client:
        """Return a client of this API that does not wait between its tries."""
        stopping = threading.Event()
        client = Client(
            self.url,
            auth or Token(),
            Budgets(),
            stopping=stopping,
            user_agent="tap-zoom/test",
            timeout=timeout,
            retries=retries,
        )
        client._sleep = lambda seconds: None
        return client


@contextmanager
def serve(*answers: Answer) -> Iterator[Api]:
    """Serve these answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            api.asked.append((self.path, self.headers["Authorization"]))
            answer = api.answers.pop(0) if len(api.answers) > 1 else api.answers[0]
            if answer.fault == "reset":
                self.close_connection = True
                return
            body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response_only(answer.status)
            for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    api = Api(f"http://127.0.0.1:{server.server_port}/v2", list(answers))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
