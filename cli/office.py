"""The office: where staff's commands work, on the wallet that this machine finds for a data folder."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import make_url

from wallet.core.database import connect, in_transaction
from wallet.core.errors import DeniedError
from wallet.core.secrets import Secrets
from wallet.staff import logins

# What a command needs of the machine, which gives it to click as the context's object (local/__main__.py): a block in
# which this process has the settings of the wallet on a data folder, and the function that reads one of them.
Machine = Callable[[Path], AbstractContextManager[Callable[[str], str]]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Office:
    """The wallet as staff's commands reach it, as the app's role."""

    engine: Engine
    secrets: Secrets
    setting: Callable[[str], str]

    def read(self, look: Callable[[Connection], Found]) -> Found:
        """Return what `look` finds, in a transaction of its own."""
        return in_transaction(self.engine, look)

    def identify(self, login: str) -> None:
        """Ask for the password of a login, and check it. Raises DeniedError."""
        logins.check(self.engine, self.secrets, login, click.prompt(f"Password of {login}", hide_input=True))


@contextmanager
def open_office(data: Path) -> Iterator[Office]:
    """Give the office for the block; what is denied is said, and ends the command with 1."""
    machine: Machine = click.get_current_context().obj
    with machine(data) as setting:
        engine = connect(setting("MBONGO_DATABASE_URL"), pool_size=2)
        try:
            yield Office(engine, Secrets.read(setting("MBONGO_PIN_PEPPER")), setting)
        except DeniedError as denied:
            click.echo(str(denied), err=True)
            sys.exit(1)
        finally:
            engine.dispose()


@contextmanager
def open_as_owner(data: Path) -> Iterator[tuple[Engine, Secrets]]:
    """Give the database as its owner, who alone makes logins."""
    with open_office(data) as office:
        url = make_url(office.setting("MBONGO_MIGRATE_DATABASE_URL")).set(drivername="postgresql+psycopg")
        engine = create_engine(url, hide_parameters=True)
        try:
            yield engine, office.secrets
        finally:
            engine.dispose()
