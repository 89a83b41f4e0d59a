"""HTTP/1.1 with connections kept open, a thread each: cheap enough to be an operator under load.

Werkzeug's own development server closes every connection and waits 10 ms after each answer; a bench of status
reads would measure that. `environ["werkzeug.socket"]` is the raw line, for faults that cut it.
"""

from __future__ import annotations

import contextlib
import io
import socket
import socketserver
import sys
import threading
from typing import IO, Any, Final, cast
from urllib.parse import unquote_to_bytes

from werkzeug.serving import DechunkedInput

HEADERS_MAX: Final = 100
LINE_BYTES_MAX: Final = 65_536
BODY_BYTES_READ_MAX: Final = 10_000_000  # more than the app takes, so that it can say 413 itself


class Malformed(ValueError):
    """Bytes that are no HTTP request."""


class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """HTTP server of one app on a port of this machine, or on a socket that listens; `server_port` is the port."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 512

    def __init__(self, app: Any, port: int, listener: socket.socket | None = None) -> None:
        self.app = app
        self._lines: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Connection, bind_and_activate=listener is None)
        if listener:
            self.socket.close()
            self.socket, self.server_address = listener, listener.getsockname()
        self.server_port: int = self.server_address[1]

    def opened(self, line: socket.socket) -> None:
        """Remember a connection, to shut it when the server closes."""
        with self._lock:
            self._lines.add(line)

    def hung_up(self, line: socket.socket) -> None:
        """Forget a connection."""
        with self._lock:
            self._lines.discard(line)

    def server_close(self) -> None:
        """Stop listening and shut every connection: a server that is away answers nobody."""
        super().server_close()
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            with contextlib.suppress(OSError):  # already gone
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore lost clients; report anything else by its type alone, without what was sent."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            sys.stderr.write(f"simulators: {type(error).__name__} while answering\n")


class Connection(socketserver.StreamRequestHandler):
    """One client's connection: request after request, until either side closes it."""

    server: Server
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.server.opened(self.connection)
        try:
            while self._one():
                pass
        except Malformed:
            self.connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        except ConnectionError:
            return  # the client went, or a fault cut the line
        finally:
            self.server.hung_up(self.connection)

    def _one(self) -> bool:
        """Answer one request; False when the connection is over."""
        request_line = self.rfile.readline(LINE_BYTES_MAX)
        if not request_line:
            return False
        try:
            method, target, version = request_line.decode("latin-1").split()
        except ValueError:
            raise Malformed from None
        environ = self._environ(method, target, version)
        if environ.get("HTTP_EXPECT", "").lower() == "100-continue":
            self.connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._read_body(environ)
        stays = version == "HTTP/1.1" and environ.get("HTTP_CONNECTION", "").lower() != "close"
        self._answer(environ, stays=stays)
        return stays

    def _environ(self, method: str, target: str, version: str) -> dict[str, Any]:
        path, _, query = target.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": version, "REMOTE_ADDR": self.client_address[0], "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http", "wsgi.errors": sys.stderr, "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False, "werkzeug.socket": self.connection,
        }  # fmt: skip
        for _ in range(HEADERS_MAX):
            line = self.rfile.readline(LINE_BYTES_MAX)
            if line in (b"\r\n", b"\n"):
                return environ
            name, colon, value = line.decode("latin-1").partition(":")
            if not colon:
                raise Malformed
            key = name.upper().replace("-", "_")
            environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value.strip()
        raise Malformed

    def _read_body(self, environ: dict[str, Any]) -> None:
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            body = DechunkedInput(cast("IO[bytes]", self.rfile)).readall()
            del environ["HTTP_TRANSFER_ENCODING"]  # the app gets the whole at once
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            length = environ.get("CONTENT_LENGTH", "0")
            if not length.isdecimal() or int(length) > BODY_BYTES_READ_MAX:
                raise Malformed
            body = self.rfile.read(int(length)) if length != "0" else b""
        environ["wsgi.input"] = io.BytesIO(body)

    def _answer(self, environ: dict[str, Any], *, stays: bool) -> None:
        """Send the whole answer in one piece (two would wait for each other), then let the app finish."""
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
            said[:] = [status, headers]

        pieces = self.server.app(environ, start_response)
        try:
            body = b"".join(pieces)
            status, headers = said
            head = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
            if not any(name.lower() == "content-length" for name, _ in headers):
                head.append(f"Content-Length: {len(body)}")
            if not stays:
                head.append("Connection: close")
            content = b"" if environ["REQUEST_METHOD"] == "HEAD" else body
            self.connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + content)
        finally:
            if hasattr(pieces, "close"):
                pieces.close()
