"""Sync a pretend Zoom account into a folder, and show what came out: ``python examples/demo.py demo``.

The folder then holds config.json, out.jsonl (the Singer messages), state.json, report.json and run.log.
Needs ``tap-zoom`` on the PATH, installed with its sandbox.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

CONFIG = {"sandbox": {"users": 25, "seed": 7}}

BEFORE = """\
Reading a Zoom account of 25 users. It is a pretend one, made up and served on this machine: no credentials,
no network. It keeps to the rate limits of a Zoom business plan, so this takes about twenty seconds.

  $ {command}
"""

TABLES = """\
{rows:,} rows in {streams} streams, in {seconds:.0f} seconds. A stream is what will be one table:
"""

AFTER = """\
What is in {folder}/
  config.json  what to read: here the pretend account, for a real one its credentials
  out.jsonl    what was read, in the format of the Singer standard, one JSON object a line: SCHEMA gives the
               columns of a stream, RECORD is one row, STATE says how far the reading got
  state.json   the last of these STATEs: hand it to the next run, and it reads only what is new
  report.json  the ledger: what was asked, what was skipped and why, stream by stream
  run.log      what the tap said while it ran, with the ledger as a table at its end

What to do next
  Look at a user       grep -m1 '"RECORD".*"users"' {folder}/out.jsonl | {python} -m json.tool
  Read what is new     {tap} sync --config {folder}/config.json --state {folder}/state.json
  Load it into tables  {tap} sync --config {folder}/config.json | target-postgres
                       (or any other Singer target, installed in a venv of its own)
  See all streams      {tap} plugins
  Read your account    README.md, "Signing in"
"""


def main(folder: Path) -> int:
    """Run the demo in a folder; return the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG) + "\n", encoding="utf-8")
    command = ["tap-zoom", "sync", "--config", f"{folder}/config.json", "--report", f"{folder}/report.json"]
    say(BEFORE.format(command=f"{' '.join(command)} > {folder}/out.jsonl"))
    log = folder / "run.log"
    began = time.monotonic()
    with (folder / "out.jsonl").open("wb") as out, log.open("wb") as err:
        code = subprocess.run(command, stdout=out, stderr=err, check=False).returncode  # noqa: S603
    seconds = time.monotonic() - began
    if code:
        say(f"The sync ended with exit code {code}:\n\n{log.read_text(encoding='utf-8')}")
        return code
    messages = [json.loads(line) for line in (folder / "out.jsonl").open(encoding="utf-8")]
    show(folder, messages, seconds)
    return 0


def show(folder: Path, messages: list[dict[str, Any]], seconds: float) -> None:
    """Show rows by stream, and write the last state to its file."""
    rows = Counter(message["stream"] for message in messages if message["type"] == "RECORD")
    keys = {each["stream"]: each["key_properties"] for each in messages if each["type"] == "SCHEMA"}
    state = [message["value"] for message in messages if message["type"] == "STATE"][-1]
    (folder / "state.json").write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")
    say(TABLES.format(rows=rows.total(), streams=len(keys), seconds=seconds))
    width = max(map(len, keys))
    say("\n".join(f"  {name:{width}}  {rows[name]:6,}  by {', '.join(keys[name])}" for name in sorted(keys)))
    tap = Path(sys.executable).with_name("tap-zoom")
    shown = tap.relative_to(Path.cwd()) if tap.is_relative_to(Path.cwd()) else "tap-zoom"
    say("\n" + AFTER.format(folder=folder, tap=shown, python=Path(shown).with_name("python")))


def say(text: str) -> None:
    """Print, now rather than later."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo")))
