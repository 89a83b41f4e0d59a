"""A standby of the tests' PostgreSQL, which follows it by streaming, as a replica in production does."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, LiteralString
from urllib.parse import quote

import psycopg

from faults.polling import wait_for
from local import children
from local.places import ShortLivedFolder, give_to_nobody
from local.postgres import SUPERUSER, Postgres
from local.postgres_binaries import find_binaries
from local.secrets import read_secrets
from tests.conftest import choose_throwaway_place

REPLAYED: Final = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"


@dataclass
class Standby:
    """A server that follows another one, until it is told to lead."""

    primary: Postgres
    folder: ShortLivedFolder
    process: "subprocess.Popen[bytes]"

    def url(self, url: str) -> str:
        """Return the address of a database here, of what its address is at the primary."""
        return url.replace(quote(str(self.primary.sockets.path), safe=""), quote(str(self.folder.path), safe=""))

    def execute(self, statement: LiteralString) -> None:
        """Run a statement here as superuser."""
        with psycopg.connect(self.url(self.primary.url("postgres", SUPERUSER)), autocommit=True) as db:
            db.execute(statement)

    def catch_up(self) -> None:
        """Wait until all that is committed at the primary now can be read here."""
        url = self.primary.url("postgres", SUPERUSER)
        with psycopg.connect(url) as first, psycopg.connect(self.url(url), autocommit=True) as second:
            last = (first.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone() or ("",))[0]
            wait_for(lambda: second.execute(REPLAYED, [last]).fetchone() == (True,), "the standby to have read all")

    def promote(self) -> None:
        """Have it lead from now on."""
        self.execute("SELECT pg_promote()")  # which waits for it


@contextmanager
def follow(primary: Postgres) -> Iterator[Standby]:
    """Run a standby of a server while the block lasts."""
    folder, programs = ShortLivedFolder(choose_throwaway_place()), find_binaries()
    cluster, log = folder.path / "cluster", folder.path / "log"
    folder.path.chmod(0o755)
    give_to_nobody(folder.path)
    password = read_secrets(primary.data)[SUPERUSER]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "PGPASSWORD": password}
    argv: list[str | Path] = [
        programs / "pg_basebackup", "--pgdata", cluster, "--checkpoint=fast", "--write-recovery-conf",
        "--no-sync", "--no-manifest", "--username", SUPERUSER, "--host", primary.sockets.path,
    ]  # fmt: skip
    with log.open("wb") as written:
        copied = children.spawn(argv, log=written, env=environment, as_nobody=True).wait()
        assert copied == 0, log.read_text()
        given = {"listen_addresses": "", "unix_socket_directories": str(folder.path), "fsync": "off",
                 "unix_socket_permissions": "0777", "max_connections": "200", "shared_buffers": "16MB"}  # fmt: skip
        options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        argv = [programs / "postgres", "-D", cluster, *options]
        process = children.spawn(argv, log=written, env=environment, as_nobody=True, death_signal=signal.SIGINT)
    standby = Standby(primary, folder, process)
    try:
        wait_for(lambda: answers(standby), "the standby to answer")
        yield standby
    finally:
        children.stop(process, signal.SIGINT)
        folder.remove()


def answers(standby: Standby) -> bool:
    """True when it can be read."""
    assert standby.process.poll() is None, (standby.folder.path / "log").read_text()
    try:
        standby.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True
