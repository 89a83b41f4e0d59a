"""pgBackRest beside the PostgreSQL of a drill, by the files that deploy/ ships, with what this machine fills in."""

import os
import secrets
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import psycopg

from drills.shipped import DEPLOY, fill
from faults.polling import Late
from local import children
from local.places import give_to_nobody, is_reachable
from local.postgres import CLUSTER, SUPERUSER, Postgres
from local.secrets import read_secrets

DEBIAN: Final = Path("/usr/lib/postgresql/15/bin")
NEEDED: Final = {"pgbackrest": "pgbackrest"}  # program: Debian's package
ARCHIVE_TIMEOUT: Final = "5s"  # shorter than in production, so that the drill is
ARCHIVED_SECONDS: Final = 120.0
LAST: Final = "SELECT pg_walfile_name(pg_current_wal_lsn())"
ARCHIVED: Final = "SELECT coalesce(last_archived_wal, ''), last_archived_time FROM pg_stat_archiver"


class BackupFailed(RuntimeError):
    """pgBackRest ended with something else than 0; its last lines."""


def find_missing() -> str:
    """Return what is not installed, and how it is; "" where nothing is missing."""
    missing = [package for program, package in NEEDED.items() if not shutil.which(program)]
    missing += [] if DEBIAN.exists() else ["postgresql-15"]  # the newest that Debian's pgBackRest knows
    return f"not installed: apt install {' '.join(missing)}" if missing else ""


def find_check() -> str:
    """Return the command whose `check` PostgreSQL's user can ask; "" where our Python is in somebody's home."""
    return f"{sys.executable} -m local" if is_reachable(Path(sys.executable).resolve()) else ""


def read_figures(path: Path) -> dict[str, float]:
    """Return what a file of figures tells, by name and labels."""
    lines = path.read_text("utf-8").splitlines()
    return {name: float(value) for name, _, value in (one.partition(" ") for one in lines if one[0] != "#")}


@dataclass(frozen=True)
class Backups:
    """The repository, and the programs that write and read it."""

    postgres: Postgres
    folder: Path

    @classmethod
    def begin(cls, postgres: Postgres) -> Self:
        """Have a PostgreSQL archive its log from now on, as deploy/pgbackrest says. Raises BackupFailed."""
        one = cls(postgres, postgres.home / "backup")
        for folder in (one.folder, *(one.folder / name for name in ("repository", "logs", "locks", "spool"))):
            folder.mkdir()
            folder.chmod(0o700)
            give_to_nobody(folder)
        values = {
            "REPOSITORY": str(one.folder / "repository"), "CIPHER_PASS": secrets.token_urlsafe(48),
            "LOGS": str(one.folder / "logs"), "LOCKS": str(one.folder / "locks"), "SPOOL": str(one.folder / "spool"),
            "CLUSTER": str(one.cluster), "SOCKETS": str(postgres.sockets.path), "CONFIG": str(one.config),
            "ARCHIVE_TIMEOUT": ARCHIVE_TIMEOUT,
        }  # fmt: skip
        one.write(one.config, fill("pgbackrest/pgbackrest.conf", values))
        password = read_secrets(postgres.data)[SUPERUSER]
        one.write(one.folder / "pgpass", f"*:*:*:{SUPERUSER}:{password}\n")
        with (one.cluster / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(fill("pgbackrest/postgresql.conf", values))
        postgres.stop()
        postgres.start_again()
        one.run("stanza-create")
        one.run("check")
        return one

    @property
    def cluster(self) -> Path:
        """Return PostgreSQL's folder."""
        return self.postgres.home / CLUSTER

    @property
    def config(self) -> Path:
        """Return pgBackRest's file."""
        return self.folder / "pgbackrest.conf"

    def write(self, path: Path, content: str) -> None:
        """Write a file for PostgreSQL's user alone."""
        path.touch(mode=0o600)
        path.write_text(content, "utf-8")
        give_to_nobody(path)

    def run(self, *words: str) -> str:
        """Run pgBackRest as PostgreSQL's user; return what it says. Raises BackupFailed."""
        return self.run_as_owner("pgbackrest", f"--config={self.config}", "--stanza=mbongo", *words)

    def tell(self) -> dict[str, float]:
        """Return the figures that deploy/pgbackrest/tell_backups.py leaves. Raises BackupFailed."""
        figures = self.folder / "told.prom"
        self.run_as_owner(
            str(DEPLOY / "pgbackrest/tell_backups.py"), "--config", str(self.config), "--figures", str(figures)
        )
        return read_figures(figures)

    def try_restore(self, database: str) -> dict[str, float]:
        """Return the figures that deploy/pgbackrest/try_restore.py leaves of a restore. Raises BackupFailed."""
        figures = self.folder / "tried.prom"
        self.run_as_owner(
            str(DEPLOY / "pgbackrest/try_restore.py"), str(self.folder / "tried"), "--config", str(self.config),
            "--database", database, "--as", SUPERUSER, "--bin", str(DEBIAN), "--mbongo", find_check() or "true",
            "--figures", str(figures),
        )  # fmt: skip
        return read_figures(figures)

    def run_as_owner(self, *argv: str) -> str:
        """Run a program as PostgreSQL's user; return what it says. Raises BackupFailed."""
        path = self.folder / "said.log"
        environment = {
            "PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/",
            "PGPASSFILE": str(self.folder / "pgpass"),
            "PYTHONPATH": str(DEPLOY.parent), "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        with path.open("wb") as log:
            failed = children.spawn([*argv], log=log, env=environment, as_nobody=True).wait()
        said = path.read_text("utf-8")
        if failed:
            raise BackupFailed(f"{' '.join(argv)} ended with {failed}: {said[-800:]}")
        return said

    def wait_archived(self) -> None:
        """Wait until all that is committed now is in the repository. Raises Late."""
        with self.connect() as db:
            [wanted] = db.execute(LAST).fetchone() or [""]
            deadline = time.monotonic() + ARCHIVED_SECONDS
            while (db.execute(ARCHIVED).fetchone() or ("",))[0] < wanted:
                if time.monotonic() > deadline:
                    raise Late("the log does not arrive in the repository")
                time.sleep(0.2)

    def destroy(self) -> None:
        """kill -9 PostgreSQL, and take its folder away, as where the machine burns."""
        assert self.postgres.process
        self.postgres.process.kill()
        self.postgres.process.wait()
        shutil.rmtree(self.cluster)

    def start(self) -> None:
        """Start PostgreSQL on what was restored, and wait until it takes writes. Raises Late."""
        self.postgres.start_again()
        deadline = time.monotonic() + ARCHIVED_SECONDS
        with self.connect() as db:
            while db.execute("SELECT pg_is_in_recovery()").fetchone() != (False,):
                if time.monotonic() > deadline:
                    raise Late("PostgreSQL does not end its recovery")
                time.sleep(0.05)

    def connect(self) -> psycopg.Connection:
        """Return a connection as superuser, outside any transaction."""
        return psycopg.connect(self.postgres.url("postgres", SUPERUSER), autocommit=True)

    def ask(self, query: str, database: str) -> str:
        """Return what psql prints."""
        argv = [str(DEBIAN / "psql"), "-At", "-c", query, self.postgres.url(database, SUPERUSER)]
        return subprocess.run(argv, capture_output=True, text=True, check=True).stdout.strip()
