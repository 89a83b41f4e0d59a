"""CPU used by processes and all they forked, the ended ones included; and by this process alone."""

import time
from collections.abc import Mapping
from contextlib import suppress

import psutil


def read_cpu(pid: int) -> float:
    """Return the seconds of CPU that a process and all it forked have used so far."""
    seconds = 0.0
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                used = process.cpu_times()
                seconds += used.user + used.system + used.children_user + used.children_system
    return seconds


class CpuMeter:
    """The CPU that named processes, and this one as "load", have used since the meter was made."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self.pids = pids
        self.before = self.read_all()

    def read_all(self) -> dict[str, float]:
        """Return the seconds used so far, by name."""
        return {**{name: read_cpu(pid) for name, pid in self.pids.items()}, "load": time.process_time()}

    def read_used(self) -> dict[str, float]:
        """Return the seconds used since, by name."""
        return {name: seconds - self.before[name] for name, seconds in self.read_all().items()}
