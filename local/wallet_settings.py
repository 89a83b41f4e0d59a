"""The wallet of a data folder, for commands: on the database that is named, that runs, or that lies there."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click
from sqlalchemy import Connection, make_url

from cli.program import as_typed
from local.machine import find_running
from local.migrate import migrate
from local.postgres import holds_cluster
from local.secrets import read_secrets
from local.servers import DATABASE_URLS, is_given, read_setting, run_servers
from wallet.core.database import connect_unbounded
from wallet.core.roles import ProcessKind, url_variable

PEPPER = "MBONGO_PIN_PEPPER"
OWNER_URL = "MBONGO_MIGRATE_DATABASE_URL"
NOTHING_THERE = (
    "Nothing lies in {data}, and nothing was made there. To begin a wallet there: {begin}. "
    "For one that lies elsewhere: --data FOLDER, or its database's address in {variable}"
)


@contextmanager
def open_as_reader(data: Path) -> Iterator[Connection]:
    """Give a connection as reports read, without time-outs, to the database of a data folder or of the settings."""
    with wallet_settings(data) as setting:
        engine = connect_unbounded(setting(url_variable("read")))
        try:
            with engine.connect() as db:
                yield db
        finally:
            engine.dispose()


@contextmanager
def wallet_settings(data: Path) -> Iterator[Callable[[str], str]]:
    """Take on, as this process's environment, the settings of the wallet on a data folder; give the reader of one.

    They are the caller's own, those of what runs on the folder, or those of the folder's servers, which are started.
    Raises ClickException where there are none of these: only `up` and `demo` begin a wallet.
    """
    if any(map(is_given, (*DATABASE_URLS, OWNER_URL))):  # the owner's alone, for who makes logins
        yield read_setting
    elif running := find_running(data):
        _take_on(running["environment"])
        yield partial(read_beside, data)
    elif not holds_cluster(data):
        raise click.ClickException(
            NOTHING_THERE.format(data=data, begin=as_typed("./mbongo up"), variable=url_variable("read"))
        )
    else:
        with run_servers(data) as started:
            addresses = started.addresses()
            pepper = read_setting(PEPPER) if is_given(PEPPER) else f"1:{read_secrets(data)['pin_pepper']}"
            migrate(addresses[OWNER_URL], pepper)
            _take_on(addresses | {PEPPER: pepper})
            yield read_setting


def lead_to_running(data: Path, kind: ProcessKind) -> None:
    """Take on the address of what runs on a data folder, as this kind of process, where the caller gives none."""
    if not is_given(variable := url_variable(kind)) and (running := find_running(data)):
        _take_on({variable: running["environment"][variable]})


def read_beside(data: Path, name: str) -> str:
    """Return a setting of what runs on a data folder. Raises ClickException for a secret that it was given by hand."""
    if not is_given(name):
        raise click.ClickException(
            f"What runs on {data} was started with {name} of its own, which is kept nowhere: give it here too."
        )
    return read_setting(name)


def name_database(data: Path) -> str:
    """Return what to call the database that wallet_settings leads to: its address without a secret, or a folder."""
    if any(map(is_given, DATABASE_URLS)):
        url = make_url(read_setting(url_variable("read")))
        return f"{url.host or url.query.get('host') or 'this machine'}/{url.database}"
    return str(data.resolve())


def _take_on(settings: dict[str, str]) -> None:
    for name, value in settings.items():
        if not is_given(name):
            os.environ[name] = value
