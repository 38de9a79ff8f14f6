"""The sandbox as a plugin, as a command, and as a test kit for endpoints of one's own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests
from attrs import fields
from tap_zoom_sandbox import provide_auth
from tap_zoom_sandbox.api.call import Call
from tap_zoom_sandbox.api.refusals import Refusal
from tap_zoom_sandbox.options import FAULTS, Options, parse_clock, read_options
from tap_zoom_sandbox.testing import Sandbox

from tap_zoom_core import Config, ConfigError, TapZoomError

DOCS = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_hook_answers_for_its_section_only() -> None:
    """Without a section ``sandbox`` in the config the plugin leaves the way in to others."""
    assert provide_auth(Config()) is None
    assert provide_auth(Config(sections={"sandbox": {}})) is not None


def test_section_alone_is_a_way_in_to_a_server_that_starts_by_itself() -> None:
    """The auth knows where the API is and what it may once it is open, and signs what the API accepts."""
    auth = provide_auth(Config(sections={"sandbox": {"users": 30, "clock": "2026-06-01"}}))
    assert auth is not None
    assert auth.api_url is None
    auth.open()
    answer = requests.get(f"{auth.api_url}/v2/users", auth=auth, timeout=10)

    assert answer.status_code == 200
    assert answer.json()["total_records"] == 26
    assert "report:read:admin" in (auth.scopes or ())


def test_options_explain_what_cannot_be_used() -> None:
    """Each problem of a section is one line that begins with its path."""
    with pytest.raises(ConfigError) as refused:
        read_options({"users": "many", "clock": "soon", "faults": {"5xx": 2}, "size": 3})

    assert refused.value.problems == (
        "config.sandbox.users: expected a number",
        "config.sandbox.faults: the share of a fault is a number from 0 to 1",
        'config.sandbox.clock: expected an ISO 8601 date or date-time, got "soon"',
        "config.sandbox: extra fields found (size)",
    )


def test_options_are_read_as_configs_and_flags_write_them() -> None:
    """Numbers may be strings, faults and scopes a string or a list; null is as good as nothing."""
    read = read_options(
        {
            "users": "40",
            "faults": "5xx=0.1, reset=0.2",
            "clock": "2026-01-01",
            "scopes": "a:read, b:read",
            "daily_limit": None,
        }
    )

    assert read == Options(
        users=40,
        faults={"5xx": 0.1, "reset": 0.2},
        clock=parse_clock("2026-01-01T00:00:00Z"),
        scopes=("a:read", "b:read"),
    )
    assert read_options(True) == Options()


def test_without_the_server_libraries_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where uvicorn is missing, starting is refused with the command that installs it."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    with pytest.raises(TapZoomError, match=r"pip install 'tap-zoom-core\[sandbox\]'"):
        Sandbox().__enter__()


def test_author_serves_an_endpoint_of_their_own() -> None:
    """An endpoint of an author's has pages, refusals, rate limits and scopes like Zoom's own."""
    sites = [{"id": f"site-{number}"} for number in range(70)]

    def list_sites(call: Call) -> Any:
        return call.page("sites", sites)

    def get_site(call: Call) -> Any:
        if call.params["siteId"] != "a b":
            raise Refusal(404, 300, "Site does not exist.")
        return {"id": "a b", "expand": call.query["expand"]}

    with Sandbox(plan="business") as sandbox:
        sandbox.serve("/phone/sites", list_sites, label="Light", scopes=("phone:read:admin",))
        sandbox.serve("/phone/sites/{siteId}", get_site)
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {sandbox.bearer}"
        page = session.get(f"{sandbox.api_url}/phone/sites?page_size=50")
        site = session.get(f"{sandbox.api_url}/phone/sites/a%20b?expand=1")
        missing = session.get(f"{sandbox.api_url}/phone/sites/c")

    with Sandbox(scopes="classic") as sandbox:
        sandbox.serve("/phone/sites", list_sites, scopes=("phone:read:admin",))
        headers = {"Authorization": f"Bearer {sandbox.bearer}"}
        refused = requests.get(f"{sandbox.api_url}/phone/sites", headers=headers, timeout=10)

    assert (refused.status_code, refused.json()["code"]) == (400, 4711)
    assert site.json() == {"id": "a b", "expand": "1"}
    assert (missing.status_code, missing.json()["code"]) == (404, 300)
    assert page.headers["X-RateLimit-Category"] == "Light"
    assert page.json()["sites"] == sites[:50]
    assert page.json()["next_page_token"]


def test_command_prints_a_config_and_serves_until_it_is_stopped() -> None:
    """The config on stdout opens the account that is served; an interrupt ends the command quietly."""
    command = [sys.executable, "-m", "tap_zoom_sandbox", "--port", "0", "--clock", "2026-06-01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        config = json.loads("".join(process.stdout.readline() for _ in range(6)))
        said = process.stderr.readline()
        token = requests.post(
            config["token_url"],
            data={"grant_type": "account_credentials", "account_id": config["account_id"]},
            auth=(config["client_id"], config["client_secret"]),
            timeout=10,
        ).json()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        users = requests.get(f"{token['api_url']}/v2/users", headers=headers, timeout=10).json()
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=10)

    assert users["total_records"] == 21
    assert said.startswith("25 users of seed 7 at http://127.0.0.1:")
    assert rest == ("", "")
    assert process.returncode == 0


def test_command_refuses_what_it_cannot_use_in_one_line() -> None:
    """A fault that does not exist, or a port that is taken, is one line on stderr and no traceback."""
    with Sandbox() as sandbox:
        port = sandbox.url.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "tap_zoom_sandbox", "--port"]
        taken = subprocess.run([*command, port], capture_output=True, text=True, check=False)
        fault = subprocess.run(
            [*command, "0", "--faults", "flood=1"], capture_output=True, text=True, check=False
        )

    assert (taken.returncode, taken.stdout) == (1, "")
    assert taken.stderr == f"the sandbox cannot listen on 127.0.0.1:{port}: Address already in use\n"
    assert (fault.returncode, fault.stdout, fault.stderr.count("\n")) == (2, "", 1)


def test_books_are_streamed_over_http_as_well() -> None:
    """The books' door serves the same rows as lines of JSON; the book of requests can be emptied."""
    with Sandbox(clock="2026-06-01") as sandbox:
        books = f"{sandbox.url}/__sandbox__"
        lines = requests.get(f"{books}/expected?stream=report_meetings&from=2026-05-01", timeout=10).text
        requests.get(
            f"{sandbox.api_url}/users", headers={"Authorization": f"Bearer {sandbox.bearer}"}, timeout=10
        )
        before = requests.get(f"{books}/requests", timeout=10).json()
        requests.delete(f"{books}/requests", timeout=10)
        after = requests.get(f"{books}/requests", timeout=10).json()
        expected = sandbox.expected("report_meetings", since="2026-05-01")

    assert [json.loads(line) for line in lines.splitlines()] == expected
    assert before["endpoints"] == {"/users": {"200": 1}}
    assert before["highest_rate"] == {"Medium": 1}
    assert after["total"] == 0


