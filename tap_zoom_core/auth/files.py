"""Files that are replaced whole or not at all, by one process at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: two runs at once are then the user's to avoid.
    fcntl = None  # type: ignore[assignment]


def replace_file(path: Path, content: bytes, *, keep_mode: bool = False) -> None:
    """Replace a file by new content, so that a crash at any moment leaves the old or the new, never a part.

    Makes the folder where it is missing. The file is readable by its owner alone (0600), unless one that was
    there shall keep its mode. Where ``path`` is a link, what it points to is replaced. OSError where that
    cannot be.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            _take_after(target, Path(name), keep_mode)
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


@contextmanager
def one_process_at_a_time(folder: Path) -> Iterator[None]:
    """Hold a folder's lock, waiting for other processes that hold it; without locks, simply go on."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems have no locks: going on is better than not to run at all.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _take_after(old: Path, new: Path, keep_mode: bool) -> None:
    try:
        status = old.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (new.stat().st_uid, new.stat().st_gid):
        with suppress(PermissionError):
            os.chown(new, status.st_uid, status.st_gid)
    if keep_mode:
        new.chmod(status.st_mode & 0o7777)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
