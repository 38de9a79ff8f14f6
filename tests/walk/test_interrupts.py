"""Real processes that are ended early: what stands on stdout, what on stderr, and the exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tap_zoom_sandbox.testing import Sandbox

from tests.walk.tapping import TAP, write_config

CLOCK = "2026-06-15T12:00:00Z"


@pytest.fixture(scope="module")
def slow_account() -> Iterator[Sandbox]:
    """Serve an account whose answers take so long that a sync of it is always under way."""
    with Sandbox(users=60, seed=7, plan="business", clock=CLOCK, latency_ms=100) as sandbox:
        yield sandbox


def start(folder: Path, sandbox: Sandbox, out: int = subprocess.PIPE, **settings: object) -> subprocess.Popen:
    """Start a sync, with a report to write."""
    command = [TAP, "sync", "--config", write_config(folder, sandbox, **settings)]
    with (folder / "stderr.txt").open("wb") as said:
        return subprocess.Popen([*command, "--report", folder / "report.json"], stdout=out, stderr=said)


def ended(folder: Path, tap: subprocess.Popen) -> tuple[bytes, str]:
    """Wait for a tap's end; return what was left on stdout, and stderr."""
    rest = tap.stdout.read() if tap.stdout else b""
    tap.wait()
    return rest, (folder / "stderr.txt").read_text()


def after_lines(tap: subprocess.Popen, number: int) -> bytes:
    """Read so many lines of a tap's stdout."""
    assert tap.stdout is not None
    return b"".join(tap.stdout.readline() for _ in range(number))


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_in_order(tmp_path: Path, slow_account: Sandbox, sent: int, code: int) -> None:
    """Within seconds: the last line is a STATE to go on from, and the ledger's sums come out."""
    with start(tmp_path, slow_account) as tap:
        first = after_lines(tap, 200)
        began = time.monotonic()
        tap.send_signal(sent)
        rest, said = ended(tmp_path, tap)

    lines = (first + rest).splitlines()
    report = json.loads((tmp_path / "report.json").read_text())
    assert tap.returncode == code
    assert time.monotonic() - began < 8.0
    assert json.loads(lines[-1]) == {"type": "STATE", "value": report["state"]}
    assert report["state"]["resume"]["roots"]
    assert report["balanced"] is True
    assert "Traceback" not in said
    assert sum(each["rows"] for each in report["streams"].values() if each["emitted"]) == sum(
        b'"RECORD"' in line for line in lines
    )


def test_a_second_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    """Without waiting for what is under way."""
    with (
        Sandbox(users=6, seed=7, plan="none", clock=CLOCK, faults="stall=1.0", stall_seconds=20) as sandbox,
        start(tmp_path, sandbox) as tap,
    ):
        while not sandbox.requests()["total"]:
            time.sleep(0.05)
        tap.send_signal(signal.SIGINT)
        time.sleep(0.3)
        began = time.monotonic()
        tap.send_signal(signal.SIGINT)
        out, _ = ended(tmp_path, tap)

    assert (tap.returncode, out) == (130, b"")
    assert time.monotonic() - began < 4.0


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path, slow_account: Sandbox) -> None:
    """With 141, without a traceback, an error or a state that nobody read."""
    with start(tmp_path, slow_account) as tap:
        after_lines(tap, 3)
        assert tap.stdout is not None
        tap.stdout.close()
        tap.wait()
    said = (tmp_path / "stderr.txt").read_text()

    assert tap.returncode == 141
    assert "Traceback" not in said
    assert "ERROR" not in said
    assert "Exception ignored" not in said
    assert not (tmp_path / "report.json").exists()


def test_a_full_disk_is_one_line(tmp_path: Path, slow_account: Sandbox) -> None:
    """Exit code 1, and what the system says of it."""
    with Path("/dev/full").open("wb") as full, start(tmp_path, slow_account, full.fileno()) as tap:
        _, said = ended(tmp_path, tap)

    assert tap.returncode == 1
    assert "Traceback" not in said
    assert said.splitlines()[-1].endswith("the sync stopped: [Errno 28] No space left on device")


