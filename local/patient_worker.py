"""gunicorn's gthread, whose threads never wait for a request: one that is not whole goes back to the event loop.

gthread gives a thread to whoever connects, and 32 clients that send a byte a second stop a service of 32 threads. Here
they cost some memory and, after five seconds, their connection. What is parsed is only what was read, by gunicorn's own
parser: this decides when that begins, never what a request means.
"""

import contextlib
import errno
import os
import re
import selectors
import socket
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from local.whole_requests import MORE, REQUEST_BYTES_MAX, find_size, is_whole
from web.gateways.doorway import CLOSES
from web.gateways.seen_hop import CAME_AT

READ_SECONDS: Final = 5.0  # for a whole request; a gateway sends one in one go
LEAVE_SECONDS: Final = 2.0  # for the other end to close after us: closing on bytes not read would cut our answer off
HEALTH_THREADS: Final = 1

CONTINUE: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
GO_ON: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
REFUSAL: Final = b"HTTP/1.1 %b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


WAITS, GONE = object(), object()  # what becomes of a line, beside gunicorn's True (kept) and False (left)

here = threading.local()


class PatientConnection(TConn):  # type: ignore[misc]  # gunicorn carries no types
    """A connection: what it has sent of its next request, and until when it may go on so."""

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any, *, inside: bool) -> None:
        super().__init__(cfg, sock, client, server)
        self.inside = inside  # it came by the health port
        self.got = bytearray()
        self.size = MORE
        self.came_at = 0.0  # what it sent last, before a thread was free for it
        self.until = time.monotonic() + READ_SECONDS  # for the request that it is sending
        self.cut = self.told_to_go_on = False
        self.initialized = self.data_ready = True  # what gthread would wait for
        self.parser = RequestParser(cfg, (), client)  # reads nothing but what is put before it


class PatientWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn carries no types
    """gthread, whose connections are read here; `reading`, `idle` and `leaving` hold each its lines and their end."""

    def init_process(self) -> None:
        self.reading: dict[PatientConnection, float] = {}
        self.idle: dict[PatientConnection, float] = {}
        self.leaving: dict[PatientConnection, float] = {}
        self.health_pool = ThreadPoolExecutor(HEALTH_THREADS)
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the doors and health, each for a listening socket of its own, which a client cannot choose."""
        doors, health = self.app.wsgi()
        self.turn_away = getattr(doors.wsgi_app, "turn_away", None)
        ports = {str(listener.getsockname()[1]) for listener in self.sockets[1:]}

        def answer(environ: dict[str, Any], begin: Any) -> Any:
            environ[CAME_AT] = here.came_at
            said = (health if environ["SERVER_PORT"] in ports else doors)(environ, begin)
            if CLOSES in environ:
                here.request.must_close = True  # gunicorn does not heed an app's own `Connection: close`
            return said

        self.wsgi = answer

    # ---------------------------------------------------------------------------------------------- coming and going
    def accept(self, listener: Any) -> None:
        """Take a connection; where there are too many, another makes room."""
        try:
            sock, client = listener.accept()
        except OSError as failed:  # it has gone again, or another process took it
            if failed.errno in (errno.EMFILE, errno.ENFILE):
                self.make_room()
            return
        line = PatientConnection(self.cfg, sock, client, listener.getsockname(), inside=listener is not self.sockets[0])
        self.nr_conns += 1
        self.listen_to(line, self.reading, READ_SECONDS)
        if self.nr_conns >= self.worker_connections:
            self.make_room()

    def make_room(self) -> None:
        """Drop the line that has been leaving or sending its request for longest, or else been idle."""
        for lines in (self.leaving, self.reading, self.idle):
            if lines:
                self.drop(next(iter(lines)))
                return

    def listen_to(self, line: PatientConnection, lines: dict[PatientConnection, float], seconds: float) -> None:
        """Hear what a line says from now on, for so long."""
        line.sock.setblocking(False)
        self.poller.register(line.sock, selectors.EVENT_READ, partial(self.hear, line))
        lines[line] = time.monotonic() + seconds

    def ignore(self, line: PatientConnection) -> None:
        """Hear no more of a line."""
        for lines in (self.reading, self.idle, self.leaving):
            if lines.pop(line, None):
                self.poller.unregister(line.sock)

    def drop(self, line: PatientConnection) -> None:
        """Close a line."""
        self.ignore(line)
        line.close()
        self.nr_conns -= 1

    def murder_keepalived(self, force: bool = False) -> None:
        """Close every line whose time is over, or all; called once a second, and when the process ends."""
        now = time.monotonic()
        for lines in (self.reading, self.idle, self.leaving):  # in each, who came first ends first
            while lines and (force or next(iter(lines.values())) <= now):
                self.end(next(iter(lines)))

    def end(self, line: PatientConnection) -> None:
        """Close a line whose time is over; one that has sent half a request is told why."""
        if not line.got or line in self.leaving:
            self.drop(line)
            return
        self.ignore(line)
        line.got.clear()
        with contextlib.suppress(OSError):
            line.sock.send(TOO_SLOW)
        self.take_leave(line)

    def murder_pending(self) -> None:
        """Do nothing: no line waits elsewhere."""

    def _cap_keepalive(self, deadline: float) -> None:
        """Let idle lines end by then: this process ends, and answers what is already on its way."""
        self.idle = {line: min(until, deadline) for line, until in self.idle.items()}

    # ---------------------------------------------------------------------------------------------- reading
    def hear(self, line: PatientConnection, _sock: socket.socket) -> None:
        """Let a thread take what has come; it is back at once unless that makes a whole request."""
        if line in self.leaving:
            self.hear_leaving(line)
            return
        if line in self.idle:
            line.until = time.monotonic() + READ_SECONDS
        self.ignore(line)
        self.enqueue_req(line)

    def hear_leaving(self, line: PatientConnection) -> None:
        """Throw away what still comes after our last answer, until the other end closes."""
        try:
            gone = not os.read(line.sock.fileno(), REQUEST_BYTES_MAX)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            self.drop(line)

    def enqueue_req(self, line: PatientConnection) -> None:
        """Give a line to a thread; questions about health have their own, and wait for each other."""
        line.came_at = time.perf_counter()
        pool = self.health_pool if line.inside else self.tpool
        taken: Future[Any] = pool.submit(self.handle, line)
        taken.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, line, done))

    def handle(self, line: PatientConnection) -> Any:
        """Take what has come, without waiting; answer what is whole. Returns what becomes of the line."""
        try:
            came = os.read(line.sock.fileno(), REQUEST_BYTES_MAX)
        except BlockingIOError:
            came = None
        except OSError:
            came = b""
        if came == b"":
            return GONE
        line.got += came or b""
        if line.size == MORE:
            line.size = find_size(line.got)
        whole = is_whole(line.got, line.size)
        if whole is None:
            encourage(line)
            return WAITS
        if whole and not line.inside and (status := self.find_refusal(line)):
            with contextlib.suppress(OSError):
                line.sock.send(REFUSAL % status.encode())
            return GONE  # all it sent was read, so that closing cuts nothing off
        line.cut = not whole
        line.parser.unreader.unread(bytes(line.got))
        line.got, line.size, line.told_to_go_on = bytearray(), MORE, False
        return super().handle(line)

    def find_refusal(self, line: PatientConnection) -> str:
        """Return the status for a request that opens no door, of which thousands may come: it is not even parsed."""
        words = line.got[: line.got.find(b"\r\n")].split(b" ")
        if self.turn_away is None or len(words) != 3 or not words[2].startswith(b"HTTP/1."):
            return ""
        status: str = self.turn_away(words[1].decode("latin-1"), line.client[0])
        return status

    # ---------------------------------------------------------------------------------------------- answering
    def handle_request(self, request: Any, line: PatientConnection) -> Any:
        """Answer a request, which the app may ask to be the last one of its line."""
        here.request, here.came_at = request, line.came_at
        request.must_close = request.must_close or line.cut  # told, or its sender may ask on a line that we close
        return super().handle_request(request, line)

    def finish_request(self, line: PatientConnection, done: "Future[Any]") -> None:
        """Go on with a line that a thread is done with, or take leave of it."""
        failed = None if done.cancelled() else done.exception()
        if failed:
            self.log.error("A line was dropped: %s", type(failed).__name__)
        result = GONE if done.cancelled() or failed else done.result()
        if result is GONE:
            self.drop(line)
        elif result is WAITS:
            self.go_on_reading(line)
        elif not result or line.cut:
            self.take_leave(line)
        else:
            line.got += line.parser.unreader.take_buffered()
            if line.got:  # the next request came along with this one
                line.sock.setblocking(False)
                line.until = time.monotonic() + READ_SECONDS
                self.enqueue_req(line)
            else:
                self.listen_to(line, self.idle, self.cfg.keepalive if self.alive else STOP_KEEPALIVE_LINGER)

    def go_on_reading(self, line: PatientConnection) -> None:
        """Wait for the rest of a request; the time is looked at with each byte, since others may stand before."""
        left = line.until - time.monotonic()
        if left > 0:
            self.listen_to(line, self.reading, left)
        else:
            self.end(line)

    def take_leave(self, line: PatientConnection) -> None:
        """Say that nothing more comes, and let the other end close, without waiting for it as gunicorn would."""
        try:
            line.sock.shutdown(socket.SHUT_WR)
            self.listen_to(line, self.leaving, LEAVE_SECONDS)
        except (OSError, ValueError):  # it is gone
            self.drop(line)


def encourage(line: PatientConnection) -> None:
    """Tell whoever asks before sending a body to send it."""
    if line.size != MORE and not line.told_to_go_on and CONTINUE.search(line.got):
        line.told_to_go_on = True
        with contextlib.suppress(OSError):
            line.sock.send(GO_ON)
