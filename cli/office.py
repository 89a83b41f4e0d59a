"""The office: where staff's commands work, on the wallet that this machine finds for a data folder."""

import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
from sqlalchemy import Connection, Engine

from cli.words import say
from wallet.core.database import connect, in_transaction
from wallet.core.errors import Misread, Refused, WalletError
from wallet.core.roles import url_variable
from wallet.core.secrets import Secrets
from wallet.operations.use_case import Outcome, UseCase
from wallet.perform import Wallet
from wallet.staff.acts import staff_actor
from wallet.staff.logins import check_login
from wallet.staff.sessions import SessionProof, open_session

# What a command needs of the machine, which gives it to click as the context's object (local/__main__.py): a block in
# which this process has the settings of the wallet on a data folder, and the function that reads one of them.
Machine = Callable[[Path], AbstractContextManager[Callable[[str], str]]]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Office:
    """The wallet as staff's commands reach it, as mbongo_office."""

    wallet: Wallet
    setting: Callable[[str], str]

    def read(self, look: Callable[[Connection], Found]) -> Found:
        """Return what `look` finds, in a transaction of its own."""
        return in_transaction(self.wallet.engine, look)

    def identify(self, login: str) -> "Member":
        """Ask for the password of a login, and return who it is. Raises Refused, Misread or Locked."""
        check_login(login)
        password = click.prompt(f"Password of {login}", hide_input=True)
        return Member(self, login, open_session(self.wallet.engine, self.wallet.secrets, login, password))


@dataclass(frozen=True)
class Member:
    """A member of staff whose password is right."""

    office: Office
    login: str
    session: SessionProof

    def perform(self, case: UseCase) -> Outcome:
        """Do what is asked, and return what came of it. Raises Refused when nothing did."""
        actor, key = staff_actor(self.login), f"office:{uuid.uuid4()}"
        outcome = self.office.wallet.perform(case, actor, key, "office", self.session)
        if outcome.refused:
            raise Refused(outcome.sentence, **outcome.values)
        return outcome

    def do(self, case: UseCase) -> None:
        """Do what is asked, and print what came of it."""
        outcome = self.perform(case)
        values = dict(outcome.values)
        if outcome.sentence == "staff.asked":
            values["command"] = say(f"approve.{values['kind']}", **values)
        click.echo(say(outcome.sentence, **values))


@contextmanager
def open_office(data: Path) -> Iterator[Office]:
    """Give the office for the block; what is refused is said, and ends the command with 1."""
    machine: Machine = click.get_current_context().obj
    with machine(data) as setting:
        engine = connect(setting(url_variable("office")), pool_size=2)
        try:
            yield Office(Wallet(engine, Secrets.read(setting("MBONGO_PIN_PEPPER"))), setting)
        except WalletError as refused:
            click.echo(say(refused.key, **refused.values), err=True)
            sys.exit(1)
        finally:
            engine.dispose()


@contextmanager
def open_as_owner(data: Path) -> Iterator[tuple[Engine, Secrets]]:
    """Give the database as its owner, who alone makes logins."""
    with open_office(data) as office:
        engine = connect(office.setting("MBONGO_MIGRATE_DATABASE_URL"), pool_size=1)
        try:
            yield engine, office.wallet.secrets
        finally:
            engine.dispose()


class Readable(Protocol):
    """A kind of value that is read from what somebody typed."""

    @classmethod
    def read(cls, text: str) -> Any:
        """Return the value. Raises Misread."""


def read(kind: type[Readable], written: str) -> Any:
    """Return what was typed, read as a value of this kind. Raises Refused, saying what was typed and what is wrong."""
    try:
        return kind.read(written)
    except Misread as wrong:
        raise Refused("staff.not_read", written=written, problem=say(wrong.key, **wrong.values)) from None
