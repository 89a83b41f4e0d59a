"""A real PostgreSQL on a unix socket for demo, `up` and tests: started, stopped, its databases made.

Each role has a password kept in the data folder: `postgres` (superuser), `mbongo_owner` (owns the databases, runs
migrations), and one for each kind of process (wallet/core/roles.py), which may only do what migrations grant it.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString, Self
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from local import children
from local.places import ShortLivedFolder, give_to_nobody, make_data_folder, make_server_home
from local.postgres_binaries import find_binaries, read_version
from local.secrets import read_secrets
from local.waiting import wait_until
from wallet.core.roles import ROLES

SUPERUSER, OWNER = "postgres", "mbongo_owner"
WEB, WORKER, OFFICE, READ = (ROLES[kind] for kind in ("web", "worker", "office", "read"))
HOME, CLUSTER = "postgres", "cluster"
MEMORY_HELD = "is still in use"  # its shared memory, by what is left of a killed server: for a moment
MEMORY_FREED_SECONDS, MEMORY_LOOK_SECONDS = 10, 0.1
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # a DETAIL line quotes the failing row, which may hold what people typed
}
THROW_AWAY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "128MB",  # it may all be in memory
    "scram_iterations": "1",  # or both ends hash for 4 ms at each of thousands of connections
    "autovacuum": "off",  # it changes plans and holds tables at whatever moment it comes to a database of a test
    "io_method": "sync",  # or each server begins three processes that read for others, from memory
}
KNOWN_SINCE = {"scram_iterations": 16, "io_method": 18}  # settings that an older PostgreSQL refuses
CREATE: tuple[LiteralString, ...] = (
    "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY {strategy}",
    "REVOKE ALL ON DATABASE {name} FROM PUBLIC",  # also temporary tables
    "GRANT CONNECT ON DATABASE {name} TO {roles}",
)


def holds_cluster(data: Path) -> bool:
    """Return True for a data folder on which a PostgreSQL was made."""
    return (data / HOME / CLUSTER).exists()


class Postgres:
    """One running server. `durable=False` is for tests only: a crash of the machine may lose it."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = make_data_folder(data)
        self.home = make_server_home(self.data, HOME)
        self.sockets = ShortLivedFolder()
        self.process: subprocess.Popen[bytes] | None = None
        self._bin = find_binaries()
        self._version = read_version(self._bin)
        self._passwords = read_secrets(self.data)
        self._durable = durable
        self._kept: psycopg.Connection | None = None
        self._log = self.data / "logs" / "postgres.log"

    @classmethod
    def start(cls, data: Path, *, durable: bool = True) -> Self:
        """Start on this data folder, making cluster and roles the first time. Raises NotStartedError."""
        server = cls(data, durable=durable)
        try:
            server.start_again()
            server._make_roles()
        except BaseException:  # also Ctrl-C: half a start leaves nothing behind
            server.stop()
            raise
        return server

    def start_again(self) -> None:
        """Start after stop() or a crash, on the same socket. Raises NotStartedError."""
        self._forget()
        self.sockets.make_again()
        deadline = time.monotonic() + MEMORY_FREED_SECONDS
        while True:
            try:
                return self._start_once()
            except children.NotStartedError as refused:
                if MEMORY_HELD not in str(refused) or time.monotonic() > deadline:
                    raise
                time.sleep(MEMORY_LOOK_SECONDS)

    def _start_once(self) -> None:
        cluster = self._cluster()
        children.end_orphan(cluster / "postmaster.pid", "postgres", signal.SIGINT)
        settings = SETTINGS | self._throw_away() | {"unix_socket_directories": str(self.sockets.path)}
        if children.is_root():  # the folder of the socket lets in our own processes alone, which are another user's
            settings["unix_socket_permissions"] = "0777"
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with children.open_log(self._log) as log:
            self.process = children.spawn(
                [self._bin / "postgres", "-D", cluster, *options],
                log=log,
                env=_environment(),
                as_nobody=True,
                death_signal=signal.SIGINT,  # fast shutdown
            )
        pid = self.process.pid
        wait_until(lambda: _says_ready(cluster, pid), self.process, self._log)

    def _throw_away(self) -> dict[str, str]:
        """Return the settings of a server for tests, as far as its version knows them; none for a durable one."""
        known = {name: value for name, value in THROW_AWAY.items() if KNOWN_SINCE.get(name, 0) <= self._version}
        return {} if self._durable else known

    def stop(self) -> None:
        """Stop fast: clients are cut, everything committed stays."""
        self._forget()
        if self.process:
            children.stop(self.process, signal.SIGINT)
        self.sockets.remove()

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def url(self, database: str, role: str) -> str:
        """Return `postgresql://…` for libpq, psycopg and SQLAlchemy alike."""
        host = quote(str(self.sockets.path), safe="")
        return f"postgresql://{role}:{self._passwords[role]}@/{database}?host={host}&port=5432"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database owned by mbongo_owner, where the processes' roles may connect and nothing else yet."""
        strategy = "WAL_LOG" if self._durable else "FILE_COPY"  # half the work, where a checkpoint syncs nothing
        roles = SQL(", ").join(map(Identifier, ROLES.values()))
        named = {"name": Identifier(name), "owner": Identifier(OWNER), "roles": roles}
        named |= {"template": Identifier(template or "template1"), "strategy": Identifier(strategy)}
        with self._superuser() as db:
            for statement in CREATE:
                db.execute(SQL(statement).format(**named))

    def has_database(self, name: str) -> bool:
        with self._superuser() as db:
            return db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def drop_database(self, name: str) -> None:
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def execute(self, statement: LiteralString, *names: str) -> None:
        """Run one statement as superuser, outside any transaction; `{}` stands for a quoted name."""
        with self._superuser() as db:
            db.execute(SQL(statement).format(*map(Identifier, names)))

    @contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        """Give a connection as superuser, outside any transaction; tests make thousands of databases by one."""
        db = self._kept or psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True)
        try:
            yield db
        finally:
            if self._durable:
                db.close()
            else:
                self._kept = db

    def _forget(self) -> None:
        """Close the connection that is kept, if any."""
        if self._kept:
            self._kept.close()
        self._kept = None

    def _cluster(self) -> Path:
        """Return the cluster's folder; initdb works aside and renames, so a start cut short is done again."""
        cluster = self.home / CLUSTER
        if not cluster.exists():
            aside = self.home / f"initdb-{os.getpid()}-{time.monotonic_ns()}"
            self._initdb(aside)
            aside.rename(cluster)
        return cluster

    def _initdb(self, folder: Path) -> None:
        password = folder.with_suffix(".password")
        with open(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(self._passwords[SUPERUSER])
        give_to_nobody(password)
        argv = [str(self._bin / "initdb"), f"--pgdata={folder}", f"--username={SUPERUSER}"]
        argv += ["--auth=scram-sha-256", f"--pwfile={password}", "--encoding=UTF8", "--no-locale"]
        if self._version >= 17:  # the same order on every machine; before, that of --no-locale
            argv += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        argv += [] if self._durable else ["--no-sync"]
        argv += ["--set=scram_iterations=1"] if "scram_iterations" in self._throw_away() else []
        with children.open_log(self._log) as log:
            initdb = children.spawn(argv, log=log, env=_environment(), as_nobody=True)
        try:
            if initdb.wait():
                raise children.NotStartedError(f"initdb failed:\n{children.read_tail(self._log)}")
        finally:
            password.unlink()

    def _make_roles(self) -> None:
        with self._superuser() as db:
            present = {name for (name,) in db.execute("SELECT rolname FROM pg_roles")}
            for role in {OWNER, *ROLES.values()} - present:
                password = Literal(self._passwords[role])
                db.execute(SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(Identifier(role), password))


def _environment() -> dict[str, str]:
    """Return an environment without the caller's: a PGDATA or LC_ALL of theirs must not steer our server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _says_ready(cluster: Path, pid: int) -> bool:
    """True when the server of this pid writes that it takes connections; a killed one's file still says so of itself.

    The file's lines are PostgreSQL's own (miscadmin.h: LOCK_FILE_LINE_PID is 1, LOCK_FILE_LINE_PM_STATUS is 8).
    """
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        return lines[0] == str(pid) and lines[7].strip() == "ready"
    except (FileNotFoundError, IndexError):
        return False
