"""``tap-zoom init``: asks for what a config needs, tries it with Zoom, and writes the config."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from tap_zoom_core.auth.files import replace_file
from tap_zoom_core.cli.signing_in import sign_in
from tap_zoom_core.config import settings
from tap_zoom_core.config.values import read_value
from tap_zoom_core.errors import TapZoomError, UsageError


class Way(str, Enum):
    """The ways to sign in."""

    SERVER = "server-to-server"
    OAUTH = "oauth"
    TOKEN = "token"  # noqa: S105


ASKED: Mapping[Way, tuple[str, ...]] = {
    Way.SERVER: ("account_id", "client_id", "client_secret"),
    Way.OAUTH: ("client_id", "client_secret", "refresh_token"),
    Way.TOKEN: ("access_token",),
}
"""What each way needs."""
WAYS = """\
How will the tap sign in to Zoom?
  server-to-server  an app of the account itself: Zoom App Marketplace, Build App, Server-to-Server OAuth
  oauth             an app that a user consented to, and the refresh token that this gave
  token             an access token made elsewhere\
"""

WayOption = Annotated[Way | None, typer.Option("--way", help="How to sign in; asked for otherwise.")]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write the config, mode 0600.")
]
ForceOption = Annotated[
    bool, typer.Option("--force", metavar="", help="Replace a file that is there already.")
]
TokenUrlOption = Annotated[
    str | None,
    typer.Option(
        "--token-url", metavar="URL", help="Where tokens are made, such as https://zoomgov.com/oauth/token."
    ),
]
ApiUrlOption = Annotated[
    str | None,
    typer.Option("--api-url", metavar="URL", help="Where the API is, such as https://api.zoomgov.com/v2."),
]


def command(
    way: WayOption = None,
    output: OutputOption = Path("config.json"),
    force: ForceOption = False,
    token_url: TokenUrlOption = None,
    api_url: ApiUrlOption = None,
) -> None:
    """Ask for what is needed, try it with Zoom, and write a config that only its owner can read.

    Secrets are not shown while they are typed.
    Zoom for Government has addresses of its own: --token-url and --api-url.
    """
    if output.exists() and not force:
        raise UsageError(f"{output} is there already: give --force to replace it, or another --output")
    config = {name: value for name, value in {"token_url": token_url, "api_url": api_url}.items() if value}
    config |= _answers(way)
    _tell("Signing in …")
    try:
        _tell(sign_in(config))
    except TapZoomError as error:
        _tell(str(error))
        if not typer.confirm("Write the config all the same?", default=False, err=True):
            raise typer.Exit(error.exit_code) from None
    _write(output, config)
    _tell(f"Written to {output}. Next: tap-zoom --config {output} --test")


def _answers(way: Way | None) -> dict[str, str]:
    if way is None:
        _tell(WAYS)
        choice = typer.prompt("Way", default=Way.SERVER.value, err=True, value_proc=_way)
        way = Way(choice)
    answers = {name: _ask(name) for name in ASKED[way]}
    start_date = _ask("start_date", default="")
    return answers | ({"start_date": start_date} if start_date else {})


def _way(text: str) -> str:
    known = [each.value for each in Way]
    if text not in known:
        raise typer.BadParameter(f"expected {', '.join(known)}")
    return text


def _ask(name: str, default: str | None = None) -> str:
    """Ask for a setting until its value is one that the config takes; a secret is not echoed."""
    data = next(each.metadata for each in settings() if each.name == name)

    def checked(text: str) -> str:
        if text:
            try:
                read_value(text, data["kind"], data["rules"], secret=data["secret"])
            except ValueError as error:
                raise typer.BadParameter(str(error)) from None
        return text.strip()

    _tell(f"\n{data['help']}{'' if default is None else ' Enter leaves it out.'}")
    answer: str = typer.prompt(
        name,
        default=default,
        show_default=False,
        hide_input=data["secret"],
        err=True,
        value_proc=checked,
    )
    return answer


def _write(path: Path, config: Mapping[str, Any]) -> None:
    try:
        replace_file(path, (json.dumps(config, indent=2) + "\n").encode())
    except OSError as error:
        raise UsageError(f"--output {path}: {error.strerror}") from None


def _tell(text: str) -> None:
    typer.echo(text, err=True)
