"""`mbongo anchor` as it runs: it signs, keeps, tells its figures, goes on after an outage, and ends when told to."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from faults.polling import LONGEST_WAIT_SECONDS, wait_for
from local.ports import listen, port_of
from tests.world.service import Service
from workers.anchor import read_last

CHECKOUT = Path(__file__).parents[2]
KEY = "a-key-that-no-database-holds"


@pytest.fixture
def settings(service: Service, tmp_path: Path) -> dict[str, str]:
    """Return all that the process is given: one address to read at, its key in a file, and where anchors are kept."""
    key = tmp_path / "key"
    key.write_text(f"1:{KEY}\n")
    return {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT),
        "MBONGO_READ_DATABASE_URL": service.database_url, "MBONGO_RUN_AS_ROOT": "true",
        "MBONGO_ANCHOR_KEYS_FILE": str(key), "MBONGO_ANCHOR_FILE": str(tmp_path / "anchors.jsonl"),
        "MBONGO_ANCHOR_SECONDS": "1",
    }  # fmt: skip


@pytest.fixture
def port() -> int:
    with listen(None, 9400) as free:
        return port_of(free)


@pytest.fixture
def running(settings: dict[str, str], port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "local", "anchor", "--figures-port", str(port)]
    with (tmp_path / "anchor.log").open("wb") as log, subprocess.Popen(words, env=settings, stderr=log) as process:
        yield process
        process.kill()


def test_it_anchors_the_running_service_and_ends_when_told(
    service: Service, settings: dict[str, str], running: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    kept = Path(settings["MBONGO_ANCHOR_FILE"])
    wait_for(lambda: read_last(kept) is not None, "the first anchor")
    service.processes.postgres.stop()
    wait_for(lambda: "not anchored" in (tmp_path / "anchor.log").read_text(), "an outage to be noticed")
    service.processes.postgres.start_again()
    before = kept.read_text()
    wait_for(lambda: kept.read_text() != before, "an anchor after the outage")
    told = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text
    assert "mbongo_trail_broken 0.0" in told
    assert float(told.split("\nmbongo_anchored_timestamp_seconds ")[1].split("\n")[0]) > 1_700_000_000
    running.send_signal(signal.SIGTERM)
    assert running.wait(LONGEST_WAIT_SECONDS) == 0
    said = (tmp_path / "anchor.log").read_text()
    assert '"event":"anchored"' in said
    assert KEY not in said
    assert kept.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("missing", ["MBONGO_ANCHOR_KEYS_FILE", "MBONGO_READ_DATABASE_URL", "MBONGO_ANCHOR_FILE"])
def test_without_what_it_needs_it_does_not_start_and_names_it(settings: dict[str, str], missing: str) -> None:
    del settings[missing]
    ran = subprocess.run(
        [sys.executable, "-m", "local", "anchor"], env=settings, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert missing.removesuffix("_FILE") in ran.stderr
    assert "Traceback" not in ran.stderr
