"""Waiting for a process to be ready: for as long as it lives and does something, never for a fixed time.

On a busy machine a start that takes three seconds takes a minute, and is none the worse for it. What a process does is
read from its log and from /proc: the CPU time used by it and by all it has started.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from local.children import POLL_SECONDS, NotStartedError, Running, read_tail

STILL_SECONDS: Final = 30.0  # neither its log nor its CPU time moved: it hangs
BUSY_SECONDS_MAX: Final = 900.0  # whoever works for so long and is not ready will never be
LOOK_SECONDS: Final = 0.5
CPU_FIELDS: Final = slice(11, 15)  # utime, stime, cutime, cstime: fields 14 to 17 of proc_pid_stat(5), from the third


def wait_until(ready: Callable[[], bool], process: Running, log: Path, still_seconds: float = STILL_SECONDS) -> None:
    """Wait for a condition while the process lives and moves. Raises NotStartedError with the end of its log."""
    progress = ProcessWork(process.pid, log)
    while not ready():
        if process.poll() is not None:
            raise NotStartedError(f"{process.args!r} ended with {process.returncode}:\n{read_tail(log)}")
        if progress.still_for() > still_seconds:
            raise NotStartedError(f"{process.args!r} has done nothing for {still_seconds:.0f} s:\n{read_tail(log)}")
        if progress.seconds() > BUSY_SECONDS_MAX:
            raise NotStartedError(f"{process.args!r} works for {BUSY_SECONDS_MAX:.0f} s already:\n{read_tail(log)}")
        time.sleep(POLL_SECONDS)


@dataclass
class ProcessWork:
    """The work a process has shown since somebody began to wait for it."""

    pid: int
    log: Path
    began: float = field(default_factory=time.monotonic)
    looked_at: float = 0.0
    moved_at: float = field(default_factory=time.monotonic)
    done: tuple[int, int] = (0, 0)  # bytes in its log, clock ticks of CPU

    def seconds(self) -> float:
        """Return how long it has been waited for."""
        return time.monotonic() - self.began

    def still_for(self) -> float:
        """Return how many seconds ago its log or its CPU time moved last."""
        now = time.monotonic()
        if now - self.looked_at >= LOOK_SECONDS:
            self.looked_at, before, self.done = now, self.done, (measure_log(self.log), count_cpu_ticks(self.pid))
            self.moved_at = now if self.done != before else self.moved_at
        return now - self.moved_at


def measure_log(log: Path) -> int:
    """Return the size of a log; 0 where there is none."""
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def count_cpu_ticks(pid: int) -> int:
    """Return the CPU time a process and all below it have used, in clock ticks; 0 for one that is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        started = [
            child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    own = stat.rpartition(")")[2].split()[CPU_FIELDS]
    return sum(map(int, own)) + sum(count_cpu_ticks(int(child)) for child in started)
