"""The nursery: one process that has read Mbongo's code and forks all of Mbongo's processes of this machine.

Ten processes that each read it themselves cost ten seconds of CPU and 80 MB each. Whoever starts processes holds a
Nursery; what it forks is a Forked, handled like a Popen. The other end is nursery_process.py.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from local.children import POLL_SECONDS, NotStartedError, open_log, read_tail, spawn, stop
from local.waiting import wait_until
from workers.needs import keep_machines

CHECKOUT: Final = Path(__file__).parents[1]
ANSWER_BYTES: Final = 1000


class NurseryEndedError(RuntimeError):
    """The nursery has ended, and with it all that it forked."""


class Nursery:
    """One process that forks, and dies with us; it is told what to fork over a pair of sockets, one order at a time."""

    def __init__(self, logs: Path, user: str = "", checkout: Path | None = None) -> None:
        """Start the process; it reads code until the first fork is asked for, and is waited for then.

        It forks as `user`, for root alone, or as whoever we are. The code is this one, or another `checkout`'s.
        """
        self.logs, self._log, self._user, self._checkout = logs, logs / "nursery.log", user, checkout or CHECKOUT
        self._lock = threading.RLock()
        self._start()

    def _start(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._has_read = False
        with open_log(self._log) as log, theirs:
            argv = [sys.executable, "-m", "local.nursery_process", self._user]
            self.process = spawn(argv, log=log, env=_environment(), cwd=self._checkout, stdin=theirs.fileno())

    def fork(
        self, argv: Sequence[str], *, environment: Mapping[str, str], log: Path, listeners: Sequence[socket.socket] = ()
    ) -> "Forked":
        """Fork what `python -m MODULE ARGUMENTS…` would run; listening sockets are handed over as systemd does it.

        A nursery that has ended, and all it forked with it, is started again. Raises NotStartedError.
        """
        order = {"module": argv[0], "arguments": [*argv[1:]], "environment": dict(environment)}
        with self._lock, open_log(log) as written:
            if self.process.poll() is not None:
                self.stop()
                self._start()
            handed = [written.fileno(), *(listener.fileno() for listener in listeners)]
            try:
                return Forked(self, argv, int(self._ask(order, handed)["pid"]))
            except NurseryEndedError:
                raise NotStartedError(f"the nursery ended:\n{read_tail(self._log)}") from None

    def find_code(self, forked: "Forked") -> int | None:
        """Return the exit code of a forked process, negative for a signal; None while it lives."""
        with self._lock, suppress(NurseryEndedError):
            if forked.born_of is self.process:
                code: int | None = self._ask({"ended": forked.pid})["code"]
                return code
        return -signal.SIGTERM  # what the kernel sends those whose nursery ends

    def stop(self) -> None:
        """End the process, and so all it forked."""
        self._orders.close()
        stop(self.process, signal.SIGTERM)

    def _ask(self, order: Mapping[str, Any], handed: Sequence[int] = ()) -> dict[str, Any]:
        """Return its answer to one order. Raises NotStartedError, NurseryEndedError."""
        if not self._has_read:
            wait_until(self._says_read, self.process, self._log)
            self._has_read = True
        try:
            socket.send_fds(self._orders, [json.dumps(order).encode()], handed)
            answer = self._orders.recv(ANSWER_BYTES)
        except OSError:
            answer = b""
        if not answer:
            raise NurseryEndedError
        found: dict[str, Any] = json.loads(answer)
        return found

    def _says_read(self) -> bool:
        with suppress(BlockingIOError):
            return bool(self._orders.recv(ANSWER_BYTES, socket.MSG_DONTWAIT))
        return False


def _environment() -> dict[str, str]:
    """Return what tells of the machine alone: each fork is given its own, and could read ours as its first one."""
    return keep_machines(os.environ)


class Forked:
    """A process that a nursery forked; local.children.Running says what is meant by each."""

    def __init__(self, nursery: Nursery, argv: Sequence[str], pid: int) -> None:
        self.args, self.pid, self.born_of = [*argv], pid, nursery.process
        self.returncode: int | None = None
        self._nursery = nursery

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._nursery.find_code(self)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if deadline and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            time.sleep(POLL_SECONDS)
        return code

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it ended just now, and another thread has heard so
                os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)
