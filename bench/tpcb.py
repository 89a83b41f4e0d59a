"""The reference: PostgreSQL's own TPC-B-like benchmark, by its own pgbench, on the server being measured."""

import re
import subprocess

from local.postgres import OWNER, Postgres
from local.postgres_binaries import find_binaries

CLIENTS = 16
SCALE = 16  # 1.6 million accounts, 16 branches: no more waiting for a branch than there are clients
DATABASE = "mbongo_bench_tpcb"


def prepare(server: Postgres) -> None:
    """Make and fill pgbench's own tables."""
    server.drop_database(DATABASE)
    server.create_database(DATABASE)
    _pgbench(server, "-i", "-q", "-s", str(SCALE))


def transactions_per_second(server: Postgres, seconds: int, protocol: str = "simple") -> float:
    """Run one round of pgbench; `prepared`, as our statements are, is the harder reference."""
    options = ("-n", "-M", protocol, "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-b", "tpcb-like")
    printed = _pgbench(server, *options)
    found = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
    if found is None:
        raise ValueError(f"pgbench did not say its tps:\n{printed}")
    return float(found[1])


def _pgbench(server: Postgres, *options: str) -> str:
    argv = [str(find_binaries() / "pgbench"), *options, server.url(DATABASE, OWNER)]
    done: subprocess.CompletedProcess[str] = subprocess.run(argv, check=True, capture_output=True, text=True)
    return done.stdout
