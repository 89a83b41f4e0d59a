"""A start is waited for while it does something, and no longer."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local.children import NotStartedError, open_log
from local.waiting import wait_until

STILL_SECONDS = 1.5
WRITES = "import time\nfor _ in range(12): print('.', flush=True); time.sleep(0.3)\nprint('ready', flush=True)"
WORKS = "import time\nwhile time.process_time() < 3: pass\nprint('ready', flush=True)"
HANGS = "import threading\nprint('hello', flush=True); threading.Event().wait()"
ENDS = "raise SystemExit('no such setting')"

Started = Callable[[str], "tuple[subprocess.Popen[bytes], Path]"]


@pytest.fixture
def started(tmp_path: Path) -> Started:
    log = tmp_path / "logs" / "log"

    def start(script: str) -> "tuple[subprocess.Popen[bytes], Path]":
        with open_log(log) as written:
            return subprocess.Popen([sys.executable, "-c", script], stdout=written, stderr=written), log

    return start


@pytest.mark.parametrize("script", [WRITES, WORKS])
def test_whoever_writes_or_works_is_waited_for(started: Started, script: str) -> None:
    """Longer than one that does nothing: each of these takes twice that."""
    process, log = started(script)
    began = time.monotonic()
    wait_until(lambda: "ready" in log.read_text(), process, log, still_seconds=STILL_SECONDS)
    assert time.monotonic() - began > STILL_SECONDS
    process.wait()


def test_whoever_does_nothing_is_given_up_with_its_last_words(started: Started) -> None:
    process, log = started(HANGS)
    with pytest.raises(NotStartedError, match=r"(?s)done nothing for.*hello"):
        wait_until(lambda: False, process, log, still_seconds=STILL_SECONDS)
    process.kill()
    process.wait()


def test_whoever_has_ended_is_told_at_once_with_its_last_words(started: Started) -> None:
    process, log = started(ENDS)
    process.wait()
    with pytest.raises(NotStartedError, match=r"(?s)ended with 1.*no such setting"):
        wait_until(lambda: False, process, log)
