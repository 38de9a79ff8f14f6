"""What the host's tests share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from commanding import Tap, tap_in
from installing import Installer


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installer:
    """Install plugins for one test."""
    return Installer(tmp_path, monkeypatch)


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """Take back what a command does to the loggers."""
    loggers = [logging.getLogger(name) for name in (None, "urllib3", "singer_sdk.metrics", "tap_zoom_core")]
    before = [(each, each.handlers[:], each.level) for each in loggers]
    yield
    for logger, handlers, level in before:
        logger.handlers[:] = handlers
        logger.setLevel(level)


@pytest.fixture
def tap(
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    logging_restored: None,
) -> Tap:
    """Run commands in an empty folder, as a user would."""
    monkeypatch.chdir(tmp_path)
    return tap_in(capfd)
