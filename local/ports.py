"""Ports on this machine's own loopback address, for the web app and the simulators."""

import socket

LOOPBACK = "127.0.0.1"
USUAL = 8384  # the service code, *384#, as near as a port can say it


def choose_port(wanted: int | None, usual: int = USUAL) -> int:
    """The wanted port, or OSError naming it; where none is wanted, the usual one, or any that is free."""
    if wanted:
        return _try(wanted)
    try:
        return _try(usual)
    except OSError:
        return _try(0)


def _try(port: int) -> int:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn will
        try:
            listener.bind((LOOPBACK, port))
        except OSError as taken:
            raise OSError(f"port {port} of {LOOPBACK} is taken: choose another with --port") from taken
        chosen: int = listener.getsockname()[1]
        return chosen
