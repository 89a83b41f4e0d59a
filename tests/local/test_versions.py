"""Servers of other versions than ours: what README promises is tried on every one that this machine has.

The whole suite runs on another one where MBONGO_POSTGRES_BIN or MBONGO_VALKEY_SERVER names it; here a part of it does.
"""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from itertools import zip_longest
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
STORIES: Final = ("recharge_paid_by_another", "agent_cash_out", "valkey_flushed")  # without MTN: Prism would be started
WAITS: Final = "test_valkey_keeps_what_it_was_told_through_a_kill"  # by WAITAOF, which is Redis 7.2's
CHOSEN: Final = " or ".join([f"not test_stories and not {WAITS}", *(f"[{name}.txt]" for name in STORIES)])
PARTS: Final = {  # tests that ask most of a server: how it is started, the newest of SQL, sessions, queues
    POSTGRES: (
        "tests/local/test_servers.py", "tests/wallet/ledger/test_transfers.py", "tests/stories/test_stories.py",
    ),
    VALKEY: (
        "tests/web/gateways/test_sessions.py", "tests/workers/test_redis_users.py", "tests/stories/test_stories.py",
    ),
}  # fmt: skip


@cache
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


@cache
def run_in_pairs() -> dict[str, str]:
    """Run the parts on every server found. Returns by the name of each what failed there, or "".

    A PostgreSQL and a Valkey are tried in one run, as long as there are two: most of it is the start of everything.
    """
    kinds = [[name for name in SERVERS if SERVERS[name][0] == kind and find_server(name)] for kind in PARTS]
    failed: dict[str, str] = {}
    for pair in zip_longest(*kinds):
        names = [name for name in pair if name]
        failed |= dict.fromkeys(names, run_on(names))
    return failed


def run_on(names: list[str]) -> str:
    """Run the parts that these servers are tried by, on them. Returns what failed, or ""."""
    settings = {SERVERS[name][0]: str(find_server(name)) for name in names}
    parts = sorted({part for setting in settings for part in PARTS[setting]})
    argv = [sys.executable, "-m", "pytest", "-q", "-x", "-k", CHOSEN, *parts]
    ran = subprocess.run(argv, cwd=CHECKOUT, env=os.environ | settings, capture_output=True, text=True, check=False)
    return f"{' with '.join(names)}:\n{ran.stdout[-6000:]}" if ran.returncode else ""


@pytest.mark.campaign
@pytest.mark.parametrize("name", SERVERS)
def test_it_works_on_this_server_too(name: str) -> None:
    if find_server(name) is None:
        pytest.skip(f"{name} is not installed here ({SERVERS[name][1]}): not tried on it")
    if failed := run_in_pairs()[name]:
        pytest.fail(failed, pytrace=False)


def test_readme_names_every_version() -> None:
    assert "PostgreSQL 15 to 18" in README
    assert "Redis 7 or Valkey 8 or 9" in README


def test_an_older_postgres_is_refused_in_a_sentence(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "OLDEST_POSTGRES", 99)
    with pytest.raises(click.ClickException, match="Mbongo needs PostgreSQL 99 or newer; this is 1"):
        migrate(database.owner_url)
