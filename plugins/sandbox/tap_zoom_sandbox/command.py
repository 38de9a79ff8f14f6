"""The command ``tap-zoom-sandbox``: serves a pretend Zoom account and prints a config for it."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from typing import Annotated, Any

import typer

from tap_zoom_core import TapZoomError
from tap_zoom_sandbox.app import App
from tap_zoom_sandbox.engine import BASE, Engine
from tap_zoom_sandbox.options import PLANS, Options, read_options
from tap_zoom_sandbox.server import listen, make_server
from tap_zoom_sandbox.testing import app_config

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")]
Users = Annotated[int, typer.Option(help="How many users the account has, of all three statuses.")]
Seed = Annotated[int, typer.Option(help="Two accounts of one seed are the same.")]
Latency = Annotated[float, typer.Option(help="Milliseconds that each answer waits.")]
Plan = Annotated[str, typer.Option(help=f"Whose rate limits hold: {', '.join(PLANS)}.")]
Faults = Annotated[str, typer.Option(help='Shares of requests that fail, such as "5xx=0.01,reset=0.005".')]
Stall = Annotated[float, typer.Option(help="Seconds that a stalled answer hangs.")]
TokenTtl = Annotated[int, typer.Option(help="Seconds that an access token lives.")]
DailyLimit = Annotated[int | None, typer.Option(help="HEAVY requests a day; by default the plan's.")]
Clock = Annotated[str | None, typer.Option(help="The account's time, ISO 8601; by default the real time.")]
Scopes = Annotated[str, typer.Option(help='"all", "classic", "granular", or scopes, separated by commas.')]
History = Annotated[bool, typer.Option(help="Whether /report/history_meetings may be called.")]
ReportDays = Annotated[int, typer.Option(help="How many days back the reports reach.")]
Files = Annotated[bool, typer.Option(help="Whether the retired listings of chat files still answer.")]
Sessions = Annotated[float, typer.Option(help="Meetings that a user hosts a year.")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8765,
    users: Users = 25,
    seed: Seed = 7,
    latency_ms: Latency = 0.0,
    plan: Plan = "business",
    faults: Faults = "",
    stall_seconds: Stall = 90.0,
    token_ttl: TokenTtl = 3600,
    daily_limit: DailyLimit = None,
    clock: Clock = None,
    scopes: Scopes = "all",
    history: History = True,
    report_days: ReportDays = 365,
    files: Files = True,
    sessions_per_user: Sessions = 12.0,
) -> None:
    """Serve a pretend Zoom account, and print a config with which the tap reads it."""
    given: dict[str, Any] = dict(locals())
    host, port = given.pop("host"), given.pop("port")
    serve_forever(read_options(given, "tap-zoom-sandbox"), host, port)


def serve_forever(options: Options, host: str, port: int) -> None:
    """Serve until a signal comes; the config goes to stdout, everything else to stderr."""
    engine = Engine(options)
    application = App(engine)
    server = make_server(application)
    listening = listen(host, port)
    application.url = f"http://{host}:{listening.getsockname()[1]}"
    sys.stdout.write(json.dumps(app_config(engine, application.url), indent=2) + "\n")
    sys.stdout.flush()
    sys.stderr.write(
        f"{options.users} users of seed {options.seed} at {application.url}{BASE}; stop with Ctrl-C\n"
    )
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def main() -> None:
    """Run the command; what a user can cause ends in one line on stderr."""
    try:
        app()
    except TapZoomError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
