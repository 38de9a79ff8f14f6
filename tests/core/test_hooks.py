"""The four hooks, each as a plugin uses it."""

from __future__ import annotations

import json

import pytest
from installing import Installer
from requests.auth import HTTPBasicAuth

from tap_zoom_core import Config, Stream
from tap_zoom_core.errors import ConfigError, PluginError
from tap_zoom_core.plugins import (
    Plugins,
    auth_of,
    collect_streams,
    find_schema,
    load_plugins,
    schema_of,
    transforms_of,
)

PHONE = "plugin 'phone' (tap-zoom-phone 1.0)"
SITES = """
    from tap_zoom_core import Stream, hookimpl

    @hookimpl
    def register_streams(config):
        return [Stream(name="sites", path="/phone/sites", records="sites", paged=True)]
"""
SCHEMA = {"type": "object", "properties": {"id": {"type": ["string", "null"]}}}


def appender(letter: str, streams: str = '["sites"]') -> str:
    return f"""
    from tap_zoom_core import hookimpl

    @hookimpl
    def provide_transform(stream):
        if stream.name in {streams}:
            return lambda record: {{**record, "seen": record.get("seen", "") + "{letter}"}}
    """


def answering(hook: str, answer: str, imports: str = "") -> str:
    arguments = {"provide_auth": "config", "register_streams": "config"}.get(hook, "stream")
    return f"""
    from tap_zoom_core import ConfigError, Stream, hookimpl
    {imports}

    @hookimpl
    def {hook}({arguments}):
        return {answer}
    """


def loaded(install: Installer, **plugins: str) -> Plugins:
    for name, code in plugins.items():
        install.plugin(name, code)
    return load_plugins()


def test_provide_auth(install: Installer) -> None:
    """The first plugin that answers signs the requests, before the built-in ways."""
    code = answering("provide_auth", 'HTTPBasicAuth("me", "it")', "from requests.auth import HTTPBasicAuth")
    plugins = loaded(install, phone=code, aaa=answering("provide_auth", "None"))

    assert auth_of(plugins, Config(jwt="token")) == HTTPBasicAuth("me", "it")


def test_provide_auth_is_asked_in_the_order_of_names(install: Installer) -> None:
    """Of two plugins with an answer the first by name wins, whatever the order of installation."""
    answers = {
        name: answering(
            "provide_auth", f'HTTPBasicAuth("{name}", "it")', "from requests.auth import HTTPBasicAuth"
        )
        for name in ("b", "a", "c")
    }
    plugins = loaded(install, **answers)

    assert auth_of(plugins, Config()) == HTTPBasicAuth("a", "it")


def test_provide_auth_falls_back_on_the_built_in_ways() -> None:
    """Where no plugin answers, what the config holds decides; where that is nothing, nobody answers."""
    plugins = load_plugins()

    assert type(auth_of(plugins, Config(jwt="token"))).__name__ == "Bearer"
    assert auth_of(plugins, Config()) is None


def test_provide_auth_must_answer_with_an_auth(install: Installer) -> None:
    """What cannot sign a request is refused, before the first request."""
    plugins = loaded(install, phone=answering("provide_auth", '"a token"'))

    with pytest.raises(PluginError, match=r"answers provide_auth with str, which is no requests AuthBase$"):
        auth_of(plugins, Config())


def test_register_streams(install: Installer) -> None:
    """Streams belong to the plugin that registers them, and one alone may do for a list."""
    plugins = loaded(
        install, phone=answering("register_streams", 'Stream(name="sites", path="/phone/sites")')
    )

    each = collect_streams(plugins, Config())["sites"]

    assert (each.stream, each.plugin) == (Stream(name="sites", path="/phone/sites"), "phone")


def test_register_streams_may_answer_with_a_generator(install: Installer) -> None:
    """Any iterable will do, and what it raises midway is the plugin's fault too."""
    plugins = loaded(install, phone=answering("register_streams", "(1 / each for each in [0])"))

    with pytest.raises(PluginError) as caught:
        collect_streams(plugins, Config())

    assert str(caught.value) == (
        f"{PHONE} failed in register_streams: ZeroDivisionError: division by zero (__init__.py:7)"
    )


