"""Bring a database to the newest tables and functions, as its owner. Alembic is imported here alone: it costs 0.4 s.

Processes may run meanwhile. Whoever waits for a lock on a table makes all wait who come behind, so none is waited for
longer than half a second: then everything is undone, and done again a little later. A statement may not take longer
than a minute, as it holds locks. What needs no lock that stops anybody comes last (wallet/migrations/afterwards.py).
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click
import psycopg
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from cli.program import as_typed
from wallet.core import peppers
from wallet.core.database import connect_unbounded
from wallet.core.roles import ROLES
from wallet.core.secrets import Secrets
from wallet.migrations.afterwards import begin_months, finish

OF_ANOTHER = "Another version of Mbongo made these tables: use that one, or begin anew with --data SOMEWHERE_NEW"
OLDEST_POSTGRES = 15
KEYLESS = (
    "Nothing was changed. From this version on a person's operation is claimed by a key that the pepper makes, and this"
    " database keeps none yet: give MBONGO_PIN_PEPPER to migrate too, as serve has it (docs/keys.md)."
)
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
KEY = "SELECT EXISTS (SELECT FROM operation_key)"
SCRIPTS = Path(__file__).parents[1] / "wallet" / "migrations"
BOUNDS: Final = {"lock_timeout": "500ms", "statement_timeout": "60s"}
UNBOUNDED: Final = {"lock_timeout": "0", "statement_timeout": "0"}
STOPPED_BY_LOCK: Final = ("55P03", "40P01")  # lock_timeout, a deadlock
STOPPED_BY_LENGTH: Final = "57014"  # statement_timeout
TRIES: Final = 60
PAUSE_SECONDS: Final = (0.1, 1.0)  # before the second try; it doubles, up to the other


def migrate(owner_url: str, pepper: str = "", *, stopped: bool = False) -> str:
    """Upgrade to head on the owner's connection, and grant the processes' roles what they may do.

    `stopped` says that nothing else runs: then locks and statements are waited for as long as they take.

    With the `pepper` (MBONGO_PIN_PEPPER), hashes of an older release are bound to their owners too. Returns what is
    left to be done about those that are not, or "".

    Raises ClickException, which a command says in a sentence, where the tables are of a version that is not known
    here, the server of one that is too old, the roles are missing, or the pepper is, which a wallet that was opened
    before operations were proved needs once; or where somebody is in the way for too long.
    """
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    engine = connect_unbounded(owner_url)
    try:
        with engine.connect() as connection:
            _refuse_old(connection)
            _refuse_without_roles(connection)
            if not pepper:
                _refuse_without_key(connection)
            bounds = UNBOUNDED if stopped else BOUNDS
            config.attributes.update(connection=connection, bounds=bounds)
            try_again(lambda: command.upgrade(config, "head"))
        finish(engine)
        try_again(lambda: begin_months(engine, bounds))
        return _bind(engine, pepper)
    except CommandError as unknown:
        raise click.ClickException(f"{OF_ANOTHER} ({unknown})") from None
    finally:
        engine.dispose()


def try_again(upgrade: Callable[[], None]) -> None:
    """Upgrade, all of it once more where a lock was not to be had. Raises ClickException when that does not end."""
    pause, longest = PAUSE_SECONDS
    for tried in range(1, TRIES + 1):
        try:
            return upgrade()
        except (DBAPIError, psycopg.Error) as failed:
            state = getattr(failed, "sqlstate", None) or getattr(getattr(failed, "orig", None), "sqlstate", None)
            if state == STOPPED_BY_LENGTH:
                raise click.ClickException(_tell_too_long()) from None
            if state not in STOPPED_BY_LOCK:
                raise
            if tried == TRIES:
                raise click.ClickException(_tell_in_the_way()) from None
        time.sleep(pause)
        pause = min(2 * pause, longest)
    return None


def _tell_in_the_way() -> str:
    """Return what is told where no try got its locks."""
    return (
        f"Nothing was changed: somebody held what was to be changed, for half a second, {TRIES} times. Look who"
        " in pg_stat_activity (a report, a copy), let it end, and migrate again; or stop every process, then: "
        + as_typed("./mbongo migrate --stopped")
    )


def _tell_too_long() -> str:
    """Return what is told where a statement took too long."""
    return (
        "Nothing was changed: a statement took longer than a minute, under locks. Stop every process, then: "
        + as_typed("./mbongo migrate --stopped")
    )


def _bind(engine: Engine, pepper: str) -> str:
    """Bind hashes to their owners where the pepper is given; return a sentence of those that are not, or ""."""
    if pepper:
        peppers.move(engine, Secrets.read(pepper))
    with engine.connect() as connection:
        unbound = peppers.list_unbound(connection)
    bind = as_typed("Bind them: ./mbongo keys --move, where MBONGO_PIN_PEPPER is at hand.")
    return f"{'. '.join(unbound)}. {bind}" if unbound else ""


def _refuse_without_key(connection: Connection) -> None:
    """Raise ClickException where people have wallets and no key is kept yet by which their operations are claimed."""
    tables = set(connection.exec_driver_sql(TABLES).scalars())
    kept = KEY if "operation_key" in tables else "SELECT false"
    lacking = "person" in tables and not connection.exec_driver_sql(kept).scalar_one()
    stopped = lacking and connection.exec_driver_sql("SELECT EXISTS (SELECT FROM person)").scalar_one()
    connection.rollback()
    if stopped:
        raise click.ClickException(KEYLESS)


def _refuse_old(connection: Connection) -> None:
    """Raise ClickException on a PostgreSQL that lacks what the tables need (NULLS NOT DISTINCT came with 15)."""
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
    connection.rollback()  # the migrations begin a transaction of their own
    if version < OLDEST_POSTGRES:
        raise click.ClickException(f"Mbongo needs PostgreSQL {OLDEST_POSTGRES} or newer; this is {version}.")


def _refuse_without_roles(connection: Connection) -> None:
    """Raise ClickException, saying what makes them, where the cluster has no role for some kind of process."""
    present = set(connection.exec_driver_sql("SELECT rolname FROM pg_roles").scalars())
    connection.rollback()
    if missing := [role for role in ROLES.values() if role not in present]:
        made = "; ".join(f"CREATE ROLE {role} LOGIN PASSWORD '…'" for role in missing)
        raise click.ClickException(f"Roles are missing. As the server's superuser: {made}")
