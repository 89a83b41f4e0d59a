"""PgBouncer as deploy/pgbouncer has it, before a test's PostgreSQL; where it is not installed, its tests say so."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy.engine import make_url

from local import children
from local.places import ShortLivedFolder, give_to_nobody
from local.waiting import wait_until

USUAL_PATHS: Final = "/usr/sbin:/usr/bin:/usr/local/bin"  # Debian's is where only root looks
ABSENT: Final = "PgBouncer is not installed here (Debian: apt install pgbouncer): nothing was tried behind one"
SERVER_CONNECTIONS: Final = 3  # fewer than the threads of a test, so that every one of them changes connections
SHIPPED: Final = Path(__file__).parents[2] / "deploy/pgbouncer/pgbouncer.ini"
# What a test has otherwise, behind the shipped file: sockets, no password, fewer connections, and time to wait for one.
# In the same section: what a second one of its name does not say is as if it had been said nowhere.
CONFIGURATION: Final = """
listen_addr =
unix_socket_dir = {folder}
unix_socket_mode = 0777
auth_type = trust
auth_file = {folder}/users
client_tls_sslmode = disable
default_pool_size = {connections}
max_client_conn = 200
query_wait_timeout = 120
{more}
"""


@contextmanager
def pgbouncer(url: str, more: str = "", others: Sequence[str] = ()) -> Iterator[str]:
    """Run PgBouncer before the database of this URL, with more configuration; yields the URL through it.

    `others` are URLs of other roles that may log in by it.
    """
    program = shutil.which("pgbouncer", path=USUAL_PATHS)
    if not program:
        pytest.skip(ABSENT)
    behind, place = make_url(url), ShortLivedFolder()
    folder, log = place.path, place.path / "log"
    configuration, users = folder / "pgbouncer.ini", folder / "users"
    host = behind.query["host"]
    otherwise = CONFIGURATION.format(folder=folder, connections=SERVER_CONNECTIONS, more=more)
    shipped = SHIPPED.read_text("utf-8").replace("[databases]\n", f"[databases]\n* = host={host} port=5432\n")
    configuration.write_text(shipped + otherwise)
    known = [behind, *map(make_url, others)]
    users.write_text("".join(f'"{one.username}" "{one.password}"\n' for one in known))
    for file in (configuration, users):
        give_to_nobody(file)
    with log.open("wb") as written:
        process = children.spawn([program, configuration], log=written, as_nobody=True)
    through = f"postgresql://{behind.username}@/{behind.database}?host={quote(str(folder), safe='')}&port=6432"
    try:
        wait_until(lambda: answers(through), process, log)
        yield through
    finally:
        children.stop(process, children.signal.SIGINT)
        place.remove()


def answers(url: str) -> bool:
    """True when somebody logs in there."""
    try:
        with closing(psycopg.connect(url)):
            return True
    except psycopg.OperationalError:
        return False
