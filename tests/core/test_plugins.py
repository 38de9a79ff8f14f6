"""Loading plugins, and what is said of those at fault."""

from __future__ import annotations

import logging
import sys

import pytest
from installing import Installer

from tap_zoom_core import Config
from tap_zoom_core.errors import PluginError
from tap_zoom_core.plugins import collect_streams, load_plugins

PHONE = "plugin 'phone' (tap-zoom-phone 1.0)"
PHONE_CODE = """
    from tap_zoom_core import Parent, Stream, hookimpl

    @hookimpl
    def register_streams(config):
        return [Stream(name="sites", path="/phone/sites", records="sites", paged=True)]
"""


def refusal(disabled: tuple[str, ...] = ()) -> str:
    with pytest.raises(PluginError) as caught:
        collect_streams(load_plugins(disabled), Config())
    assert caught.value.exit_code == 3
    return str(caught.value)


def test_a_plugin_is_known_by_name_distribution_version_and_hooks(install: Installer) -> None:
    """What an entry point brings is loaded under its name, with where it came from and what it implements."""
    install.plugin("phone", PHONE_CODE)

    plugin = load_plugins().loaded["phone"]

    found = (plugin.name, plugin.distribution, plugin.version, plugin.hooks, plugin.builtin)
    assert found == ("phone", "tap-zoom-phone", "1.0", ("register_streams",), False)
    assert str(plugin) == PHONE


def test_the_families_are_found_like_a_stranger() -> None:
    """The plugins of this distribution come by its entry points, sorted by name; built-ins follow."""
    plugins = load_plugins()

    assert plugins.names() == ["meetings", "reports", "sandbox", "users", "webinars"]
    assert list(plugins.loaded)[5:] == [
        "auth-server-to-server",
        "auth-refresh-token",
        "auth-bearer",
        "package-schemas",
    ]


def test_a_plugin_that_cannot_be_imported_is_named(install: Installer) -> None:
    """What an import raises becomes one line, with the way out."""
    install.plugin("phone", "raise RuntimeError('no such\\nthing')")

    assert refusal() == (
        f"{PHONE} cannot be imported: RuntimeError: no such thing; "
        "repair it, uninstall it, or name it in disabled_plugins"
    )


def test_a_plugin_that_exits_on_import_is_named(install: Installer) -> None:
    """An import cannot end the process."""
    install.plugin("phone", "import sys; sys.exit(0)")

    assert refusal().startswith(f"{PHONE} cannot be imported: SystemExit: 0;")


def test_a_disabled_plugin_is_not_even_imported(install: Installer) -> None:
    """A broken plugin does no harm once it is disabled."""
    install.plugin("phone", "raise RuntimeError")

    plugins = load_plugins(["phone"])

    assert "phone" not in plugins.loaded
    assert "tap_zoom_phone_plugin" not in sys.modules


def test_disabling_what_is_not_installed_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    """A name in disabled_plugins that means nothing is pointed out, and the run goes on."""
    with caplog.at_level(logging.WARNING):
        load_plugins(["phnoe"])

    assert caplog.messages == ["config.disabled_plugins: no plugin 'phnoe' is installed"]


def test_an_entry_point_that_is_no_plugin_is_named(install: Installer) -> None:
    """A module without a hookimpl was pointed to by mistake."""
    install.plugin("phone", "def register_streams(config): return []")

    assert refusal() == (f"{PHONE} is no plugin: nothing in it is marked with tap_zoom_core's @hookimpl")


def test_a_misspelt_hook_is_told_the_nearest(install: Installer) -> None:
    """A hook that does not exist would never be called: that is said, with the name that was meant."""
    install.plugin("phone", PHONE_CODE.replace("register_streams", "register_stream"))

    assert refusal() == (
        f"{PHONE} implements a hook 'register_stream', which does not exist; did you mean 'register_streams'?"
    )


def test_a_hook_that_resembles_none_is_told_all(install: Installer) -> None:
    """Where no name is near, all hooks are listed."""
    install.plugin("phone", PHONE_CODE.replace("register_streams", "zzz"))

    assert refusal() == (
        f"{PHONE} implements a hook 'zzz', which does not exist; "
        "the hooks are provide_auth, provide_schema, provide_transform, register_streams"
    )


