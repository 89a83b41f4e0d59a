"""A probe asks a web address of this machine whether it is ready, without ever waiting for the answer."""

import select
import socket
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

READY: Final = b"HTTP/1.1 200 "


@dataclass
class Probe:
    """One question after another to an address; `answers_yes` looks whether the last one has been answered.

    A listening socket that is held open (ports.py) takes the question before anybody can answer it, and a busy
    machine may answer after seconds: asking anew each time would only give it more to do.
    """

    url: str
    line: socket.socket | None = field(default=None, repr=False)

    def answers_yes(self) -> bool:
        """True when 200 has come; asks (again) where no question is open."""
        try:
            self.line = self.line or self._asked()
            if not select.select([self.line], [], [], 0)[0]:
                return False
            said = self.line.recv(len(READY), socket.MSG_WAITALL)
        except OSError:  # nobody listens, or whoever heard the question died of something else
            said = b""
        self.forget()
        return said == READY

    def forget(self) -> None:
        """Ask anew next time."""
        if self.line:
            self.line.close()
        self.line = None

    def _asked(self) -> socket.socket:
        address = urlsplit(self.url)
        path, host = (address.fragment or address.path), (address.netloc or "localhost")
        line = socket.socket(socket.AF_UNIX if address.scheme == "unix" else socket.AF_INET)
        line.settimeout(2)
        line.connect(address.path if address.scheme == "unix" else (address.hostname, address.port))
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        return line
