"""Supervision: what crashes is started again, what cannot start says why."""

import os
import signal
from threading import Event

import pytest

from faults.polling import wait_for
from local import children, supervise
from local.children import NotStartedError
from local.nursery import Nursery
from local.ports import listen
from local.supervise import Supervisor
from tests.local.living import lives

pytestmark = pytest.mark.campaign(of="starts")

WIRES = {"MBONGO_SIMULATE_USSD_URL": "http://127.0.0.1:9/", "MBONGO_SIMULATE_SMS_URL": "http://127.0.0.1:9/"}


def test_a_crashed_process_is_started_again_on_the_same_port_and_none_is_left(nursery: Nursery) -> None:
    said: list[str] = []
    with listen(None, 0) as listener:
        supervisor = Supervisor(nursery, said.append)
        try:
            supervisor.start("simulate", "simulate", environment={**os.environ, **WIRES}, listeners=[listener])
            supervisor.wait_ready()
            [process] = supervisor.processes
            assert process.running
            first = process.running.pid
            os.kill(first, signal.SIGKILL)

            def is_back() -> bool:
                supervisor.look()
                return bool(process.running and process.running.pid != first and process.serves())

            wait_for(is_back, "the process to be started again")
            assert "ended with -9" in said[0]
            assert process.crashes == 1
            last = process.running.pid
        finally:
            supervisor.stop()
        assert not lives(last)


def test_a_log_file_is_0600_and_rotated_while_its_process_writes_on(
    nursery: Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LOG_BYTES_MAX", 100)
    monkeypatch.setattr(supervise, "LOOK_SECONDS", 0)
    log, over = nursery.logs / "writes_on.log", Event()
    with children.open_log(log) as written:
        for line in (b"a" * 200, b"b" * 10):
            written.write(line)
            written.flush()
            over.clear()
            Supervisor(nursery, print).watch(over, over.set)  # looks once
    old = log.with_suffix(".old")
    assert (log.read_bytes(), old.read_bytes()) == (b"b" * 10, b"a" * 200)
    assert [file.stat().st_mode & 0o777 for file in (log, old)] == [0o600, 0o600]


def test_a_process_that_ends_before_it_serves_is_reported_with_its_log(nursery: Nursery) -> None:
    with listen(None, 0) as listener:
        supervisor = Supervisor(nursery, print)
        try:
            supervisor.start("serve", "serve", environment={"PATH": os.environ["PATH"]}, listeners=[listener])
            with pytest.raises(NotStartedError, match="MBONGO_WEB_DATABASE_URL"):
                supervisor.wait_ready()
        finally:
            supervisor.stop()