def test_a_hook_of_another_version_may_be_optional(install: Installer) -> None:
    """What is marked optional is let pass, so that a plugin can serve newer hosts too."""
    code = (
        PHONE_CODE
        + """
    @hookimpl(optionalhook=True)
    def provide_tea(): ...
    """
    )
    install.plugin("phone", code)

    assert load_plugins().loaded["phone"].hooks == ("provide_tea", "register_streams")


def test_a_wrong_argument_is_named(install: Installer) -> None:
    """A hook can only ask for what the host gives."""
    install.plugin("phone", PHONE_CODE.replace("(config)", "(settings)"))

    assert refusal() == (
        f"{PHONE}: its hook 'register_streams' asks for 'settings'; what it may ask for: config"
    )


def test_two_plugins_of_one_name_are_both_named(install: Installer) -> None:
    """Of two distributions that claim a name, neither wins in silence."""
    install.plugin("phone", PHONE_CODE, distribution="one")
    install.plugin("phone", PHONE_CODE, distribution="two")

    assert refusal() == (
        "plugin 'phone' (two 1.0) has the same name as plugin 'phone' (one 1.0); uninstall one of them"
    )


def test_one_object_under_two_names_is_refused(install: Installer) -> None:
    """Two entry points of one module would register every stream twice."""
    install.plugin("phone", PHONE_CODE, target="shared_module")
    install.plugin("telephone", PHONE_CODE, target="shared_module")

    assert refusal() == (f"{PHONE} is the same object as plugin 'telephone'; drop one entry point")


def test_a_plugin_may_be_an_object_that_cannot_be_hashed(install: Installer) -> None:
    """An entry point may name an instance of any class, an attrs one with equality too."""
    code = """
        from attrs import define
        from tap_zoom_core import Stream, hookimpl

        @define
        class Phone:
            @hookimpl
            def register_streams(self, config):
                return [Stream(name="sites", path="/phone/sites")]

        PHONE = Phone()
    """
    install.plugin("phone", code, target="phone_object:PHONE")

    assert collect_streams(load_plugins(), Config())["sites"].plugin == "phone"


def test_two_streams_of_one_name_name_both_plugins(install: Installer) -> None:
    """A stream's name belongs to one plugin alone."""
    install.plugin("phone", PHONE_CODE)
    install.plugin("zphone", PHONE_CODE)

    assert refusal() == (
        f"two streams are named 'sites': one of {PHONE}, one of plugin 'zphone' (tap-zoom-zphone 1.0)"
    )


def test_what_is_no_stream_is_refused(install: Installer) -> None:
    """A plugin that answers with something else is told so."""
    install.plugin("phone", PHONE_CODE.replace("return [Stream", "return [dict"))

    assert refusal() == (
        f"{PHONE} registers {{'name': 'sites', 'path': '/phone/sites', 'records': 'sites'"
        ", which is not a Stream of tap_zoom_core"
    )


def test_a_plugin_that_raises_is_named_with_the_line(install: Installer) -> None:
    """A fault inside a hook is one line: plugin, hook, error and where."""
    install.plugin("phone", PHONE_CODE.replace("return [", "return config.nothing["))

    assert refusal() == (
        f"{PHONE} failed in register_streams: AttributeError: 'Config' object has no "
        "attribute 'nothing' (__init__.py:6)"
    )


def test_a_missing_parent_is_named_with_what_is_registered(install: Installer) -> None:
    """A stream whose parent nobody registers cannot be walked; the line lists what there is."""
    install.plugin("phone", PHONE_CODE.replace("paged=True", 'parent=Parent("regions")'))

    line = refusal()

    assert line.startswith(
        f"stream 'sites' of {PHONE} needs parent 'regions', which no installed plugin "
        "registers; registered: meeting_files, meeting_poll_results, "
    )
    assert line.endswith(", webinars")


def test_streams_below_a_disabled_plugin_go_with_it(caplog: pytest.LogCaptureFixture) -> None:
    """To disable a plugin leaves out what descends from its streams, and says so; the rest stays."""
    streams = collect_streams(load_plugins(["webinars"]), Config())

    assert {name for name, each in streams.items() if each.plugin == "reports"} == {
        "report_meetings",
        "report_meeting_participants",
    }
    assert caplog.messages == [
        "left out with the disabled plugins (webinars): report_webinar_participants, report_webinars"
    ]
