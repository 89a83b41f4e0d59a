"""A load of calls over a few kept-alive connections, by one thread; a hop is sent when the one before is answered.

Requests are bytes made beforehand and answers are compared as bytes, so that what is measured is the server: on two
cores a client that parses HTTP would cost as much as the server does.
"""

import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from local.ports import LOOPBACK

CONNECTIONS = 16
PATIENCE_SECONDS = 10  # a gateway's


@dataclass(frozen=True)
class Exchange:
    """A request as it goes over the wire, and the bytes its answer must end with."""

    request: bytes
    answer: bytes


Call = Sequence[Exchange]


class UnexpectedAnswerError(RuntimeError):
    """The server said something else than the exchange awaits, or nothing."""


class LoadConnection:
    """One connection, working through calls."""

    def __init__(self, port: int, calls: Iterator[Call]) -> None:
        self.calls, self.got = calls, b""
        self.hops: Iterator[Exchange] = iter(())
        self.awaited: Exchange | None = None
        self.socket = socket.create_connection((LOOPBACK, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send_next(self) -> bool:
        """Send the next hop, of this call or the next one; False when there is none."""
        self.got, self.awaited = b"", next(self.hops, None)
        while self.awaited is None:
            call = next(self.calls, None)
            if call is None:
                return False
            self.hops = iter(call)
            self.awaited = next(self.hops, None)
        self.socket.sendall(self.awaited.request)
        return True

    def hear(self) -> bool:
        """Take what has arrived; True when it is the whole answer. Raises UnexpectedAnswerError when cut off."""
        came = self.socket.recv(65_536)
        self.got += came
        if not came:
            raise UnexpectedAnswerError("the server hung up")
        return self.awaited is not None and self.got.endswith(self.awaited.answer)


def play(port: int, calls: Sequence[Call], connections: int = CONNECTIONS) -> float:
    """Make all the calls. Returns the seconds it took. Raises UnexpectedAnswerError."""
    waiting = iter(calls)
    lines = {line.socket.fileno(): line for line in [LoadConnection(port, waiting) for _ in range(connections)]}
    poll = select.epoll()
    began = time.perf_counter()
    busy = 0
    for number, line in lines.items():
        poll.register(number, select.EPOLLIN)
        busy += line.send_next()
    try:
        while busy:
            ready = poll.poll(PATIENCE_SECONDS)
            if not ready:
                heard = [line.got[-300:] for line in lines.values() if line.awaited]
                raise UnexpectedAnswerError(f"not the awaited answers: {heard}")
            for number, _ in ready:
                line = lines[number]
                if line.hear() and not line.send_next():
                    busy -= 1
        return time.perf_counter() - began
    finally:
        poll.close()
        for line in lines.values():
            line.socket.close()
