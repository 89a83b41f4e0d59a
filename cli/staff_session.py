"""Where staff's commands work: the database that is named, that runs, or that lies in the data folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from local.machine import found_running
from local.migrate import migrate
from local.secrets import secrets_of
from local.servers import given, servers, setting
from wallet.core.database import connect
from wallet.core.errors import DeniedError
from wallet.core.secrets import Secrets
from wallet.staff import logins

DATABASE_URL, OWNER_URL = "MBONGO_DATABASE_URL", "MBONGO_MIGRATE_DATABASE_URL"


@dataclass(frozen=True)
class Desk:
    """The wallet as staff's commands reach it: as the app's role."""

    engine: Engine
    secrets: Secrets

    def identify(self, login: str) -> None:
        """Ask for the password of a login, and check it. Raises DeniedError."""
        logins.check(self.engine, self.secrets, login, click.prompt(f"Password of {login}", hide_input=True))


@contextmanager
def desk(data: Path) -> Iterator[Desk]:
    """The desk for the block; what is denied is said, and ends the command with 1."""
    with _settings_of(data):
        engine = connect(setting(DATABASE_URL), pool_size=2)
        try:
            yield Desk(engine, Secrets.read(setting("MBONGO_PIN_PEPPER")))
        except DeniedError as denied:
            click.echo(str(denied), err=True)
            sys.exit(1)
        finally:
            engine.dispose()


@contextmanager
def owners_engine(data: Path) -> Iterator[tuple[Engine, Secrets]]:
    """The database as its owner, who alone makes logins."""
    with desk(data) as found:
        engine = create_engine(make_url(setting(OWNER_URL)).set(drivername="postgresql+psycopg"), hide_parameters=True)
        try:
            yield engine, found.secrets
        finally:
            engine.dispose()


@contextmanager
def _settings_of(data: Path) -> Iterator[None]:
    """This process takes on the settings of what runs on the data folder, or of that folder's servers, started."""
    if given(DATABASE_URL):
        yield
    elif running := found_running(data):
        _take_on(running["environment"])
        yield
    else:
        with servers(data) as started:
            addresses = started.addresses()
            migrate(addresses[OWNER_URL], addresses[DATABASE_URL])
            _take_on(addresses | {"MBONGO_PIN_PEPPER": f"1:{secrets_of(data)['pin_pepper']}"})
            yield


def _take_on(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        if not given(name):
            os.environ[name] = value
