"""One account's sync, as any scheduler can run it: tap into target, and the state kept as it comes."""

from __future__ import annotations

from pathlib import Path
from subprocess import PIPE, CalledProcessError, Popen

CONFIG, CATALOG, STATE = "config.json", "catalog.json", "state.json"
TARGET_GONE = 141
"""tap-zoom's exit code where nobody reads what it writes any more."""


def accounts_in(folder: Path) -> list[str]:
    """Return the names of the folders in a folder that hold a config, in order."""
    return sorted(path.parent.name for path in folder.glob(f"*/{CONFIG}"))


def sync_account(account: Path, tap: str, target: str) -> None:
    """Pipe the tap into the target, in an account's folder.

    The folder holds config.json and target.json, and perhaps catalog.json. The target prints a state once
    what it covers is loaded; each is kept in state.json at once, so that a run that fails is gone on with.
    Where the sync is ended from outside, so is the tap, which then hands over what it has. Raises
    CalledProcessError, with the command that failed: the target where the tap only failed with it.
    """
    read = [tap, "sync", "--config", CONFIG]
    for option, name in (("--catalog", CATALOG), ("--state", STATE)):
        if (account / name).exists():
            read += [option, name]
    load = [target, "--config", "target.json"]
    with (
        Popen(read, cwd=account, stdout=PIPE) as reading,  # noqa: S603
        Popen(load, cwd=account, stdin=reading.stdout, stdout=PIPE) as loading,  # noqa: S603
    ):
        assert reading.stdout is not None
        assert loading.stdout is not None
        # Or else the tap would not learn that the target has gone.
        reading.stdout.close()
        try:
            _keep_states(account, loading)
        except BaseException:
            reading.terminate()
            _keep_states(account, loading)
            raise
    if reading.returncode not in (0, TARGET_GONE):
        raise CalledProcessError(reading.returncode, tap)
    if loading.returncode or reading.returncode:
        raise CalledProcessError(loading.returncode, target)


def _keep_states(account: Path, loading: Popen[bytes]) -> None:
    """Keep each state that a target prints, until it has no more: whole or not at all, whatever happens."""
    assert loading.stdout is not None
    for line in loading.stdout:
        if line.strip():
            fresh = account / f"{STATE}.new"
            fresh.write_bytes(line)
            fresh.replace(account / STATE)
