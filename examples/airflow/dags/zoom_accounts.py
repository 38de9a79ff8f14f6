"""A DAG that reads many Zoom accounts: one mapped task each, with its own config and its own state.

Zoom's rate limits hold for an account, so accounts do not slow each other: what bounds them is the machine,
and so the pool ``zoom`` says how many are read at once.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from subprocess import CalledProcessError

from airflow.exceptions import AirflowFailException
from airflow.sdk import Variable, dag, task
from zoom_sync import accounts_in, sync_account

NO_USE_IN_RETRYING = (2, 3)
"""tap-zoom's exit codes for a config, catalog or state, and for a plugin, that cannot be used as they are."""


@dag(
    # Empty: only by hand.
    schedule=os.environ.get("ZOOM_SCHEDULE", "@hourly") or None,
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    tags=["zoom"],
)
def zoom_accounts() -> None:
    """Read every account that has a folder, and load it."""

    @task
    def accounts() -> list[str]:
        """Return the names of the accounts' folders."""
        return accounts_in(Path(Variable.get("zoom_accounts")))

    @task(
        pool="zoom",
        retries=3,
        retry_exponential_backoff=True,
        max_retry_delay=timedelta(hours=1),
        execution_timeout=timedelta(hours=12),
        map_index_template="{{ task.op_kwargs['account'] }}",
    )
    def sync(account: str) -> None:
        """Read one account from where it was left, and load it; a retry goes on from what was loaded."""
        folder = Path(Variable.get("zoom_accounts")) / account
        tap, target = Variable.get("zoom_tap", "tap-zoom"), Variable.get("zoom_target", "target-jsonl")
        try:
            sync_account(folder, tap, target)
        except CalledProcessError as error:
            if error.cmd == tap and error.returncode in NO_USE_IN_RETRYING:
                raise AirflowFailException(f"{account}: {error}") from None
            raise

    sync.expand(account=accounts())


zoom_accounts()
