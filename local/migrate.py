"""Bring a database to the newest tables and functions, as its owner. Alembic is imported here alone: it costs 0.4 s."""

from pathlib import Path

import click
from sqlalchemy import Connection, Engine

from cli.program import as_typed
from wallet.core import peppers
from wallet.core.database import connect_unbounded
from wallet.core.roles import ROLES
from wallet.core.secrets import Secrets

OF_ANOTHER = "Another version of Mbongo made these tables: use that one, or begin anew with --data SOMEWHERE_NEW"
OLDEST_POSTGRES = 15
KEYLESS = (
    "Nothing was changed. From this version on a person's operation is claimed by a key that the pepper makes, and this"
    " database keeps none yet: give MBONGO_PIN_PEPPER to migrate too, as serve has it (docs/keys.md)."
)
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
KEY = "SELECT EXISTS (SELECT FROM operation_key)"
SCRIPTS = Path(__file__).parents[1] / "wallet" / "migrations"


def migrate(owner_url: str, pepper: str = "") -> str:
    """Upgrade to head on the owner's connection, and grant the processes' roles what they may do.

    With the `pepper` (MBONGO_PIN_PEPPER), hashes of an older release are bound to their owners too. Returns what is
    left to be done about those that are not, or "".

    Raises ClickException, which a command says in a sentence, where the tables are of a version that is not known
    here, the server of one that is too old, the roles are missing, or the pepper is, which a wallet that was opened
    before operations were proved needs once.
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
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        return _bind(engine, pepper)
    except CommandError as unknown:
        raise click.ClickException(f"{OF_ANOTHER} ({unknown})") from None
    finally:
        engine.dispose()


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
