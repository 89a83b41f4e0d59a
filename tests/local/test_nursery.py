"""The nursery: forks are processes of their own, cost no reading of code, and never outlive it."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import psutil
import pytest

from faults.polling import wait_for
from local.children import stop
from local.nursery import Forked, Nursery
from local.ports import listen
from tests.local.living import lives

pytestmark = pytest.mark.campaign(of="starts")

SAYS = "tests.local.says"


def fork(nursery: Nursery, log: Path, what: str) -> Forked:
    return nursery.fork([SAYS, what], environment={"ONLY": "this"}, log=log)


def said(log: Path) -> dict[str, Any]:
    """The line it writes first, waited for."""
    wait_for(lambda: "\n" in (log.read_text() if log.exists() else ""), "a line in the log")
    found: dict[str, Any] = json.loads(log.read_text().split("\n")[0])
    return found


def test_a_fork_has_read_the_code_and_is_a_process_of_its_own(nursery: Nursery, tmp_path: Path) -> None:
    forked = fork(nursery, tmp_path / "log", "7")
    assert said(tmp_path / "log") == {
        "pid": forked.pid,
        "group": forked.pid,
        "parent": nursery.process.pid,
        "arguments": ["7"],
        "environment": {"ONLY": "this"},
        "has read the web app": True,
        "standard input": os.devnull,
    }
    assert forked.wait() == 7
    assert forked.poll() == 7


def test_what_goes_wrong_in_a_fork_is_in_its_log_and_its_code(nursery: Nursery, tmp_path: Path) -> None:
    assert fork(nursery, tmp_path / "log", "fails").wait() == 1
    assert "ValueError: as it was told to" in (tmp_path / "log").read_text()


def test_a_refusal_in_words_is_in_its_log(nursery: Nursery, tmp_path: Path) -> None:
    assert fork(nursery, tmp_path / "log", "refuses").wait() == 1
    assert "as it was told to" in (tmp_path / "log").read_text()


def test_a_fork_that_ends_does_first_what_python_would(nursery: Nursery, tmp_path: Path) -> None:
    """Its threads come to their end, its exit handlers are called, and what was printed is written."""
    assert fork(nursery, tmp_path / "log", "leaves").wait() == 0
    assert (tmp_path / "log").read_text().endswith("a thread and an exit handler")


def test_a_fork_frees_nothing_as_it_ends(nursery: Nursery, tmp_path: Path) -> None:
    """All it shares with other forks would be copied first: a tenth of a second of CPU for each process."""
    shown = psutil.Process(nursery.process.pid)
    fork(nursery, tmp_path / "log", "0").wait()
    before = shown.cpu_times()
    for _ in range(10):
        fork(nursery, tmp_path / "log", "0").wait()
    after = shown.cpu_times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    assert spent < 0.5, f"{spent} s; it was 1.2"


def test_a_fork_ends_by_a_signal(nursery: Nursery, tmp_path: Path) -> None:
    forked = fork(nursery, tmp_path / "log", "stays")
    said(tmp_path / "log")
    assert forked.poll() is None
    stop(forked, signal.SIGTERM)
    assert forked.returncode == -signal.SIGTERM


def test_a_listener_is_handed_over_as_systemd_does_it(nursery: Nursery, tmp_path: Path) -> None:
    with listen(None, 0) as listener:
        log = tmp_path / "log"
        forked = nursery.fork([SAYS, "stays"], environment={}, log=log, listeners=[listener])
        found = said(log)["environment"]
        assert found == {"LISTEN_FDS": "1", "LISTEN_PID": str(forked.pid)}
        ours = os.readlink(f"/proc/self/fd/{listener.fileno()}")
        theirs = os.readlink(f"/proc/{forked.pid}/fd/3")
        assert ours == theirs
        stop(forked, signal.SIGKILL)


def test_it_holds_nothing_that_a_fork_must_not_copy(nursery: Nursery, tmp_path: Path) -> None:
    """No thread, no connection: its one socket is the one it hears orders on."""
    fork(nursery, tmp_path / "log", "0").wait()
    shown = psutil.Process(nursery.process.pid)
    open_files = {os.readlink(fd) for fd in Path(f"/proc/{shown.pid}/fd").iterdir()}
    assert shown.num_threads() == 1
    assert len([one for one in open_files if one.startswith("socket:")]) == 1


def test_its_forks_end_with_it_and_the_next_are_forked_by_another(tmp_path: Path) -> None:
    nursery = Nursery(tmp_path / "logs")
    try:
        first = fork(nursery, tmp_path / "first", "stays")
        said(tmp_path / "first")
        nursery.process.kill()
        wait_for(lambda: not lives(first.pid), "the fork to end with its nursery")
        assert first.poll() == -signal.SIGTERM
        second = fork(nursery, tmp_path / "second", "stays")
        assert said(tmp_path / "second")["parent"] != said(tmp_path / "first")["parent"]
        assert (first.poll(), second.poll()) == (-signal.SIGTERM, None)
    finally:
        nursery.stop()
    wait_for(lambda: not lives(second.pid), "the fork to end with its nursery")


def test_a_nursery_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.nursery.CHECKOUT", tmp_path)  # where there is no code
    nursery = Nursery(tmp_path / "logs")
    with pytest.raises(RuntimeError, match="No module named"):
        fork(nursery, tmp_path / "log", "0")
    nursery.stop()
