"""A PostgreSQL of one's own for a test, from the programs that the machine's packages have installed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER = "zoom"
DATABASE = "postgres"


@contextmanager
def postgres() -> Iterator[int]:
    """Run a new server on loopback while the block lasts; yield its port. User zoom, no password asked.

    Skips the test where the machine has no PostgreSQL and the test may not install Debian's package.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="tap-zoom-postgres-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    port = _free_port()
    data = folder / "data"
    flags = f"-c listen_addresses=127.0.0.1 -p {port} -k '' -c fsync=off"
    try:
        _run(
            programs / "initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "-N"
        )
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", flags, "start")
        try:
            yield port
        finally:
            _run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs; Debian keeps them off the PATH."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "postgresql"]):
            subprocess.run(command, capture_output=True, check=False, timeout=600)
        found = _installed()
    if found is None:
        pytest.skip("there is no PostgreSQL here: install Debian's package postgresql")
    return found


def _installed() -> Path | None:
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs, which refuse to be run by root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # A server that keeps a pipe open would keep us waiting for its end.
    done = subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    assert done.returncode == 0, " ".join(words)
