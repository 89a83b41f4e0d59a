"""Calls that arrive at a fixed rate, whether or not earlier ones are answered: how a crowd behaves, unlike a loop.

One thread with kept-alive connections, as a gateway has: a call takes one that is free, or opens another. A hop's time
runs from when it was due, so that whatever delays this thread is counted as the server's.
"""

import select
import socket
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Final

from local.ports import LOOPBACK

PATIENCE_SECONDS: Final = 10.0  # a gateway's
LOOK_EVERY_SECONDS: Final = 1.0
BODY, LENGTH = b"\r\n\r\n", b"content-length: "


@dataclass(frozen=True)
class Hop:
    """A request as it goes over the wire, and how the screen that answers it may begin."""

    request: bytes
    screens: tuple[bytes, ...]


Call = Sequence[Hop]


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


class GatewayConnection:
    """One kept-alive connection, with one call at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((LOOPBACK, port), timeout=PATIENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.hops: Iterator[Hop] = iter(())
        self.awaited = Hop(b"", (b"",))
        self.due, self.got = 0.0, b""

    def begin(self, call: Call, due: float) -> None:
        """Send a call's first hop."""
        self.hops = iter(call)
        self.go_on(due)

    def go_on(self, due: float) -> bool:
        """Send the call's next hop. Returns False when there is none. Raises OSError."""
        hop = next(self.hops, None)
        if hop is None:
            return False
        self.awaited, self.due, self.got = hop, due, b""
        self.socket.sendall(hop.request)
        return True

    def read(self) -> bytes | None:
        """Take what has arrived. Returns the screen once all of it has, None before. Raises OSError."""
        came = self.socket.recv(65_536)
        if not came:
            raise ConnectionResetError("hung up")
        self.got += came
        head, parted, body = self.got.partition(BODY)
        if not parted:
            return None
        length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
        return body if len(body) >= int(length) else None


class Arrivals:
    """One thread that begins calls at their times, and goes on with those that were answered."""

    def __init__(self, port: int) -> None:
        self.port, self.found = port, Answered()
        self.poll = select.epoll()
        self.free: deque[GatewayConnection] = deque()
        self.busy: dict[int, GatewayConnection] = {}

    def run(self, calls: Sequence[Call], per_second: float) -> Answered:
        """Begin so many of the calls a second. Returns once all of them are answered or lost."""
        began = looked = time.monotonic()
        waiting = deque((began + number / per_second, call) for number, call in enumerate(calls))
        while waiting or self.busy:
            now = time.monotonic()
            while waiting and waiting[0][0] <= now:
                self.begin(*waiting.popleft())
            until = min(waiting[0][0] - now, LOOK_EVERY_SECONDS) if waiting else LOOK_EVERY_SECONDS
            for number, _ in self.poll.poll(max(until, 0)):
                self.hear(self.busy[number])
            if now > looked + LOOK_EVERY_SECONDS:
                looked = now
                for late in [one for one in self.busy.values() if now > one.due + PATIENCE_SECONDS]:
                    self.lose(late, f"no answer in {PATIENCE_SECONDS:.0f} s")
        self.found.elapsed = time.monotonic() - began
        return self.found

    def begin(self, due: float, call: Call) -> None:
        """Begin a call on a connection that is free, longest first, or on a new one."""
        try:
            connection = self.free.popleft() if self.free else GatewayConnection(self.port)
        except OSError as refused:
            self.found.lost.append(repr(refused))
            return
        self.busy[connection.socket.fileno()] = connection
        self.poll.register(connection.socket, select.EPOLLIN)
        try:
            connection.begin(call, due)
        except OSError as broken:
            self.lose(connection, repr(broken))

    def hear(self, connection: GatewayConnection) -> None:
        """Take what has arrived; a whole screen is counted, and the call's next hop is sent at once."""
        try:
            screen = connection.read()
            if screen is None:
                return
            now = time.monotonic()
            if not screen.startswith(connection.awaited.screens):
                self.lose(connection, screen.decode(errors="replace"))
                return
            self.found.seconds.append(now - connection.due)
            if not connection.go_on(now):
                self.release(connection)
                self.free.append(connection)
        except OSError as broken:
            self.lose(connection, repr(broken))

    def lose(self, connection: GatewayConnection, instead: str) -> None:
        """Count a hop as lost, with what came instead, and give up its call."""
        self.found.lost.append(instead)
        self.release(connection)
        connection.socket.close()

    def release(self, connection: GatewayConnection) -> None:
        """Stop waiting for this connection."""
        del self.busy[connection.socket.fileno()]
        self.poll.unregister(connection.socket)

    def close(self) -> None:
        """Close all connections."""
        for connection in (*self.free, *self.busy.values()):
            with suppress(OSError):
                connection.socket.close()
        self.poll.close()


def offer(port: int, calls: Sequence[Call], per_second: float) -> Answered:
    """Let these calls arrive, so many a second. Returns what became of their hops."""
    arrivals = Arrivals(port)
    try:
        return arrivals.run(calls, per_second)
    finally:
        arrivals.close()
