"""The authors' kit: cassettes of an endpoint of one's own, recorded and replayed."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest
from phone_plugin import SITES, Phone
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import TapZoomError
from tap_zoom_core.testing import Cassette, Messages
from tap_zoom_core.testing.cassettes import read_cassette, replaying

pytest_plugins = ["pytester"]


@pytest.fixture(scope="module")
def account(zoom_sandbox: Sandbox) -> Sandbox:
    """Serve an endpoint of our own beside Zoom's."""
    zoom_sandbox.serve("/phone/sites", lambda call: SITES)
    return zoom_sandbox


@pytest.fixture
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no credentials of this machine's take part."""
    for name in ("CLIENT_SECRET", "REFRESH_TOKEN", "ACCESS_TOKEN", "JWT"):
        monkeypatch.delenv(f"TAP_ZOOM_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def recorded(account: Sandbox, no_credentials: None, tmp_path: Path) -> tuple[Path, Messages]:
    """Record the endpoint of our own."""
    path = tmp_path / "cassettes" / "sites.yaml"
    return path, Cassette(path, lambda: account).run("phone_sites", plugins=[Phone()])


def test_what_is_recorded_is_scrubbed(recorded: tuple[Path, Messages]) -> None:
    """No secret, address, name or number of the original is in the file; the same address stays the same."""
    path, messages = recorded
    first, second = messages.records("phone_sites")

    text = path.read_text()
    originals = ("Marie", "Curie", "marie", "corp", "+33", "843921", "119922", "acme", "abcdef", "127.0.0.1")
    assert [each for each in originals if each in text] == []
    assert first["email"] == first["owner_email"] == second["owner_email"]
    assert first["note"] == f"write to {first['email']}"
    assert (first["passcode"], first["host_key"]) == ("scrubbed", "scrubbed")
    assert (second["name"], second["email"]) == ("", "")
    assert [first["id"], second["id"]] == ["s-1", "s-2"]


def test_recording_again_changes_nothing(recorded: tuple[Path, Messages], account: Sandbox) -> None:
    """The same account makes the same file, byte for byte."""
    path, _ = recorded
    before = path.read_bytes()
    Cassette(path, lambda: account).run("phone_sites", plugins=[Phone()])

    assert before == path.read_bytes()


def test_a_cassette_is_replayed_without_a_network(
    recorded: tuple[Path, Messages], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replay opens no connection, and gives the messages that were recorded."""
    path, messages = recorded
    monkeypatch.setattr(socket, "create_connection", None)

    assert messages == Cassette(path).run("phone_sites", plugins=[Phone()])


def test_a_replay_refuses_what_goes_around_the_cassette(recorded: tuple[Path, Messages]) -> None:
    """A socket that connects during a replay is an error, wherever it leads."""
    path, _ = recorded
    refused = pytest.raises(AssertionError, match="needs no network")
    with pytest.raises(TapZoomError, match="were not made"), replaying(path), refused:
        socket.socket().connect(("127.0.0.1", 9))


def test_a_request_that_was_not_recorded_ends_the_test(tmp_path: Path) -> None:
    """What the cassette does not hold is not answered with something else."""
    path = tmp_path / "users.yaml"
    whole = Path(__file__).parents[1] / "cassettes" / "users.yaml"
    path.write_text(whole.read_text().replace("status=pending", "status=other"))

    with pytest.raises(TapZoomError, match=r"users\.yaml does not hold GET https://api.*status=pending"):
        Cassette(path).run("users")


def test_a_request_that_is_not_made_any_more_ends_the_test(recorded: tuple[Path, Messages]) -> None:
    """A cassette holds what is asked and no more: what is left over may be rows that are lost."""
    path, _ = recorded
    path.write_text(path.read_text().replace("- request:", _LEFT_OVER + "- request:", 1))

    with pytest.raises(TapZoomError, match=r"1 recorded requests were not made, the first .*/v2/phone/users"):
        Cassette(path).run("phone_sites", plugins=[Phone()])


_LEFT_OVER = """- request: {method: GET, uri: "https://api.zoom.us/v2/phone/users", headers: {}, body: null}
  response: {status: {code: 200, message: OK}, headers: {}, body: {string: "{}"}}
"""


def test_a_missing_cassette_says_how_to_record_it(tmp_path: Path) -> None:
    """The error names the file and the option of pytest."""
    with pytest.raises(TapZoomError, match=r"there is no cassette .*none\.yaml.*--zoom-record"):
        Cassette(tmp_path / "none.yaml").run("users")


def test_credentials_in_the_environment_lead_to_their_account(
    account: Sandbox, no_credentials: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a way in among TAP_ZOOM_…, that account is recorded, with the dates that stand beside it."""
    given = {
        "TAP_ZOOM_ACCESS_TOKEN": account.bearer,
        "TAP_ZOOM_API_URL": account.api_url,
        "TAP_ZOOM_START_DATE": "2026-06-13",
        "TAP_ZOOM_END_DATE": "2026-06-14",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    path = tmp_path / "reports.yaml"
    cassette = Cassette(path, lambda: pytest.fail("the sandbox was asked"))
    recorded = cassette.run("report_meetings", start_date="2026-01-01", end_date="2026-02-01")
    for name in given:
        monkeypatch.delenv(name)
    replayed = Cassette(path).run("report_meetings", start_date="2026-01-01", end_date="2026-02-01")

    assert not cassette.pretend
    assert recorded.records("report_meetings")
    assert recorded.sorted() == replayed.sorted()
    assert read_cassette(path)["config"] == {"start_date": "2026-06-13", "end_date": "2026-06-14"}
    assert account.bearer not in path.read_text()


def test_recording_logs_no_answer(
    account: Sandbox, no_credentials: None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """What vcrpy would tell of each request, tokens and all, is not told."""
    caplog.set_level(logging.DEBUG)
    Cassette(tmp_path / "sites.yaml", lambda: account).run("phone_sites", plugins=[Phone()])

    assert [each for each in caplog.records if each.name.startswith("vcr")] == []
    assert "access_token" not in caplog.text


AUTHORS_TEST = """
def test_users(zoom_cassette):
    cassette = zoom_cassette("users")
    messages = cassette.run("users")
    assert cassette.expected(messages) == messages.sorted()
    assert len(messages.records("users")) == 14
"""


def test_an_authors_day(no_credentials: None, pytester: pytest.Pytester) -> None:
    """A test's cassette is recorded from the pretend account by one option, and replayed without it."""
    pytester.makepyfile(AUTHORS_TEST)

    def run(*options: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest", *options)

    run("--zoom-record").assert_outcomes(passed=1)
    run().assert_outcomes(passed=1)
    assert sorted(each.name for each in (pytester.path / "cassettes").iterdir()) == [
        "users.messages.jsonl",
        "users.yaml",
    ]
