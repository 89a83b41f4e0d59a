"""Waiting for a process to be ready: for as long as it lives and does something, never for a fixed time.

On a busy machine a start that takes three seconds takes a minute, and is none the worse for it. What a process does is
read from its log and from /proc: the CPU time used by it and by all it has started.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from local.children import POLL_SECONDS, NotStartedError, Running, tail

STILL_SECONDS: Final = 30.0  # neither its log nor its CPU time moved: it hangs
BUSY_SECONDS_MAX: Final = 900.0  # whoever works for so long and is not ready will never be
LOOK_SECONDS: Final = 0.5
CPU_FIELDS: Final = slice(11, 15)  # utime, stime, cutime, cstime: fields 14 to 17 of proc_pid_stat(5), from the third


def wait_until(ready: Callable[[], bool], process: Running, log: Path, still_seconds: float = STILL_SECONDS) -> None:
    """Wait for a condition while the process lives and moves. Raises NotStartedError with the end of its log."""
    began = looked_at = moved_at = time.monotonic()
    did: tuple[int, int] | None = None
    while not ready():
        if process.poll() is not None:
            raise NotStartedError(f"{process.args!r} ended with {process.returncode}:\n{tail(log)}")
        now = time.monotonic()
        if now - looked_at >= LOOK_SECONDS:
            looked_at, before, did = now, did, (log_bytes(log), cpu_ticks(process.pid))
            moved_at = now if did != before else moved_at
        if now - moved_at > still_seconds or now - began > BUSY_SECONDS_MAX:
            what = f"has done nothing for {still_seconds:.0f} s" if now - moved_at > still_seconds else "is still busy"
            raise NotStartedError(f"{process.args!r} is not ready after {now - began:.0f} s, and {what}:\n{tail(log)}")
        time.sleep(POLL_SECONDS)


def log_bytes(log: Path) -> int:
    """Return the size of a log; 0 where there is none."""
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return 0


def cpu_ticks(pid: int) -> int:
    """Return the CPU time a process and all below it have used, in clock ticks; 0 for one that is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        started = [
            child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
        ]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    own = stat.rpartition(")")[2].split()[CPU_FIELDS]
    return sum(map(int, own)) + sum(cpu_ticks(int(child)) for child in started)
