"""The sandbox for tests and programs: a pretend Zoom account, served from this process."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any

from attrs import evolve

from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.routes import MEDIUM, Route
from tap_zoom_sandbox.engine import BASE, Engine
from tap_zoom_sandbox.expected import blocked_paths, expected_rows
from tap_zoom_sandbox.options import Options, parse_clock, read_options
from tap_zoom_sandbox.server import Background
from tap_zoom_sandbox.values import Json


class Sandbox:
    """A pretend Zoom account over HTTP, while a ``with`` statement lasts.

    ``Sandbox(users=25, seed=7)``: the keywords are those of Options, and may be written as in a config.
    """

    def __init__(self, options: Options | None = None, **settings: Any) -> None:
        if options is None or settings:
            made = read_options(settings)
            options = (
                made
                if options is None
                else evolve(options, **{name: getattr(made, name) for name in settings})
            )
        self.engine = Engine(options)
        self._server: Background | None = None

    def __enter__(self) -> Sandbox:
        self._server = Background(self.engine)
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None

    @property
    def url(self) -> str:
        """Where the server is, such as ``http://127.0.0.1:40001``."""
        if self._server is None:
            raise RuntimeError("the sandbox is not running: use it in a with statement")
        return self._server.url

    @property
    def api_url(self) -> str:
        """Where the API begins: ``url`` and ``/v2``."""
        return self.url + BASE

    @property
    def token_url(self) -> str:
        """Where tokens are made."""
        return f"{self.url}/oauth/token"

    @property
    def config(self) -> dict[str, Any]:
        """A config with which the tap reads this account, by Server-to-Server OAuth."""
        return app_config(self.engine, self.url)

    @property
    def bearer(self) -> str:
        """An access token that does not expire, as if made elsewhere."""
        return self.engine.tokens.bearer

    def expected(
        self, stream: str | None = None, since: str | None = None, until: str | None = None
    ) -> list[Json]:
        """Return the rows that the account holds, of one stream or of all; see ``expected.py``."""
        rows = expected_rows(self.engine.account, self.engine.faults, stream=stream, since=since, until=until)
        return list(rows)

    def blocked(self) -> list[str]:
        """Return the paths that the fault ``html`` blocks for good."""
        return list(blocked_paths(self.engine.account, self.engine.faults))

    def requests(self) -> Json:
        """Return what was asked so far; see ``ledger.py``."""
        return self.engine.ledger.report()

    def forget_requests(self) -> None:
        """Begin the book of requests anew."""
        self.engine.ledger.clear()

    def set_clock(self, moment: str) -> None:
        """Move the account's time to an ISO 8601 date or date-time, where it then stands."""
        self.engine.account.clock.set(int(parse_clock(moment).timestamp()))

    def serve(
        self,
        template: str,
        answer: Callable[[Call], Any],
        *,
        label: str = MEDIUM,
        scopes: tuple[str, ...] = (),
    ) -> None:
        """Serve an endpoint of your own, below the API's base; it hides one of Zoom's with the same path.

        template: such as ``"/phone/sites/{siteId}"``. answer: a function from a Call to the body, as JSON has
        it or as bytes of plain text; it may ``raise Refusal(404, 300, "…")``. label: "Light", "Medium",
        "Heavy" or "Resource-intensive". scopes: any one of them lets a token in; the pretend app is given
        them, unless the option ``scopes`` says what it has.
        """
        self.engine.routes.add(Route(template, label, scopes, answer))
        if self.engine.options.scopes == "all":
            self.engine.tokens.scopes |= set(scopes)


def app_config(engine: Engine, url: str) -> dict[str, Any]:
    """Return a config with which the tap reads an engine that is served at an address."""
    return {
        "account_id": engine.tokens.account_id,
        "client_id": engine.tokens.client_id,
        "client_secret": engine.tokens.client_secret,
        "token_url": f"{url}/oauth/token",
    }
