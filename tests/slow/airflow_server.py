"""An Airflow of one's own for a test: scheduler, API server and DAG processor, in a folder that goes away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests
from attrs import frozen

SECONDS_TO_START = 400
SECONDS_TO_RUN = 300


@frozen
class Airflow:
    """A running Airflow: where its API is, and the log of its processes."""

    url: str
    log: Path

    def ask(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Ask its API, which lets everybody in; return the answer."""
        answer = requests.request(method, f"{self.url}/api/v2/{path}", json=body or None, timeout=30)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        found: dict[str, Any] = answer.json()
        return found

    def run_dag(self, dag: str, run: str) -> str:
        """Run a DAG once, to its end; return the state in which it ended."""
        self.ask("POST", f"dags/{dag}/dagRuns", dag_run_id=run, logical_date=None)
        until = time.monotonic() + SECONDS_TO_RUN
        while time.monotonic() < until:
            state = str(self.ask("GET", f"dags/{dag}/dagRuns/{run}")["state"])
            if state in ("success", "failed"):
                return state
            time.sleep(1)
        raise TimeoutError(self.log.read_text()[-4000:])

    def tasks(self, dag: str, run: str) -> list[dict[str, Any]]:
        """Return the tasks of a run, mapped ones each for itself, as the API has them."""
        found: list[dict[str, Any]] = self.ask("GET", f"dags/{dag}/dagRuns/{run}/taskInstances")[
            "task_instances"
        ]
        return found


@contextmanager
def airflow(program: Path, folder: Path, dags: Path, **variables: str) -> Iterator[Airflow]:
    """Run Airflow on these DAGs while the block lasts, with more environment variables for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        **variables,
    }
    log = folder / "standalone.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            [str(program), "standalone"],
            env=environment,
            cwd=folder,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        found = Airflow(url, log)
        _wait_for_dags(found)
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(30)
        # Its parts are of its group, and do not always end when it does.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait_for_dags(server: Airflow) -> None:
    """Wait until the API answers and the DAGs are read."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with suppress(requests.ConnectionError, AssertionError):
            if server.ask("GET", "dags")["dags"]:
                return
        time.sleep(1)
    raise TimeoutError(server.log.read_text()[-4000:])