def test_register_streams_may_refuse_the_plugins_own_section(install: Installer) -> None:
    """A ConfigError is the user's to mend, so it comes through as the plugin put it."""
    code = answering("register_streams", "1").replace(
        "return 1", 'raise ConfigError("config.phone: no such site")'
    )
    plugins = loaded(install, phone=code)

    with pytest.raises(ConfigError, match=r"^config\.phone: no such site$"):
        collect_streams(plugins, Config())


def test_provide_schema(install: Installer) -> None:
    """A plugin may give a schema itself, of a stream of its own or of another's."""
    plugins = loaded(install, phone=SITES, schemas=answering("provide_schema", repr(SCHEMA)))

    assert schema_of(plugins, collect_streams(plugins, Config())["sites"]) == SCHEMA


def test_provide_schema_defaults_to_a_file_beside_the_plugin(install: Installer) -> None:
    """Without an answer, the schema is the file that bears the stream's name."""
    install.plugin("phone", SITES, sites=json.dumps(SCHEMA))
    plugins = load_plugins()

    assert schema_of(plugins, collect_streams(plugins, Config())["sites"]) == SCHEMA


def test_provide_schema_nowhere(install: Installer) -> None:
    """A stream without a schema cannot be emitted: the line says which file is missing."""
    plugins = loaded(install, phone=SITES)
    each = collect_streams(plugins, Config())["sites"]

    assert find_schema(plugins, each) is None
    with pytest.raises(PluginError) as caught:
        schema_of(plugins, each)
    assert str(caught.value) == (
        f"stream 'sites' of {PHONE} has no schema: add schemas/sites.json beside its module"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "tap_zoom_phone_plugin/schemas/sites.json is not valid JSON: "),
        (
            "[]",
            f"the schema of stream 'sites' of {PHONE} is no JSON Schema of an object",
        ),
    ],
)
def test_provide_schema_that_cannot_be_used(install: Installer, text: str, problem: str) -> None:
    """A file that is broken, or is no schema of an object, is named."""
    install.plugin("phone", SITES, sites=text)
    plugins = load_plugins()
    each = collect_streams(plugins, Config())["sites"]

    with pytest.raises(PluginError) as caught:
        schema_of(plugins, each)

    assert str(caught.value).startswith(problem)


def test_provide_transform(install: Installer) -> None:
    """The transform of the stream's own plugin comes first, then the others by the plugins' names."""
    own = SITES + appender("s").replace("from tap_zoom_core import hookimpl", "")
    plugins = loaded(install, sss=own, c=appender("c"), a=appender("a"), other=appender("o", "[]"))

    record = {}
    for transform in transforms_of(plugins, collect_streams(plugins, Config())["sites"]):
        record = transform(record)

    assert record == {"seen": "sac"}


def test_provide_transform_must_answer_with_a_function(install: Installer) -> None:
    """What cannot be called is refused when the sync begins, not at the first record."""
    plugins = loaded(install, phone=SITES, other=answering("provide_transform", "1"))

    with pytest.raises(PluginError) as caught:
        transforms_of(plugins, collect_streams(plugins, Config())["sites"])

    assert str(caught.value) == (
        "plugin 'other' (tap-zoom-other 1.0) answers provide_transform with what is no function"
    )


@pytest.mark.parametrize("hook", ["provide_auth", "provide_schema", "provide_transform"])
def test_whoever_raises_is_named(install: Installer, hook: str) -> None:
    """Of all plugins that are asked, the one that failed is named, with the line."""
    plugins = loaded(install, bad=answering(hook, "1 / 0"), good=answering(hook, "None"))
    each = collect_streams(plugins, Config())["users"]
    ask = {
        "provide_auth": lambda: auth_of(plugins, Config()),
        "provide_schema": lambda: schema_of(plugins, each),
        "provide_transform": lambda: transforms_of(plugins, each),
    }

    with pytest.raises(PluginError) as caught:
        ask[hook]()

    assert str(caught.value) == (
        f"plugin 'bad' (tap-zoom-bad 1.0) failed in {hook}: "
        "ZeroDivisionError: division by zero (__init__.py:7)"
    )
