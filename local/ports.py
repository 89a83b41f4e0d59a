"""Listening sockets on this machine's own loopback address, for the web app and the simulators.

They are opened here and handed to the process that serves there (nursery.py), which may end and come again: between
the choice of a port and its use nobody else can take it, so that two runs never collide.
"""

import socket

LOOPBACK = "127.0.0.1"
USUAL = 8384  # the service code, *384#, as near as a port can say it
BACKLOG = 512


def listen(wanted: int | None, usual: int = USUAL) -> socket.socket:
    """Listen on the wanted port, or raise OSError naming it; where none is wanted, on the usual one, or any other."""
    if wanted:
        return _listen(wanted)
    try:
        return _listen(usual)
    except OSError:
        return _listen(0)


def url_of(listener: socket.socket) -> str:
    """Return the base URL of a listening socket; of one without a port, its file, and `#` before a path."""
    if listener.family == socket.AF_UNIX:
        return f"unix:{listener.getsockname()}#"
    return f"http://{LOOPBACK}:{port_of(listener)}"


def port_of(listener: socket.socket) -> int:
    """Return the port of a listening socket."""
    port: int = listener.getsockname()[1]
    return port


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # or a port is taken for a minute after its use
        listener.bind((LOOPBACK, port))
        listener.listen(BACKLOG)  # here, where it can still fail: two may bind with SO_REUSEADDR, one may listen
    except OSError as taken:
        listener.close()
        raise OSError(f"port {port} of {LOOPBACK} is taken: choose another with --port") from taken
    return listener
