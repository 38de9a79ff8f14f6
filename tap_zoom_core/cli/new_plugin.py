"""``tap-zoom new-plugin NAME``: the beginnings of a plugin, which installs and passes its tests at once."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from tap_zoom_core.errors import UsageError
from tap_zoom_core.hookspecs import PROJECT
from tap_zoom_core.scaffold import write_plugin

NEXT = """\
{folder} is a plugin with one stream, its schema, and a test with a cassette. Try it:

    pip install {folder}
    pytest {folder}
    tap-zoom plugins
"""


def command(
    name: Annotated[str, typer.Argument(help="What the plugin is called, such as phone.")],
    into: Annotated[
        Path, typer.Option("--into", metavar="FOLDER", help="Where to put the new folder tap-zoom-NAME.")
    ] = Path(),
) -> None:
    """Write a new plugin, tap-zoom-NAME, that installs and passes its tests: a beginning to change."""
    if name in entry_points(group=PROJECT).names:
        raise UsageError(f"a plugin named '{name}' is installed already: choose another name")
    folder = write_plugin(name, into)
    # Without a slash pip would take the folder's name for that of a distribution, and ask its index for it.
    typer.echo(NEXT.format(folder=folder if folder.parent.parts else f"./{folder}"), nl=False)
