"""Calls that arrive at their times, whether or not earlier ones are answered: how a crowd behaves, unlike a loop.

One thread with kept-alive connections, as a gateway has: a hop takes one that is free, or opens another. A hop's time
runs from when it was due, so that whatever delays this thread is counted as the server's.
"""

import heapq
import itertools
import select
import socket
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Final, Protocol

from local.ports import LOOPBACK

PATIENCE_SECONDS: Final = 10.0  # a gateway's
IDLE_SECONDS: Final = 30.0  # a connection this long unused may be closed by the server just as it is used
LOOK_EVERY_SECONDS: Final = 1.0
BODY, LENGTH, CLOSES = b"\r\n\r\n", b"content-length: ", b"connection: close"
STATUS: Final = slice(9, 12)  # of `HTTP/1.1 200 OK`


@dataclass(frozen=True)
class Hop:
    """A request as it goes over the wire, the status of its answer, and how the screen that answers it may begin.

    It is sent so many seconds behind the answer to the hop before; to another server of this machine where `port` says.
    """

    request: bytes
    screens: tuple[bytes, ...]
    status: bytes = b"200"
    think_seconds: float = 0.0
    port: int = 0


Call = Sequence[Hop]
Walk = Generator[Hop, bytes, None]  # a call whose next hop hangs on the whole answer to the one before


@dataclass(frozen=True)
class Arrival:
    """A call that begins so many seconds after the first may; `label` says whose figures its hops are."""

    at_seconds: float
    walk: Walk
    label: str = ""


class Witness(Protocol):
    """Whoever is told what became of each hop."""

    def note_answer(self, label: str, due_seconds: float, took_seconds: float, port: int) -> None:
        """Note a hop that was answered as awaited; it was due so many seconds after the first call might begin."""

    def note_lost(self, label: str, due_seconds: float, instead: str, *, answered: bool) -> None:
        """Note a hop that was not, and what came instead: another answer, or none."""


@dataclass
class Answered:
    """The seconds that each answered hop took, and the hops that were lost: what came instead of the awaited screen."""

    seconds: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def p95(self) -> float:
        """Return the time within which 95 of 100 hops were answered."""
        return quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else float("inf")

    def note_answer(self, _label: str, _due_seconds: float, took_seconds: float, _port: int) -> None:
        """Note a hop that was answered."""
        self.seconds.append(took_seconds)

    def note_lost(self, _label: str, _due_seconds: float, instead: str, *, answered: bool) -> None:
        """Note a hop that was lost."""
        self.lost.append(instead)


@dataclass
class Visit:
    """A call under way: what it waits for, and when that was due."""

    walk: Walk
    label: str
    awaited: Hop
    due: float


