"""``tap-zoom sync``: what is selected, as Singer messages on stdout."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

import msgspec
import typer

from tap_zoom_core.catalog import Selection, read_catalog, select
from tap_zoom_core.cli.host import Host, open_host, version
from tap_zoom_core.cli.options import (
    CatalogOption,
    ConfigOption,
    DryRunOption,
    Options,
    PluginOption,
    ReportOption,
    StateOption,
    StreamOption,
    TestOption,
    Trying,
    given,
)
from tap_zoom_core.errors import UsageError

LOGGER = logging.getLogger("tap_zoom_core")


def command(
    context: typer.Context,
    config: ConfigOption = None,
    catalog: CatalogOption = None,
    state: StateOption = None,
    plugin: PluginOption = None,
    stream: StreamOption = None,
    report: ReportOption = None,
    test: TestOption = None,
    dry_run: DryRunOption = False,
) -> None:
    """Read what the catalog selects, or everything, and write it to stdout as Singer messages.

    Progress and logs go to stderr. The last STATE on stdout is what the next run's --state wants.
    """
    run(given(context, config, catalog, state, plugin, stream, report), test, dry=dry_run)


def run(options: Options, test: Trying | None = None, *, dry: bool = False) -> None:
    """Check all that was given, then sync, try to, or estimate; ends with the exit code of that."""
    state = read_state_file(options.state)
    _refuse_unwritable(options.report)
    catalog = read_catalog(options.catalog) if options.catalog else None
    host = open_host(options)
    selection = select(
        catalog,
        host.plugins,
        host.streams,
        of_plugins=options.plugins,
        names=options.streams,
        keep_unknown=host.config.keep_unknown_fields,
    )
    if not selection.streams:
        LOGGER.warning("nothing is selected: no stream will be read")
    # no other command waits for what the walk imports
    if test:
        from tap_zoom_core.cli.trying import try_out

        code = try_out(host, selection, test)
    elif dry:
        from tap_zoom_core.cli.estimate import dry_run

        code = dry_run(host, selection, state)
    else:
        code = _sync(host, selection, state, options.report)
    raise typer.Exit(code)


def _sync(host: Host, selection: Selection, state: dict[str, Any], report: Path | None) -> int:
    from tap_zoom_core.cli.ledger import show
    from tap_zoom_core.cli.progress import watch
    from tap_zoom_core.sync import Result, run_sync

    def end(result: Result) -> None:
        progress.end(result)
        if LOGGER.isEnabledFor(logging.INFO):
            show(result)

    with watch() as progress:
        return run_sync(
            host.config,
            host.plugins,
            host.streams,
            selection,
            state,
            out=sys.stdout.buffer,
            version=version(),
            report=report,
            show=end,
            on_tick=progress,
        )


def read_state_file(path: Path | None) -> dict[str, Any]:
    """Return the state that a file holds, an empty one without a file. Raises UsageError, in one line.

    The file may hold the value of a STATE message, as targets write it, or the message itself.
    """
    if path is None:
        return {}
    try:
        state: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError as error:
        raise UsageError(f"the state {path} cannot be read: {error.strerror}") from None
    except msgspec.ValidationError:
        raise UsageError(f'the state {path} is no JSON object such as {{"bookmarks": {{}}}}') from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the state {path} is not valid JSON: {error}") from None
    value = state.get("value")
    return value if state.get("type") == "STATE" and isinstance(value, dict) else state


def _refuse_unwritable(report: Path | None) -> None:
    """Try to open the report before anything is read, for a sync may take hours; leave nothing behind."""
    if report is None:
        return
    was_there = report.exists()
    try:
        report.open("ab").close()
    except OSError as error:
        raise UsageError(f"--report {report}: {error.strerror}") from None
    if not was_there:
        report.unlink()
