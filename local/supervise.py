"""Runs Mbongo's own processes: each in its process group with its log, started again when it crashes.

Nothing outlives the supervisor: it stops all on the way out, the kernel does if it is killed (children.py).
"""

import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from threading import Event

from local import children

CHECKOUT = Path(__file__).parents[1]
READY_TIMEOUT_SECONDS = 30
LOOK_SECONDS = 0.2
BACK_OFF_SECONDS = (0.2, 1, 2, 5, 10, 30)
STEADY_SECONDS = 60  # alive this long, and the next crash counts as the first


@dataclass
class Process:
    """One `./mbongo` command under supervision; ready_url answers 200 once it serves."""

    name: str
    arguments: tuple[str, ...]
    ready_url: str | None = None
    crashes: int = 0
    started_at: float = 0
    start_at: float = 0
    running: Popen[bytes] | None = field(default=None, repr=False)

    def serves(self) -> bool:
        if self.ready_url is None:
            return True
        try:
            with urllib.request.urlopen(self.ready_url, timeout=2) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


class Supervisor:
    """Starts processes, watches them, stops them; `module` is whose `python -m` runs their commands."""

    def __init__(
        self, logs: Path, environment: Mapping[str, str], say: Callable[[str], None], module: str = "local"
    ) -> None:
        self.processes: list[Process] = []
        self._logs, self._environment, self._say, self._module = logs, environment, say, module

    def start(self, name: str, *arguments: str, ready_url: str | None = None) -> None:
        """Start `./mbongo ARGUMENTS`; it is not waited for."""
        process = Process(name, arguments, ready_url)
        self.processes.append(process)
        self._spawn(process)

    def wait_ready(self) -> None:
        """Until every process serves. Raises NotStartedError with the log of one that does not."""
        for process in self.processes:
            if process.running:
                log = self._log(process)
                children.wait_until(process.serves, process.running, log=log, timeout_seconds=READY_TIMEOUT_SECONDS)

    def watch(self, over: Event, also: Callable[[], object] = lambda: None) -> None:
        """Start again whatever crashes, until `over` is set; `also` is called at every look."""
        while not over.wait(LOOK_SECONDS):
            also()
            self.look()

    def look(self) -> None:
        """See who has crashed, and start again whose pause is over."""
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
                self._spawn(process)
        elif (code := process.running.poll()) is not None:
            children.stop(process.running, signal.SIGTERM)  # what is left of its group
            process.crashes = 1 if now - process.started_at > STEADY_SECONDS else process.crashes + 1
            pause = BACK_OFF_SECONDS[min(process.crashes, len(BACK_OFF_SECONDS)) - 1]
            process.running, process.start_at = None, now + pause
            self._say(f"{process.name} ended with {code}; again in {pause} s. See {self._log(process)}")

    def _spawn(self, process: Process) -> None:
        argv = [sys.executable, "-m", self._module, *process.arguments]
        with children.open_log(self._log(process)) as log:
            process.running = children.spawn(argv, log=log, env=self._environment, cwd=CHECKOUT)
        process.started_at = time.monotonic()

    def _log(self, process: Process) -> Path:
        return self._logs / f"{process.name.replace(' ', '-')}.log"
