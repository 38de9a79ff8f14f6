"""The ASGI application: Zoom's API, its token endpoint, and the sandbox's own doors."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from tap_zoom_sandbox.engine import BASE, Answer, Engine, as_json
from tap_zoom_sandbox.expected import blocked_paths, expected_rows
from tap_zoom_sandbox.options import parse_clock

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

TRANSPORT = "tap_zoom_sandbox.transport"
"""Where in the scope's extensions the connection is, so that a fault can break it."""
_NDJSON = [(b"content-type", b"application/x-ndjson")]
_RESET = struct.pack("ii", 1, 0)
_CHUNK = 500


class App:
    """Serves one Engine. ``url`` is where the server can be reached, without a slash at the end."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; the ASGI protocol."""
        if scope["type"] != "http":
            return
        path: str = scope["raw_path"].decode("latin-1")
        query: str = scope["query_string"].decode("latin-1")
        if path.startswith(f"{BASE}/"):
            answer = self.engine.answer(scope["method"], path[len(BASE) :], query, _authorization(scope))
            if self.engine.options.latency_ms:
                await asyncio.sleep(self.engine.options.latency_ms / 1000)
            await self._send(answer, scope, receive, send)
        elif path == "/oauth/token" and scope["method"] == "POST":
            body = await _body(receive)
            answer = self.engine.grant(_authorization(scope), body, query, self.url)
            await self._send(answer, scope, receive, send)
        elif path == "/__sandbox__/expected":
            await self._stream_expected(dict(parse_qsl(query)), send)
        else:
            answer = self._own(scope["method"], path, await _body(receive))
            await self._send(answer, scope, receive, send)

    def _own(self, method: str, path: str, body: bytes) -> Answer:
        """Answer at one of the sandbox's own doors."""
        engine = self.engine
        match method, path:
            case "GET", "/__sandbox__/requests":
                return as_json(200, engine.ledger.report())
            case "DELETE", "/__sandbox__/requests":
                engine.ledger.clear()
                return as_json(200, {})
            case "GET", "/__sandbox__/blocked":
                return as_json(200, list(blocked_paths(engine.account, engine.faults)))
            case "POST", "/__sandbox__/clock":
                try:
                    moment = parse_clock(msgspec.json.decode(body)["now"])
                except (msgspec.DecodeError, LookupError, TypeError, ValueError):
                    return as_json(400, {"message": 'expected {"now": "2025-01-20T00:00:00Z"}'})
                engine.account.clock.set(int(moment.timestamp()))
                return as_json(200, {"now": moment.isoformat()})
        return as_json(404, {"code": 404, "message": f"There is nothing at {method} {path}."})

    async def _stream_expected(self, query: dict[str, str], send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _NDJSON})
        rows = expected_rows(self.engine.account, self.engine.faults, **_filters(query))
        lines: list[bytes] = []
        for row in rows:
            lines.append(msgspec.json.encode(row))
            if len(lines) == _CHUNK:
                await send(
                    {"type": "http.response.body", "body": b"\n".join(lines) + b"\n", "more_body": True}
                )
                lines.clear()
                await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b"".join(line + b"\n" for line in lines)})

    async def _send(self, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        if answer.fault is not None:
            await self._fail(answer, scope, receive)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": self._head(answer)})
        await send({"type": "http.response.body", "body": answer.body})

    async def _fail(self, answer: Answer, scope: Scope, receive: Receive) -> None:
        """Break the connection: at once, after a long silence, or in the middle of the body."""
        transport: asyncio.Transport = scope["extensions"][TRANSPORT]["transport"]
        if answer.fault == "stall":
            await asyncio.sleep(self.engine.options.stall_seconds)
        if answer.fault == "truncate":
            head = b"".join(b"%s: %s\r\n" % item for item in self._head(answer))
            transport.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + answer.body[: len(answer.body) // 2])
            transport.close()
        else:
            # With nothing to linger for, closing sends RST in place of FIN.
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass

    def _head(self, answer: Answer) -> list[tuple[bytes, bytes]]:
        headers = {
            "date": formatdate(self.engine.account.clock.now(), usegmt=True),
            "content-type": answer.content_type,
            "content-length": str(len(answer.body)),
            **answer.headers,
        }
        return [(name.encode(), value.encode()) for name, value in headers.items()]


def _filters(query: dict[str, str]) -> dict[str, str | None]:
    return {"stream": query.get("stream"), "since": query.get("from"), "until": query.get("to")}


def _authorization(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"authorization":
            return str(value.decode("latin-1"))
    return ""


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        chunk: bytes = message.get("body", b"")
        body += chunk
        if not message.get("more_body"):
            return body
