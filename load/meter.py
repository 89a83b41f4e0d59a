"""Meter of a machine under load: memory, open files, connections, sizes, and what waits, every few seconds."""

import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psutil
import redis
from sqlalchemy.exc import OperationalError

PSS: Final = b"Pss:"  # what is shared is counted once: in parts, by all who share it
KIB: Final = 1024
UNREACHED: Final = (OperationalError, redis.ConnectionError)  # one of the servers is gone


@dataclass(frozen=True)
class Sample:
    """One look: bytes and open files of each process with all it forked, and what the servers say of themselves."""

    at: float
    memory: dict[str, int]
    files: dict[str, int]
    told: dict[str, int]


@dataclass
class Meter:
    """Looks at named processes every so many seconds; `ask` returns what the servers say, by name."""

    pids: Mapping[str, int]
    ask: Callable[[], dict[str, int]]
    every_seconds: float
    samples: list[Sample] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)

    def start(self) -> threading.Thread:
        """Look from now on, in a thread."""
        thread = threading.Thread(target=self.look_on, daemon=True)
        thread.start()
        return thread

    def look_on(self) -> None:
        """Look until it is over."""
        while not self.over.wait(self.every_seconds):
            self.look()

    def look(self) -> None:
        """Look once."""
        trees = find_trees(self.pids)
        memory = {name: sum(map(read_pss, pids)) for name, pids in trees.items()}
        files = {name: sum(map(count_files, pids)) for name, pids in trees.items()}
        try:
            told = self.ask()
        except UNREACHED:  # what is measured until a server is lost is kept; that it is, others judge
            if not self.samples:
                raise
            told = self.samples[-1].told
        self.samples.append(Sample(time.monotonic() - self.began, memory, files, told))

    def between(self, since: float, until: float) -> list[Sample]:
        """Return the looks of a while."""
        return [one for one in self.samples if since <= one.at <= until]


def find_trees(pids: Mapping[str, int]) -> dict[str, list[int]]:
    """Return each named process with all that it forked, by one look at all processes there are."""
    children: dict[int, list[int]] = {}
    for process in psutil.process_iter(["pid", "ppid"]):
        children.setdefault(process.info["ppid"], []).append(process.info["pid"])

    def list_tree(pid: int) -> list[int]:
        return [pid, *(one for child in children.get(pid, ()) for one in list_tree(child))]

    return {name: list_tree(pid) for name, pid in pids.items()}


def read_pss(pid: int) -> int:
    """Return a process's part of memory; 0 where it has ended, or is somebody else's."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_bytes().splitlines()
        return next((int(line.split()[1]) * KIB for line in lines if line.startswith(PSS)), 0)
    return 0


def count_files(pid: int) -> int:
    """Return how many files a process has open; 0 where it has ended, or is somebody else's."""
    with suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return 0
