"""Servers of other versions than ours: what README promises is tried on every one that this machine has.

The whole suite runs on another one where MBONGO_POSTGRES_BIN or MBONGO_VALKEY_SERVER names it; here a part of it does.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import click
import pytest

from local import migrate as migrating
from local.migrate import migrate
from local.postgres_binaries import OTHER as POSTGRES
from local.valkey import OTHER as VALKEY
from tests.conftest import Database

CHECKOUT = Path(__file__).parents[2]
README = (CHECKOUT / "README.md").read_text("utf-8")
SERVERS: Final = {  # of README's promise, those that are not our wheels': where a package puts each
    "PostgreSQL 15": (POSTGRES, "/usr/lib/postgresql/15/bin"),
    "PostgreSQL 16": (POSTGRES, "/usr/lib/postgresql/16/bin"),
    "PostgreSQL 17": (POSTGRES, "/usr/lib/postgresql/17/bin"),
    "Redis 7": (VALKEY, "redis-server"),
    "Valkey 8": (VALKEY, "valkey-server"),
}
STORIES: Final = ("callbacks_twice_early_or_none", "agent_cash_out", "valkey_flushed")
CHOSEN: Final = " or ".join(["not test_stories", *(f"[{name}.txt]" for name in STORIES)])
PARTS: Final = {  # tests that ask most of a server: how it is started, the newest of SQL, sessions, queues
    POSTGRES: (
        "tests/local/test_servers.py", "tests/wallet/ledger/test_transfers.py", "tests/stories/test_stories.py",
    ),
    VALKEY: (
        "tests/web/gateways/test_sessions.py", "tests/workers/test_redis_users.py", "tests/stories/test_stories.py",
    ),
}  # fmt: skip


def find_server(name: str) -> Path | None:
    """Return the program, or the folder of programs, of this very version; None where it is not installed."""
    place = SERVERS[name][1]
    found = Path(place) if place.startswith("/") else Path(shutil.which(place) or "/absent")
    if not found.exists():
        return None
    program = found / "postgres" if found.is_dir() else found
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    wanted = name.split()[1]
    return found if re.search(rf"(?:\) |v=){wanted}\.", said) else None


@pytest.mark.parametrize("name", SERVERS)
def test_it_works_on_this_server_too(name: str) -> None:
    found, (setting, place) = find_server(name), SERVERS[name]
    if found is None:
        pytest.skip(f"{name} is not installed here ({place}): not tried on it")
    argv = [sys.executable, "-m", "pytest", "-q", "-x", "-k", CHOSEN, *PARTS[setting]]
    ran = subprocess.run(
        argv, cwd=CHECKOUT, env=os.environ | {setting: str(found)}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        pytest.fail(f"{name}:\n{ran.stdout[-6000:]}", pytrace=False)


def test_readme_names_every_version() -> None:
    assert "PostgreSQL 15 to 18" in README
    assert "Redis 7 or Valkey 8 or 9" in README


def test_an_older_postgres_is_refused_in_a_sentence(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "OLDEST_POSTGRES", 99)
    with pytest.raises(click.ClickException, match="Mbongo needs PostgreSQL 99 or newer; this is 1"):
        migrate(database.owner_url)
