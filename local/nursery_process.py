"""The nursery's own process: reads Mbongo's code once, then forks one of Mbongo's processes for each order.

Orders come as JSON on its standard input, a SOCK_SEQPACKET socket, each with the descriptors of a log and perhaps of a
listening socket. It opens no database, no Redis and no thread, so that a fork copies nothing but code. When its
standard input is closed it ends, and the kernel ends what it forked.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from local.children import prepare_death_signal
from local.ending import end_with
from local.unprivileged import become as become_user
from wallet.core.private_memory import keep_private

PR_SET_NAME: Final = 15  # linux/prctl.h; what `ps` and `top` show
ORDER_BYTES_MAX: Final = 200_000  # an environment
LISTENERS: Final = (3, 4)  # where systemd hands listening sockets over: sd_listen_fds(3), and gunicorn listens there
HANDED_MAX: Final = 1 + len(LISTENERS)
# What the processes run, and what they would import only once they run.
CODE: Final = (
    "local.__main__", "local.serve", "local.serve_office", "cli.office_service", "web.office.routes", "wsgi",
    "local.patient_worker", "prometheus_client.multiprocess",
    "sqlalchemy.dialects.postgresql.psycopg", "workers.work", "workers.tick", "workers.process", "simulators.serve",
)  # fmt: skip


def main() -> None:
    """Read the code and fork; in a forked process, run what was ordered."""
    keep_private()
    for place in LISTENERS:
        os.dup2(0, place, inheritable=False)  # ours until a fork puts its listeners there
    orders = socket.socket(fileno=LISTENERS[0])
    read_code()
    if user := sys.argv[1]:
        become_user(user)
    orders.send(b"read")
    if order := fork_as_ordered(orders):
        sys.argv[1:] = order["arguments"]
        end_with(lambda: runpy.run_module(order["module"], run_name="__main__", alter_sys=True))


def read_code() -> None:
    """Import everything, and tell the collector of garbage to leave it alone: what it touches would be copied."""
    gc.disable()
    with TemporaryDirectory() as unused:  # prometheus_client decides when imported whether processes are counted apart
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = unused
        for module in CODE:
            importlib.import_module(module)
        from workers.queues import JOBS  # noqa: PLC0415 - where the queues' own code is named

        for job, *_ in JOBS.values():
            importlib.import_module(job.rpartition(".")[0])
    del sys.modules["local.__main__"]  # it is run, each time anew: what it imports is what was wanted
    gc.freeze()


def fork_as_ordered(orders: socket.socket) -> dict[str, Any] | None:
    """Obey until nobody orders any more, and return None; in each forked process, return what to run there."""
    codes: dict[int, int] = {}
    while True:
        received, handed, _, _ = socket.recv_fds(orders, ORDER_BYTES_MAX, HANDED_MAX)
        if not received:
            return None
        order: dict[str, Any] = json.loads(received)
        if "ended" in order:
            answer = {"code": find_code(order["ended"], codes)}
        else:
            nursery = os.getpid()
            pid = os.fork()
            if not pid:
                orders.close()
                become(order, nursery, *handed)
                return order
            codes.pop(pid, None)
            with contextlib.suppress(PermissionError):  # whichever of the two comes first
                os.setpgid(pid, pid)
            for descriptor in handed:
                os.close(descriptor)
            answer = {"pid": pid}
        orders.send(json.dumps(answer).encode())


def find_code(pid: int, codes: dict[int, int]) -> int | None:
    """Return the exit code of a process that has ended, kept in `codes`; None while it lives."""
    if pid not in codes:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            codes[pid] = os.waitstatus_to_exitcode(status)
    return codes.get(pid)


def become(order: dict[str, Any], nursery: int, log: int, *listeners: int) -> None:
    """Make this fresh fork a process of its own: group, end with its parent, name, environment, log, listeners."""
    os.setpgid(0, 0)
    prepare_death_signal(nursery, signal.SIGTERM)()
    ctypes.CDLL(None).prctl(PR_SET_NAME, " ".join(order["arguments"][:2]).encode(), 0, 0, 0)
    os.environ.clear()
    os.environ.update(order["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, *places in ((nothing, 0), (log, 1, 2)):
        for place in places:
            os.dup2(source, place)
        os.close(source)
    for place in LISTENERS[1:]:
        os.close(place)
    if listeners:
        for listener, place in zip(listeners, LISTENERS, strict=False):  # each was received above all places
            os.dup2(listener, place)
            os.close(listener)
        os.environ.update(LISTEN_FDS=str(len(listeners)), LISTEN_PID=str(os.getpid()))
    gc.enable()


if __name__ == "__main__":
    main()
