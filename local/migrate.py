"""Bring a database to the newest tables and functions, as its owner. Alembic is imported here alone: it costs 0.4 s."""

from pathlib import Path

import click
from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from wallet.core.database import connect_unbounded

OF_ANOTHER = "Another version of Mbongo made these tables: use that one, or begin anew with --data SOMEWHERE_NEW"
OLDEST_POSTGRES = 15
SCRIPTS = Path(__file__).parents[1] / "wallet" / "migrations"


def migrate(owner_url: str, app_url: str) -> None:
    """Upgrade to head on the owner's connection, granting to the role that app_url logs in as.

    Raises ClickException, which a command says in a sentence, where the tables are of a version that is not known here,
    or the server of one that is too old.
    """
    from alembic import command  # noqa: PLC0415 - see the module's docstring
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["app_role"] = make_url(app_url).username
    engine = connect_unbounded(owner_url)
    try:
        with engine.connect() as connection:
            _refuse_old(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as unknown:
        raise click.ClickException(f"{OF_ANOTHER} ({unknown})") from None
    finally:
        engine.dispose()


def _refuse_old(connection: Connection) -> None:
    """Raise ClickException on a PostgreSQL that lacks what the tables need (NULLS NOT DISTINCT came with 15)."""
    version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
    connection.rollback()  # the migrations begin a transaction of their own
    if version < OLDEST_POSTGRES:
        raise click.ClickException(f"Mbongo needs PostgreSQL {OLDEST_POSTGRES} or newer; this is {version}.")