def test_documented_endpoint_of_an_author_is_served_as_written() -> None:
    """The code in docs/sandbox.md that serves an endpoint runs, pages and refuses as it says."""
    blocks = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(next(block for block in blocks if "list_sites" in block), names)  # noqa: S102
    names["test_sites_and_their_rooms"]()
    with Sandbox(users=25) as zoom:
        zoom.serve("/phone/sites", names["list_sites"], label="Light")
        zoom.serve("/phone/sites/{siteId}/rooms", names["list_rooms"])
        session = requests.Session()
        session.headers["Authorization"] = f"Bearer {zoom.bearer}"
        sites = session.get(f"{zoom.api_url}/phone/sites?page_size=300").json()
        rooms = session.get(f"{zoom.api_url}/phone/sites/site-1/rooms?floor=3").json()
        missing = session.get(f"{zoom.api_url}/phone/sites/site-0/rooms")

    assert sites["sites"] == names["SITES"]
    assert rooms == {"rooms": [{"id": 1, "floor": "3"}]}
    assert (missing.status_code, missing.json()["code"]) == (404, 300)


def test_documented_options_are_the_options() -> None:
    """The table in docs/sandbox.md names each option once, and each fault."""
    named = re.findall(r"^\| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(named) == sorted([each.name for each in fields(Options)] + list(FAULTS))
