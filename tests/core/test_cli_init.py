"""``tap-zoom init``: what it asks, what it tries with Zoom, and what it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tap_zoom_sandbox.testing import Sandbox
from typer.testing import CliRunner

from tap_zoom_core.cli.app import app

pytestmark = pytest.mark.usefixtures("logging_restored")
CONFIG = Path("config.json")


@pytest.fixture(scope="module")
def zoom() -> Iterator[Sandbox]:
    """Serve an account that has no scope for webinars, with tokens that carry their scopes."""
    scopes = ("user:read:admin", "meeting:read:admin", "report:read:admin")
    with Sandbox(users=6, plan="none", scopes=scopes) as sandbox:
        yield sandbox


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def init(*answers: str, options: tuple[str, ...] = ()) -> tuple[int, str]:
    """Run it with these answers, an empty one for what stands there already; return code and words."""
    ran = CliRunner().invoke(app, ["init", *options], input="".join(f"{each}\n" for each in answers))
    return ran.exit_code, ran.output


def test_a_config_is_asked_for_tried_and_written(zoom: Sandbox) -> None:
    """What is no answer is asked again; the file is its owner's alone, and no secret is shown."""
    given = zoom.config
    code, said = init(
        "jwt",
        "server-to-server",
        given["account_id"],
        given["client_id"],
        given["client_secret"],
        "last year",
        "2026-01-01",
        options=("--token-url", given["token_url"]),
    )

    assert code == 0
    assert json.loads(CONFIG.read_text()) == {**given, "start_date": "2026-01-01"}
    assert CONFIG.stat().st_mode & 0o777 == 0o600
    assert given["client_secret"] not in said
    assert "Error: expected server-to-server, oauth, token" in said
    assert 'Error: expected an ISO 8601 date, got "last year"' in said
    assert "Zoom accepts it: the app has the scopes for 11 of 21 streams." in said
    assert "webinars needs the scope webinar:read:admin (classic) or " in said
    assert said.splitlines()[-1] == "Written to config.json. Next: tap-zoom --config config.json --test"


@pytest.mark.parametrize(("all_the_same", "code"), [("n", 1), ("y", 0)])
def test_credentials_that_zoom_refuses_are_written_only_if_wanted(
    zoom: Sandbox, all_the_same: str, code: int
) -> None:
    """Zoom's reason is told first."""
    url = zoom.config["token_url"]

    ended, said = init(
        "a", "b", "not-it", "", all_the_same, options=("--token-url", url, "--way", "server-to-server")
    )

    assert (ended, CONFIG.exists()) == (code, code == 0)
    assert "Invalid client_id or client_secret (invalid_client); check client_id and client_secret" in said
    assert "not-it" not in said


@pytest.mark.parametrize(
    ("more", "code", "told"),
    [
        ("", 0, "Zoom accepts it; which scopes it has, Zoom does not say."),
        ("x", 1, "Zoom no longer accepts the token in the config"),
    ],
)
def test_a_token_made_elsewhere_is_tried_with_a_request(
    zoom: Sandbox, more: str, code: int, told: str
) -> None:
    """No token endpoint vouches for it."""
    options = ("--way", "token", "--api-url", zoom.api_url)

    ended, said = init(zoom.bearer + more, "", "n", options=options)

    assert ended == code
    assert told in said
    if not code:
        assert json.loads(CONFIG.read_text()) == {"api_url": zoom.api_url, "access_token": zoom.bearer}


def test_a_file_that_is_there_is_not_replaced_unless_forced(zoom: Sandbox) -> None:
    """Nothing is asked before that is clear; a file that others could read is theirs no longer."""
    CONFIG.write_text("{}")
    CONFIG.chmod(0o644)
    ran = CliRunner().invoke(app, ["init"])
    refusal = "config.json is there already: give --force to replace it, or another --output"
    assert (str(ran.exception), CONFIG.read_text()) == (refusal, "{}")

    init(zoom.bearer, "", options=("--way", "token", "--api-url", zoom.api_url, "--force"))

    assert json.loads(CONFIG.read_text())["access_token"] == zoom.bearer
    assert CONFIG.stat().st_mode & 0o777 == 0o600
