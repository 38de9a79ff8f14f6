"""What plugins may count on: the public names, the version of the hooks, and what the host says of them."""

from __future__ import annotations

import inspect
import logging
import re
from pathlib import Path

import pytest
from installing import Installer
from requests.auth import AuthBase, HTTPBasicAuth

import tap_zoom_core
from tap_zoom_core import Config, hookspecs
from tap_zoom_core.cli.host import Host
from tap_zoom_core.cli.plugins import described
from tap_zoom_core.errors import PluginError
from tap_zoom_core.plugins import Plugins, auth_of, collect_streams, load_plugins

GUIDE = Path(__file__).parents[2] / "docs" / "writing-a-plugin.md"
NAMES = [
    "Auth",
    "AuthError",
    "Config",
    "ConfigError",
    "Grant",
    "JsonSchema",
    "Parent",
    "Rate",
    "Record",
    "ServerToServer",
    "StandIn",
    "Stream",
    "TapZoomError",
    "Text",
    "Transform",
    "Window",
    "hookimpl",
]


def test_the_public_names_are_these() -> None:
    """A name is added here on purpose, and taken away only as CONTRIBUTING says."""
    assert tap_zoom_core.__all__ == NAMES
    assert all(hasattr(tap_zoom_core, name) for name in NAMES)


def test_every_public_name_is_explained() -> None:
    """The guide's table of the contract has a line for each name, and for no other."""
    contract = GUIDE.read_text().partition("## The contract")[2]
    told = re.findall(r"^\| `(\w+)` \|", contract, re.MULTILINE)

    assert sorted(told) == NAMES


def test_what_can_be_said_of_a_stream_is_pinned() -> None:
    """A plugin's descriptions stay valid: parameters may be added, with a default, and none goes away."""
    stream = inspect.signature(tap_zoom_core.Stream).parameters
    window = inspect.signature(tap_zoom_core.Window).parameters
    required = [name for name, each in stream.items() if each.default is inspect.Parameter.empty]

    assert required == ["name", "path"]
    assert list(stream) == [
        *("name", "path", "key", "records", "text", "parent", "params", "each", "paged", "numbered"),
        *(
            "page_size",
            "window",
            "rate",
            "natural",
            "replication_key",
            "empty_on",
            "gone_on",
            "scopes",
            "hidden",
        ),
        *("selected", "stands_in", "instead"),
    ]
    assert list(window) == ["days", "start", "end", "keeps", "moments", "empty_on"]


FAMILIES = ("users", "meetings", "webinars", "reports", "sandbox")
CODE = """
    from tap_zoom_core import Stream, hookimpl
    {declared}

    @hookimpl
    def register_streams(config):
        return []
"""


def load(install: Installer, declared: str) -> Plugins:
    """Load a plugin that declares a version of the hooks."""
    install.plugin("phone", CODE.format(declared=declared))
    return load_plugins(disabled=FAMILIES)


@pytest.mark.parametrize("declared", ["", "tap_zoom_api = 1"])
def test_a_plugin_for_these_hooks_is_loaded(install: Installer, declared: str) -> None:
    """A plugin that declares nothing was written for the first version."""
    assert "phone" in load(install, declared).loaded


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        (
            "tap_zoom_api = 9",
            "was written for version 9 of the hooks, and here is version 3: "
            "pip install --upgrade tap-zoom-core",
        ),
        (
            "tap_zoom_api = 1",
            "was written for version 1 of the hooks, and here is only 2 to 3: "
            "pip install --upgrade tap-zoom-phone",
        ),
        (
            "tap_zoom_api = '2.0'",
            "declares tap_zoom_api = '2.0'; expected the number of a version, such as 3",
        ),
    ],
)
def test_a_plugin_for_other_hooks_is_refused(
    install: Installer, monkeypatch: pytest.MonkeyPatch, declared: str, fault: str
) -> None:
    """One that is too new, or too old, is told of in one line that says what to install."""
    for name, version in (("API_VERSION", 3), ("OLDEST_API_VERSION", 2)):
        monkeypatch.setattr(f"tap_zoom_core.plugins.versions.{name}", version)

    with pytest.raises(PluginError) as caught:
        load(install, declared)

    assert str(caught.value) == f"plugin 'phone' (tap-zoom-phone 1.0) {fault}"


@pytest.mark.parametrize(
    ("config", "level", "said"),
    [
        (Config(jwt="token"), logging.WARNING, " signs the requests, and not the built-in 'auth-bearer'"),
        (Config(), logging.INFO, " signs the requests"),
    ],
)
def test_a_plugin_that_signs_in_is_said_out_loud(
    install: Installer, caplog: pytest.LogCaptureFixture, config: Config, level: int, said: str
) -> None:
    """Whoever puts a token of its own in place of the config's is named; a built-in way is not."""
    install.plugin(
        "phone",
        """
        from requests.auth import HTTPBasicAuth
        from tap_zoom_core import hookimpl

        @hookimpl
        def provide_auth(config):
            return HTTPBasicAuth("me", "it")
        """,
    )
    plugins = load_plugins()

    with caplog.at_level(logging.INFO):
        auth: AuthBase | None = auth_of(plugins, config)

    assert auth == HTTPBasicAuth("me", "it")
    assert [(record.levelno, record.message) for record in caplog.records] == [
        (level, f"plugin 'phone' (tap-zoom-phone 1.0){said}")
    ]


def test_the_versions_make_sense() -> None:
    """The oldest version that is served is not newer than the newest."""
    assert 1 <= hookspecs.OLDEST_API_VERSION <= hookspecs.API_VERSION


def test_plugins_in_detail(install: Installer) -> None:
    """Each plugin with the file that it came from and its hooks; then who changes which stream, in order."""
    code = """
        from tap_zoom_core import hookimpl

        def redact(record):
            return record

        @hookimpl
        def provide_transform(stream):
            return redact if stream.name == "users" else None
    """
    install.plugin("phone", code)
    plugins = load_plugins()

    lines = described(Host(Config(), plugins, collect_streams(plugins, Config())))

    first = lines.index("phone (tap-zoom-phone 1.0)")
    assert lines[first + 1 : first + 3] == [
        f"  from     {install.folder}/tap-zoom-phone/tap_zoom_phone_plugin/__init__.py",
        "  hooks    provide_transform",
    ]
    assert lines[lines.index("records of users are changed by") + 1 :][:2] == [
        f"  1. {plugins.loaded['users']}: its transform email_as_id()",
        "  2. plugin 'phone' (tap-zoom-phone 1.0): its transform redact()",
    ]
