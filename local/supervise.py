"""Supervision of Mbongo's own processes: each in its process group with its log, started again when it crashes.

Nothing outlives the supervisor: it stops all on the way out, the kernel does if it is killed (children.py).
"""

import signal
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from local import children
from local.nursery import Forked, Nursery
from local.ports import url_of
from local.probe import Probe
from local.waiting import wait_until

LOOK_SECONDS = 0.2
BACK_OFF_SECONDS = (0.2, 1, 2, 5, 10, 30)
STEADY_SECONDS = 60  # alive this long, and the next crash counts as the first


@dataclass
class Process:
    """One `./mbongo` command under supervision; with listeners it serves there, and `ready` asks whether it does."""

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    listeners: tuple[socket.socket, ...] = ()
    ready: Probe | None = None
    crashes: int = 0
    started_at: float = 0
    start_at: float = 0
    running: Forked | None = field(default=None, repr=False)

    def serves(self) -> bool:
        """True when it answers; for one that nobody asks anything, always."""
        return self.ready is None or self.ready.answers_yes()


class Supervisor:
    """Starts processes, watches them, stops them; `module` is whose `python -m` would run their commands."""

    def __init__(self, nursery: Nursery, say: Callable[[str], None], module: str = "local") -> None:
        self.processes: list[Process] = []
        self._nursery, self._say, self._module = nursery, say, module

    def start(
        self,
        name: str,
        *arguments: str,
        environment: Mapping[str, str],
        listeners: Sequence[socket.socket] = (),
        ready_path: str = "/healthz",
    ) -> None:
        """Start `./mbongo ARGUMENTS`; it is not waited for. What listens is ready when the last listener's path is."""
        probe = Probe(url_of(listeners[-1]) + ready_path) if listeners else None
        process = Process(name, arguments, environment, tuple(listeners), probe)
        self.processes.append(process)
        self._fork(process)

    def wait_ready(self) -> None:
        """Wait until every process serves. Raises NotStartedError with the log of one that does not."""
        for process in self.processes:
            if process.running:
                wait_until(process.serves, process.running, self.log_of(process.name))

    def watch(self, over: Event, also: Callable[[], object] = lambda: None) -> None:
        """Start again whatever crashes, until `over` is set; `also` is called at every look."""
        while not over.wait(LOOK_SECONDS):
            also()
            self.look()
            children.rotate_logs(self._nursery.logs)

    def look(self) -> None:
        """Note what has crashed, and start again what has waited long enough."""
        for process in self.processes:
            self._look_at(process)

    def stop(self) -> None:
        """Ask all at once, then see each one end."""
        alive = [process.running for process in self.processes if process.running]
        for running in alive:
            if running.poll() is None:
                running.send_signal(signal.SIGTERM)
        for running in alive:
            children.stop(running, signal.SIGTERM)
        self.processes.clear()

    def _look_at(self, process: Process) -> None:
        now = time.monotonic()
        if process.running is None:
            if now >= process.start_at:
                self._fork(process)
        elif (code := process.running.poll()) is not None:
            children.stop(process.running, signal.SIGTERM)  # what is left of its group
            process.crashes = 1 if now - process.started_at > STEADY_SECONDS else process.crashes + 1
            pause = BACK_OFF_SECONDS[min(process.crashes, len(BACK_OFF_SECONDS)) - 1]
            process.running, process.start_at = None, now + pause
            self._say(f"{process.name} ended with {code}; again in {pause} s. See {self.log_of(process.name)}")

    def _fork(self, process: Process) -> None:
        argv, log = [self._module, *process.arguments], self.log_of(process.name)
        process.running = self._nursery.fork(
            argv, environment=process.environment, log=log, listeners=process.listeners
        )
        process.started_at = time.monotonic()

    def log_of(self, name: str) -> Path:
        """Return the log of the process of a name."""
        return self._nursery.logs / f"{name.replace(' ', '-')}.log"
