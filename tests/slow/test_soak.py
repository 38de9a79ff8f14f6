"""The soak: accounts of different seeds, with faults, killed at random moments and gone on with."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.walk.test_resume import torn

FAULTS = "5xx=0.01,reset=0.005,truncate=0.005,html=0.001,revoke=0.001,expired_page=0.01"
RUNS = int(os.environ.get("SOAK", "4"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 100 + RUNS))
def test_soak(tmp_path: Path, seed: int) -> None:
    """Whatever the seed and the moments of the kills, every row is there and no bookmark ever lied."""
    _, wrong, vouched = torn(tmp_path, seed, 60, FAULTS, kills=seed % 4)

    assert wrong == {}
    assert vouched == []
