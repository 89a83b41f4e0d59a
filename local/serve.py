"""The web app under gunicorn: threads wait on PostgreSQL and Redis, processes use the cores.

The doors are on one port, health on another. Handed listening sockets as systemd does it (LISTEN_FDS), the doors'
first, gunicorn serves there and nowhere else.
No access log (a path holds the gateway's secret); the app writes a line of its own for each hop.
"""

import logging
import os
import re
import resource
import socket
import struct
from collections.abc import Sequence
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from local.drain import DrainingArbiter, ServiceEnding
from local.places import ShortLivedFolder
from wallet.core.settings import PROCESSES
from workers import settings
from workers.starting import start

DEAF_SECONDS = 2  # an answer fits into what the kernel keeps for a client; who reads none must not keep a thread
CONNECTIONS = 1000  # of a process
QUOTING = re.compile(r"Invalid request from ip=\S+: [A-Za-z ]+|Error handling request ")  # before gunicorn's quote
OPTIONS = {
    "worker_class": "local.patient_worker.PatientWorker",
    "worker_connections": CONNECTIONS,
    "threads": 16,
    "timeout": 30,
    "graceful_timeout": 5,
    "keepalive": 75,  # longer than the idle time-out of the load balancers that will stand in front
    "control_socket_disable": True,
    "forwarder_headers": "",  # SCRIPT_NAME and the like are nobody's to say,
    "forwarded_allow_ips": "",  # nor X-Forwarded-Proto
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

    def __init__(self, bind: Sequence[str], processes: int = PROCESSES, drain_seconds: float = 0) -> None:
        self._bind, self._processes, self._drain_seconds = [*bind], processes, drain_seconds
        self._ending = ServiceEnding()
        super().__init__()

    def load_config(self) -> None:
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", self._bind)
        self.cfg.set("workers", self._processes)
        # Its defaults are whoever imported gunicorn: root, though the nursery is somebody else by now.
        self.cfg.set("user", os.geteuid())
        self.cfg.set("group", os.getegid())
        self.cfg.set("logger_class", DiscreetLogger)
        self.cfg.set("child_exit", _forget_metrics)
        self.cfg.set("when_ready", _bound_deafness)

    def load(self) -> Any:
        """Return the doors and health, as a worker of PatientWorker's class takes them."""
        from wsgi import apps_from_environment  # noqa: PLC0415 - once in each worker: its pools are its own

        return apps_from_environment(self._ending.has_begun)

    def run(self) -> None:
        """Serve until SIGTERM, and for the time of draining after it."""
        DrainingArbiter(self, self._ending, self._drain_seconds).run()


def _bound_deafness(server: Any) -> None:
    """Bound the writing of an answer, which gthread does not: connections inherit their socket's time-out."""
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", DEAF_SECONDS, 0))


def _allow_connections() -> None:
    """Let a process have as many files open as connections, and what it needs besides."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _forget_metrics(_server: object, worker: Any) -> None:
    from prometheus_client import multiprocess  # noqa: PLC0415 - reads its folder's name when imported

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # nor does it


def serve(doors: str, health: str) -> None:
    """Serve at these two addresses (`host:port`) until SIGTERM, and a little longer.

    Stops at once, naming them, if settings are missing.
    """
    start("serve")
    known = settings.read("web").wallet
    _allow_connections()
    metrics = ShortLivedFolder()
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(metrics.path))
    import wsgi  # noqa: F401, PLC0415 - imported once here, shared by the workers after the fork

    try:
        Web((doors, health), known.web_processes, known.drain_seconds).run()
    finally:
        metrics.remove()
