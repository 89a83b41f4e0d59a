"""Connections on which an answer must be whole in time: the read timeout bounds all of it, not the wait for each byte.

A server that sends a byte a second, of its status, its headers or its body, holds nobody longer than a silent one.
"""

import http.client
import io
import socket
import time
from collections.abc import Mapping
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class TimelyReads(io.RawIOBase):
    """A file of what a socket brings until its timeout has passed once; then reading raises TimeoutError."""

    def __init__(self, sock: socket.socket) -> None:
        """Begin to count; a socket without a timeout is read for as long as it takes."""
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)
        seconds = sock.gettimeout()
        self._until = None if seconds is None else time.monotonic() + seconds

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there by now, or waits for it as long as there is time."""
        if self._until is not None:
            left = self._until - time.monotonic()
            if left <= 0:
                raise TimeoutError("the answer was not whole in time")
            self._sock.settimeout(left)
        return self._file.readinto(buffer)

    def close(self) -> None:
        """Let the socket go."""
        self._file.close()
        super().close()


class TimelyResponse(http.client.HTTPResponse):
    """A response that is read in time."""

    def __init__(self, sock: socket.socket, *given: Any, **more: Any) -> None:
        """Begin to count: the request was sent."""
        super().__init__(sock, *given, **more)
        self.fp.close()
        self.fp = io.BufferedReader(TimelyReads(sock))


class TimelyPlainConnection(HTTPConnection):
    """A connection without TLS whose answers are whole in time."""

    response_class = TimelyResponse


class TimelyConnection(HTTPSConnection):
    """A connection over TLS whose answers are whole in time."""

    response_class = TimelyResponse


class TimelyPlainPool(HTTPConnectionPool):
    """Such connections to one host."""

    ConnectionCls = TimelyPlainConnection


class TimelyPool(HTTPSConnectionPool):
    """Such connections to one host."""

    ConnectionCls = TimelyConnection


class TimelyHosts(HTTPAdapter):
    """An adapter for a requests.Session, whose answers are whole in time."""

    pools: Mapping[str, type[HTTPConnectionPool]] = {"http": TimelyPlainPool, "https": TimelyPool}

    def init_poolmanager(self, *given: Any, **more: Any) -> None:
        """Make the pools of our own kinds."""
        super().init_poolmanager(*given, **more)
        self.poolmanager.pool_classes_by_scheme = dict(self.pools)
