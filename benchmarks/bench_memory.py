"""Measure the peak memory of a sync of a small account and of one a hundred times its width.

    python benchmarks/bench_memory.py [--small 1000] [--wide 100000]

Users and webinars are read: every user is listed, and asked for webinars. The pretend account serves from
this process; what is measured is the tap's own, as the operating system accounts for it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tap_zoom_sandbox.testing import Sandbox

TAP = Path(sys.executable).with_name("tap-zoom")
MOST_MB = 150
MOST_GROWTH = 1.20


def peak(users: int) -> float:
    """Sync an account of so many users; return the tap's peak memory in MB."""
    with Sandbox(users=users, seed=7, plan="none") as sandbox, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(sandbox.config))
        command = [TAP, "sync", "--config", config, "--stream", "users", "--stream", "webinars"]
        began = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as tap:
            _, status, usage = os.wait4(tap.pid, 0)
            tap.returncode = os.waitstatus_to_exitcode(status)
        assert tap.returncode == 0, f"the sync of {users} users ended with {tap.returncode}"
        megabytes = usage.ru_maxrss / 1024
        asked = sandbox.requests()["total"]
    print(f"  {users:>7,} users: {megabytes:6.1f} MB, {asked:,} requests, {time.monotonic() - began:.0f} s")
    return megabytes


def main() -> int:
    """Measure both; exit 1 where the wide account takes too much more, or too much at all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--wide", type=int, default=100_000)
    given = parser.parse_args()
    small, wide = peak(given.small), peak(given.wide)
    kept = wide <= small * MOST_GROWTH and wide <= MOST_MB
    print(f"  {wide / small:.2f} times as much (at most {MOST_GROWTH}), {wide:.0f} MB (at most {MOST_MB})")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
