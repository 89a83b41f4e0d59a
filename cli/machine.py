"""The machine that a command is typed on, which click holds as the context's object; and acting as its owner there."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine

from cli.sentences import tell
from cli.words import say
from wallet.core.database import connect_briefly
from wallet.core.errors import WalletError
from wallet.core.secrets import Secrets

Setting = Callable[[str], str]


@dataclass(frozen=True)
class MachineOffice:
    """The machine: where the office of a data folder is, and the settings of the wallet there, for a block."""

    find_office: Callable[[Path], str]
    read_settings: Callable[[Path], AbstractContextManager[Setting]]


@contextmanager
def open_as_owner(data: Path) -> Iterator[tuple[Engine, Secrets]]:
    """Give the database as its owner, who alone makes logins; what is refused is said, and ends the command with 1."""
    machine: MachineOffice = click.get_current_context().obj
    with machine.read_settings(data) as setting:
        secrets = Secrets.read(setting("MBONGO_PIN_PEPPER"))
        with connect_briefly(setting("MBONGO_MIGRATE_DATABASE_URL")) as engine:
            try:
                yield engine, secrets
            except WalletError as refused:
                tell(say(refused.key, **refused.values), err=True)
                click.get_current_context().exit(1)
