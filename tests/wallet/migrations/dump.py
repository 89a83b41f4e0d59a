"""Dump a database as text, to compare two: tables, functions, triggers, owners, grants, and rows but for moments."""

import os
import re
import subprocess
from pathlib import Path

from local.postgres import SUPERUSER, Postgres
from local.postgres_binaries import find_binaries

RELEASED = Path(__file__).parent / "released"
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")  # when a row was made: never the same twice
DAY = re.compile(
    r"^(INSERT INTO public\.alert_judged VALUES \('\w+', )'\d{4}-\d\d-\d\d'", re.MULTILINE
)  # from when on: its own

MONTHS = "--exclude-table=entry_[0-9]*"  # as many as have passed since


def dump(server: Postgres, name: str) -> str:
    """Everything of a database as pg_dump tells it; two databases with the same text are the same."""
    told = _run(server, "pg_dump", "--inserts", "--restrict-key=same", MONTHS, server.url(name, SUPERUSER))
    return DAY.sub(r"\1'then'", MOMENT.sub("'then'", told))


def level(told: str) -> str:
    """Return a dump without what tells in which order rails and their accounts came: accounts' ids, rows' places.

    A database that is older than a rail has opened that rail's accounts after all others.
    """
    lines = re.sub(r"(INSERT INTO public\.account [A-Z ]*VALUES )\([0-9]+,", r"\1(0,", told).split("\n")
    rows = iter(sorted(line for line in lines if line.startswith("INSERT INTO public.")))
    return "\n".join(next(rows) if line.startswith("INSERT INTO public.") else line for line in lines)


def restore(server: Postgres, name: str, dumped: Path) -> None:
    """Fill an empty database from the file of a dump."""
    _run(server, "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dumped), server.url(name, SUPERUSER))


def _run(server: Postgres, program: str, *arguments: str) -> str:
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PGTZ": "UTC"}
    argv = [str(find_binaries() / program), *arguments]
    ran = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