@pytest.mark.parametrize("lines", [1, 40, 400, 2000])
def test_a_kill_leaves_whole_lines_to_a_slow_reader(tmp_path: Path, lines: int) -> None:
    """What was in the pipe when it was killed ends in a line's end."""
    with (
        Sandbox(users=40, seed=7, plan="none", clock=CLOCK) as sandbox,
        start(tmp_path, sandbox) as tap,
    ):
        first = after_lines(tap, lines)
        time.sleep(0.3)  # it runs on until the pipe is full
        tap.kill()
        rest, _ = ended(tmp_path, tap)

    assert tap.returncode == -signal.SIGKILL
    assert (first + rest).endswith(b"\n")


def run(
    folder: Path, sandbox: Sandbox, state: dict[str, object], **settings: object
) -> tuple[int, list[str], str]:
    """Sync with a state; return exit code, the lines of stdout and stderr."""
    (folder / "state.json").write_text(json.dumps(state))
    config = write_config(folder, sandbox, **settings)
    command = [TAP, "sync", "--config", config, "--state", folder / "state.json"]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


def test_the_daily_limit_stops_it_and_the_next_day_goes_on(tmp_path: Path) -> None:
    """Exit code 1 and one line that says until when; day after day, no request of a day is made twice."""
    state, codes, rows = {}, [], set[str]()
    with Sandbox(users=25, seed=7, plan="business", clock=CLOCK, daily_limit=70) as sandbox:
        for day in range(15, 29):
            sandbox.set_clock(f"2026-06-{day}T12:00:00Z")
            code, lines, said = run(tmp_path, sandbox, state, start_date="2026-04-01")
            codes.append(code)
            rows |= {line for line in lines if '"report_meetings"' in line and '"RECORD"' in line}
            state = json.loads(lines[-1])["value"]
            assert "Traceback" not in said
            if not code:
                break
            assert f"daily limit of requests is used up until 2026-06-{day + 1}T00:00:00Z" in said
            assert "resume" in state

        assert codes[:1] == [1]
        assert codes[-1] == 0
        reports = [
            row for row in sandbox.expected("report_meetings") if row["record"]["end_time"] >= "2026-04"
        ]
        assert len(rows) >= len(reports)


def test_the_daily_limit_is_waited_for_where_that_is_wanted(tmp_path: Path) -> None:
    """``on_daily_limit: wait`` goes on when the day begins, in the same run."""
    with Sandbox(users=25, seed=7, plan="none", clock="2026-06-15T23:59:58Z", daily_limit=70) as sandbox:
        stop = threading.Event()

        def let_days_pass() -> None:
            for day in range(16, 29):
                if stop.wait(1.0):
                    return
                sandbox.set_clock(f"2026-06-{day}T23:59:58Z")

        thread = threading.Thread(target=let_days_pass)
        thread.start()
        code, lines, said = run(tmp_path, sandbox, {}, on_daily_limit="wait", start_date="2026-04-01")
        stop.set()
        thread.join()

    assert code == 0, said
    assert "waiting" in said
    assert "resume" not in json.loads(lines[-1])["value"]


def test_a_full_disk_stops_before_the_new_token_is_used(tmp_path: Path) -> None:
    """A refresh token is not renewed where the new one could not be kept: no request is made with it."""
    limit = "import resource, os, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20)); "
    ignore = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    with Sandbox(users=6, seed=7, plan="none", clock=CLOCK) as sandbox:
        settings = {**sandbox.config, "refresh_token": "r", "token_store": str(tmp_path / "token.json")}
        settings.pop("account_id")
        (tmp_path / "config.json").write_text(json.dumps(settings))
        command = [sys.executable, "-c", limit + ignore, TAP, "sync", "--config", tmp_path / "config.json"]
        done = subprocess.run(command, capture_output=True, check=False)

        assert (done.returncode, done.stdout, sandbox.requests()["total"]) == (1, b"", 0)
        said = done.stderr.decode().splitlines()
        assert len(said) == 1
        assert "cannot be written (File too large), so no token is renewed" in said[0]