class GatewayConnection:
    """One kept-alive connection, with one hop at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket = socket.create_connection((LOOPBACK, port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.visit: Visit | None = None
        self.got, self.used_at = b"", 0.0

    def send(self, visit: Visit) -> None:
        """Send the hop that a call waits for. Raises OSError."""
        self.visit, self.got = visit, b""
        self.socket.sendall(visit.awaited.request)

    def read(self) -> tuple[bytes, bytes] | None:
        """Take what has arrived. Returns head and body once all of it has, None before. Raises OSError."""
        came = self.socket.recv(65_536)
        if not came:
            raise ConnectionResetError("hung up")
        self.got += came
        head, parted, body = self.got.partition(BODY)
        if not parted:
            return None
        length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
        return (head, body) if len(body) >= int(length or 0) else None


class Arrivals:
    """One thread that begins calls at their times, and goes on with those that were answered."""

    def __init__(self, port: int, witness: Witness) -> None:
        self.port, self.witness = port, witness
        self.began = 0.0
        self.poll = select.epoll()
        self.free: dict[int, deque[GatewayConnection]] = {}
        self.busy: dict[int, GatewayConnection] = {}
        self.thinking: list[tuple[float, int, Visit]] = []
        self.numbers = itertools.count()

    def run(self, arrivals: Iterable[Arrival], look: Callable[[float], bool] = lambda _: True) -> float:
        """Begin each at its time, in their order. Returns the seconds until all of them are answered or lost.

        `look` is called every second with the seconds so far; once it is False no call begins, nor goes on.
        """
        self.began = looked = time.monotonic()
        coming = iter(arrivals)
        first = next(coming, None)
        while first or self.busy or self.thinking:
            now = time.monotonic()
            while first and self.began + first.at_seconds <= now:
                self.begin(first)
                first = next(coming, None)
            while self.thinking and self.thinking[0][0] <= now:
                self.send(heapq.heappop(self.thinking)[2])
            for number, _ in self.poll.poll(self.wait_for(first)):
                self.hear(self.busy[number])
            now = time.monotonic()
            if now > looked + LOOK_EVERY_SECONDS:
                looked = now
                self.lose_late(now)
                if not look(now - self.began):
                    first, coming, self.thinking = None, iter(()), []
        return time.monotonic() - self.began

    def wait_for(self, first: Arrival | None) -> float:
        """Return how long nothing is to be sent, a look's time at most."""
        moments = [self.thinking[0][0]] if self.thinking else []
        moments += [self.began + first.at_seconds] if first else []
        return max(min(min(moments, default=float("inf")) - time.monotonic(), LOOK_EVERY_SECONDS), 0)

    def lose_late(self, now: float) -> None:
        """Give up what no answer came to."""
        for late in [one for one in self.busy.values() if one.visit and now > one.visit.due + PATIENCE_SECONDS]:
            self.lose(late, f"no answer in {PATIENCE_SECONDS:.0f} s")

    def begin(self, arrival: Arrival) -> None:
        """Begin a call."""
        self.send(Visit(arrival.walk, arrival.label, next(arrival.walk), self.began + arrival.at_seconds))

    def send(self, visit: Visit) -> None:
        """Send a hop on a connection that is free, longest first, or on a new one."""
        try:
            connection = self.take(visit.awaited.port or self.port)
        except OSError as refused:
            self.note_lost(visit, repr(refused))
            return
        self.busy[connection.socket.fileno()] = connection
        self.poll.register(connection.socket, select.EPOLLIN)
        try:
            connection.send(visit)
        except OSError as broken:
            self.lose(connection, repr(broken))

    def take(self, port: int) -> GatewayConnection:
        """Return a connection that nobody uses. Raises OSError."""
        free = self.free.setdefault(port, deque())
        while free and time.monotonic() > free[0].used_at + IDLE_SECONDS:
            free.popleft().socket.close()
        return free.popleft() if free else GatewayConnection(port)

    def hear(self, connection: GatewayConnection) -> None:
        """Take what has arrived; a whole answer is counted, and the call goes on by it."""
        try:
            answer = connection.read()
        except OSError as broken:
            self.lose(connection, repr(broken))
            return
        visit = connection.visit
        if answer is None or visit is None:
            return
        now, (head, body) = time.monotonic(), answer
        if head[STATUS] != visit.awaited.status or not body.startswith(visit.awaited.screens):
            status = "" if head[STATUS] == b"200" else f"HTTP {head[STATUS].decode(errors='replace')} "
            self.lose(connection, status + body.decode(errors="replace"), answered=True)
            return
        self.release(connection)
        if CLOSES in head.lower():
            connection.socket.close()
        else:
            connection.used_at = now
            self.free[connection.port].append(connection)
        self.witness.note_answer(visit.label, visit.due - self.began, now - visit.due, visit.awaited.port)
        self.go_on(visit, head + BODY + body, now)

    def go_on(self, visit: Visit, answer: bytes, now: float) -> None:
        """Send the call's next hop, at once or when its caller has thought."""
        with suppress(StopIteration):
            visit.awaited = visit.walk.send(answer)
            visit.due = now + visit.awaited.think_seconds
            if visit.due > now:
                heapq.heappush(self.thinking, (visit.due, next(self.numbers), visit))
            else:
                self.send(visit)

    def lose(self, connection: GatewayConnection, instead: str, *, answered: bool = False) -> None:
        """Count a hop as lost, with what came instead, and give up its call."""
        if connection.visit:
            self.note_lost(connection.visit, instead, answered=answered)
        self.release(connection)
        connection.socket.close()

    def note_lost(self, visit: Visit, instead: str, *, answered: bool = False) -> None:
        """Tell of a hop that was lost."""
        self.witness.note_lost(visit.label, visit.due - self.began, instead, answered=answered)

    def release(self, connection: GatewayConnection) -> None:
        """Stop waiting for this connection."""
        del self.busy[connection.socket.fileno()]
        self.poll.unregister(connection.socket)

    def close(self) -> None:
        """Close all connections."""
        for connection in (*itertools.chain.from_iterable(self.free.values()), *self.busy.values()):
            with suppress(OSError):
                connection.socket.close()
        self.poll.close()


def walk(call: Call) -> Walk:
    """Walk through a call whose hops are known before."""
    yield from (hop for hop in call)  # a generator, as what takes answers is


def offer(port: int, calls: Sequence[Call], per_second: float) -> Answered:
    """Begin these calls at so many a second. Returns what became of their hops."""
    answered = Answered()
    arrivals = Arrivals(port, answered)
    try:
        answered.elapsed = arrivals.run(Arrival(number / per_second, walk(call)) for number, call in enumerate(calls))
    finally:
        arrivals.close()
    return answered
