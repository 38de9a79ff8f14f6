"""Write the generated parts of README.md and docs/ anew; with ``--check`` only say which are stale.

A generated part stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``; PARTS says what makes it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

from describe_commands import commands
from describe_errors import endpoints_table, general_table
from describe_graph import diagram, sections
from describe_tables import columns_table, meanings_table, scopes_table, settings_table, streams_table

from tap_zoom_core.config import Config
from tap_zoom_core.graph import Registered, Streams
from tap_zoom_core.plugins import collect_streams, load_plugins

ROOT = Path(__file__).parents[1]
FILES = ("README.md", "docs/streams.md", "docs/operating.md", "docs/commands.md", "docs/errors.md")
OURS = "tap-zoom-core"
MARKED = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def our_streams() -> Streams:
    """Return the streams of our own distribution, whatever else is installed beside it."""
    plugins = load_plugins()
    found: dict[str, Registered] = dict(collect_streams(plugins, Config()))
    return {name: each for name, each in found.items() if plugins.loaded[each.plugin].distribution == OURS}


def parts(streams: Streams) -> dict[str, Callable[[], str]]:
    """Return what makes each generated part, by its name."""
    return {
        "settings": settings_table,
        "streams": lambda: streams_table(streams),
        "scopes": lambda: scopes_table(streams),
        "graph": lambda: diagram(streams),
        "sections": lambda: sections(streams),
        "commands": commands,
        "columns": columns_table,
        "meanings": meanings_table,
        "verdicts": general_table,
        "errors": lambda: endpoints_table(streams),
    }


def filled(text: str, makers: dict[str, Callable[[], str]]) -> str:
    """Return a text with each generated part made anew. Raises KeyError for a part that nothing makes."""
    return MARKED.sub(lambda found: f"{found[1]}\n{makers[found[2]]().strip()}\n\n{found[3]}", text)


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` compare them; return the exit code."""
    makers = parts(our_streams())
    stale = []
    for name in FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        fresh = filled(text, makers)
        if fresh != text:
            stale.append(name)
            if "--check" not in arguments:
                (ROOT / name).write_text(fresh, encoding="utf-8")
    said = "stale, run make docs" if "--check" in arguments else "written"
    sys.stdout.write("".join(f"{name}: {said}\n" for name in stale))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
