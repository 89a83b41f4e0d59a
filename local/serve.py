"""The web app under gunicorn: threads wait on PostgreSQL and Redis, processes use the cores.

Handed a listening socket as systemd does it (LISTEN_FDS), gunicorn serves there and nowhere else.
No access log (a path holds the gateway's secret); the app writes a line of its own for each hop.
"""

import logging
import os
import re
import socket
import struct
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from local.places import ShortLivedFolder
from wallet.core.settings import PROCESSES
from workers import settings

SILENCE_SECONDS = 2  # a gateway sends a hop in one go; whoever stops half way must not keep a thread
QUOTING = re.compile(r"Invalid request from ip=\S+: [A-Za-z ]+|Error handling request ")  # before gunicorn's quote
OPTIONS = {
    "worker_class": "gthread",
    "threads": 16,
    "timeout": 30,
    "graceful_timeout": 5,
    "keepalive": 75,  # longer than the idle time-out of the load balancers that will stand in front
    "control_socket_disable": True,
    "accesslog": None,
}


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn's logger without its quotes of broken requests, which held a secret path or a PIN."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_cut)


def _cut(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], BlockingIOError):  # not an error of ours
        record.msg, record.args, record.exc_info = "A line fell silent", (), None
    text = record.getMessage()
    if quoting := QUOTING.match(text):
        record.msg, record.args, record.exc_info = f"{quoting[0]}…", (), None
    return True


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """gunicorn, told everything from here: no configuration file, no command line."""

    def __init__(self, bind: str, processes: int = PROCESSES) -> None:
        self._bind, self._processes = bind, processes
        super().__init__()

    def load_config(self) -> None:
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self._bind)
        self.cfg.set("workers", self._processes)
        self.cfg.set("logger_class", DiscreetLogger)
        self.cfg.set("child_exit", _forget_metrics)
        self.cfg.set("when_ready", _bound_silence)

    def load(self) -> Callable[..., Any]:
        from wsgi import app_from_environment  # noqa: PLC0415 - once in each worker: its pools are its own

        return app_from_environment()


def _bound_silence(server: Any) -> None:
    """Bound the reading of a request, which gthread does not: connections inherit their socket's time-out."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", SILENCE_SECONDS, 0))


def _forget_metrics(_server: object, worker: Any) -> None:
    from prometheus_client import multiprocess  # noqa: PLC0415 - reads its folder's name when imported

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # nor does it


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM. Stops at once, naming them, if settings are missing."""
    known = settings.read("web").wallet
    metrics = ShortLivedFolder()
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(metrics.path))
    import wsgi  # noqa: F401, PLC0415 - imported once here, shared by the workers after the fork

    try:
        Web(f"{host}:{port}", known.web_processes).run()
    finally:
        metrics.remove()
