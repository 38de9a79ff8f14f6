"""Time a whole sync against the bound that Zoom's rate limits set, and count what it asked in vain.

    python benchmarks/bench_sync.py [--users 200] [--latency-ms 100] [--plan business]

The bound: for each label, the requests that this account needs, divided by its limit; the largest of these is
the least time that any reader can take. The pretend account serves over HTTP on loopback, from this process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tap_zoom_sandbox.limits import PER_SECOND
from tap_zoom_sandbox.testing import Sandbox

TAP = Path(sys.executable).with_name("tap-zoom")


def main() -> int:
    """Sync once; print the table; exit 1 where a promise is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--latency-ms", type=float, default=100)
    parser.add_argument("--plan", default="business")
    given = parser.parse_args()
    options = {"users": given.users, "latency_ms": given.latency_ms, "plan": given.plan, "seed": 7}
    with Sandbox(**options) as sandbox, tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.json"
        config.write_text(json.dumps(sandbox.config))
        with (Path(folder) / "out.jsonl").open("wb") as out:
            began = time.monotonic()
            subprocess.run(
                [TAP, "sync", "--config", config], stdout=out, stderr=subprocess.DEVNULL, check=True
            )
            seconds = time.monotonic() - began
        rows = sum(line.startswith(b'{"type":"RECORD"') for line in (Path(folder) / "out.jsonl").open("rb"))
        asked = sandbox.requests()
    return report(asked, seconds, rows, PER_SECOND[given.plan], options)


def report(asked: dict, seconds: float, rows: int, limits: dict[str, int], options: dict) -> int:
    """Print what a sync took and asked; return 1 where a promise is not kept."""
    statuses = asked["by_status"]
    too_many = statuses.get("429", 0)
    needed = dict(asked["by_label"])
    bound = max(
        (number - (too_many if label == "Heavy" else 0)) / limits[label] for label, number in needed.items()
    )
    vain = statuses.get("400", 0) + statuses.get("404", 0)
    promises = {
        "time against the bound": (seconds / bound, 1.15, f"{seconds:.1f} s of {bound:.1f} s"),
        "answered 429": (too_many / asked["total"], 0.005, str(too_many)),
        "answered 400 or 404": (vain / asked["total"], 0.05, str(vain)),
        "asked twice": (asked["duplicate_requests"], 0, str(asked["duplicate_requests"])),
    }
    print(
        f"{options}: {rows:,} rows, {asked['total']:,} requests {needed}, {rows / seconds:.0f} rows a second"
    )
    kept = True
    for name, (figure, most, detail) in promises.items():
        kept &= figure <= most
        print(
            f"  {name:24} {figure:8.3f}  (at most {most}; {detail}){'' if figure <= most else '  NOT KEPT'}"
        )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
