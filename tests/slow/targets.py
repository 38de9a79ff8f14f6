"""Targets that people use: how each is installed and configured, and how to read what it holds."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import field, frozen

from tests.slow.postgres import DATABASE, USER
from tests.walk.tapping import KEYS

Rows = dict[str, list[dict[str, Any]]]
SCHEMA = "zoom"
FROM_DUCKDB = """
import duckdb, json, sys
found = duckdb.connect("zoom.duckdb", read_only=True)
for name, keys in json.loads(sys.argv[1]).items():
    columns = ", ".join(f'"{key}"' for key in keys)
    rows = found.execute(f'select {columns} from zoom.zoom."{name}"').fetchall()
    print(json.dumps([name, [dict(zip(keys, row)) for row in rows]]))
"""


@frozen(kw_only=True)
class Target:
    """One target, and how to use it.

    ``config``: its config, given PostgreSQL's port. ``held``: its rows, given folder, port and venv.
    ``upserts``: whether a row that is sent again takes the place of the one before. ``whole``: whether rows
    come back with every column and value, nested ones too, so that they can be compared.
    """

    name: str
    program: str
    requirements: tuple[str, ...]
    held: Callable[[Path, int, Path], Rows]
    config: Callable[[int], dict[str, Any]] = field(default=lambda port: {})
    python: str | None = None
    upserts: bool = True
    whole: bool = False
    postgres: bool = False


def from_jsonl(folder: Path, port: int, venv: Path) -> Rows:
    """Read the lines of each stream's file."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in folder.glob("loaded/*.jsonl")
    }


def from_csv(folder: Path, port: int, venv: Path) -> Rows:
    """Read the rows of each stream's files, of which a run writes one that is named after its time."""
    found: Rows = defaultdict(list)
    for path in folder.glob("loaded/*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            found[path.stem.rpartition("-")[0]] += csv.DictReader(lines)
    return found


def from_sqlite(folder: Path, port: int, venv: Path) -> Rows:
    """Read each stream's table."""
    database = sqlite3.connect(folder / "zoom.db")
    database.row_factory = sqlite3.Row
    rows = {name: database.execute(f'select * from "{name}"').fetchall() for name in KEYS}  # noqa: S608
    database.close()
    return {name: [dict(row) for row in table] for name, table in rows.items()}


def from_duckdb(folder: Path, port: int, venv: Path) -> Rows:
    """Read the key columns of each stream's table with the target's own duckdb, which knows its files."""
    command = [str(venv / "python"), "-c", FROM_DUCKDB, json.dumps(KEYS)]
    printed = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(json.loads(line) for line in printed.splitlines())


def from_postgres(folder: Path, port: int, venv: Path) -> Rows:
    """Read each stream's table as JSON."""
    address = f"host=127.0.0.1 port={port} user={USER} dbname={DATABASE}"
    found = {}
    for name in KEYS:
        query = f'select to_jsonb(each) from {SCHEMA}."{name}" as each'  # noqa: S608
        command = ["psql", address, "--tuples-only", "--no-align", "--command", query]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        found[name] = [json.loads(line) for line in printed.splitlines()]
    return found


TARGETS = (
    Target(
        name="target-jsonl",
        program="target-jsonl",
        requirements=("target-jsonl==0.1.4",),
        config=lambda port: {"destination_path": "loaded", "do_timestamp_file": False},
        held=from_jsonl,
        upserts=False,
        whole=True,
    ),
    Target(
        name="target-csv",
        program="target-csv",
        # It imports pkg_resources, which newer setuptools no longer hold.
        requirements=("target-csv==0.3.0", "setuptools<81"),
        python="3.9",
        config=lambda port: {"destination_path": "loaded", "disable_collection": True},
        held=from_csv,
        upserts=False,
    ),
    Target(
        name="target-sqlite",
        program="target-sqlite",
        requirements=("target-sqlite==0.2.0",),
        python="3.9",
        config=lambda port: {"database": "zoom"},
        held=from_sqlite,
    ),
    Target(
        name="target-duckdb",
        program="target-duckdb",
        # Later versions of duckdb lose the first rows of a load by this target.
        requirements=("target-duckdb==0.8.0", "duckdb==1.1.3"),
        config=lambda port: {"path": "zoom.duckdb", "default_target_schema": SCHEMA},
        held=from_duckdb,
    ),
    Target(
        name="target-postgres",
        program="target-postgres",
        requirements=("meltanolabs-target-postgres==0.8.1",),
        config=lambda port: {
            "host": "127.0.0.1",
            "port": port,
            "user": USER,
            "password": "not asked",
            "database": DATABASE,
            "default_target_schema": SCHEMA,
        },
        held=from_postgres,
        whole=True,
        postgres=True,
    ),
    Target(
        # It loads through CSV, where empty text becomes null and a tab the two characters "\\t".
        name="pipelinewise-target-postgres",
        program="target-postgres",
        requirements=("pipelinewise-target-postgres==2.1.2",),
        config=lambda port: {
            "host": "127.0.0.1",
            "port": port,
            "user": USER,
            "password": "not asked",
            "dbname": DATABASE,
            "default_target_schema": SCHEMA,
        },
        held=from_postgres,
        postgres=True,
    ),
)
