"""Jobs that take servers of stations, in turn, and wait; in a time of their own, so that a day is over in a second.

A job is a generator: it yields seconds, which pass, or a station, of which it then has a server until it gives it back.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count


@dataclass
class Station:
    """So many servers, and the jobs that wait for one, first come first served."""

    servers: int
    taken: int = 0
    waiting: deque["Job"] = field(default_factory=deque)


Job = Iterator[float | Station]


class Queues:
    """The clock, and what happens next."""

    def __init__(self) -> None:
        self.now, self.tie = 0.0, count()
        self.next: list[tuple[float, int, Job]] = []

    def begin(self, at: float, job: Job) -> None:
        """Begin a job at that time."""
        heapq.heappush(self.next, (at, next(self.tie), job))

    def give_back(self, station: Station) -> None:
        """Give a server back: to who waits longest, if anybody does."""
        if station.waiting:
            self.begin(self.now, station.waiting.popleft())
        else:
            station.taken -= 1

    def use(self, station: Station, seconds: float) -> Job:
        """Have a server of a station for so long."""
        yield station
        yield seconds
        self.give_back(station)

    def run(self) -> None:
        """Let everything happen, until nothing is left to."""
        while self.next:
            self.now, _, job = heapq.heappop(self.next)
            self.go_on(job)

    def go_on(self, job: Job) -> None:
        """Let a job go on, until it waits or is over."""
        for asked in job:
            if not isinstance(asked, Station):
                self.begin(self.now + asked, job)
                return
            if asked.taken == asked.servers:
                asked.waiting.append(job)
                return
            asked.taken += 1
