"""`person`: what staff see of a person, and what they may do about their wallet."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from cli import payments_command
from cli.payments_command import plain
from cli.staff_session import Desk, desk
from wallet.accounts import closing
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError, Misread, Refused
from wallet.core.values import Phone
from wallet.people import pin_resets
from wallet.people.people import Person
from wallet.staff import approvals, audit, person_card
from wallet.staff.actions import freeze_wallet


def phone(written: str) -> str:
    """A number as staff type it. Raises DeniedError."""
    try:
        return Phone.read(written)
    except Misread:
        raise DeniedError(f"{written} is no mobile number of Cameroon, e.g. 677123456.") from None


def show(data: Path, number: str, login: str) -> None:
    """Everyone a number reaches or reached; looking is an act as well."""

    def look(db: Connection) -> list[person_card.Card]:
        found = person_card.cards(db, phone(number))
        for one in found:
            audit.note(db, "looked at", one.person_id, {}, {}, "person show", login)
        return found

    with desk(data) as at:
        at.identify(login)
        found = in_transaction(at.engine, look)
        if not found:
            raise DeniedError(f"{number} never reached a wallet.")
        for one in found:
            Console(soft_wrap=False).print(_table(one))


def _table(one: person_card.Card) -> Table:
    table = Table(show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in {**one.lines, "id": one.person_id}.items():
        if value:
            table.add_row(name, plain(value))
    return table


def freeze(data: Path, number: str, why: str, login: str) -> None:
    """One login is enough to stop money."""

    def stop(db: Connection) -> Person:
        person, before, after = freeze_wallet.freeze(db, phone(number))
        audit.note(db, "freeze", person.id, before, after, why, login)
        return person

    with desk(data) as at:
        at.identify(login)
        person = in_transaction(at.engine, stop)
        click.echo(f"{person.name} is frozen, and has been told. To let go: ./mbongo person unfreeze {number}")


def reset_pin(data: Path, number: str, why: str, login: str) -> None:
    """One login is enough: without the owner's phone it opens nothing."""

    def start(db: Connection) -> Person:
        person = freeze_wallet.reached(db, phone(number))
        try:
            pin_resets.start(db, person, login)
        except Refused:
            raise DeniedError("The SIM of this number changed less than 72 h ago: no new PIN until then.") from None
        audit.note(db, "reset PIN", person.id, {}, {"reset": "open"}, why, login)
        return person

    with desk(data) as at:
        at.identify(login)
        person = in_transaction(at.engine, start)
        click.echo(f"{person.name} chooses a new PIN by dialling within 24 h, and has been told.")


def unfreeze(data: Path, number: str, why: str, login: str, *, approve: bool) -> None:
    """Ask, or approve what somebody else asked."""
    two_steps(data, "unfreeze", number, why, login, freeze_wallet.ask, approve=approve)


def detach(data: Path, number: str, why: str, login: str, *, approve: bool) -> None:
    """Ask, or approve what somebody else asked."""
    two_steps(data, "detach", number, why, login, closing.ask, approve=approve)


def two_steps(
    data: Path,
    what: str,
    number: str,
    why: str,
    login: str,
    about: Callable[[Connection, str], Person],
    *,
    approve: bool,
) -> None:
    """What takes two logins: asked by one about a person, approved by another."""
    with desk(data) as at:
        if approve:
            payments_command.approve_at(
                at, in_transaction(at.engine, lambda db: about(db, phone(number))).id, login, what
            )
            return
        at.identify(login)
        _ask(at, what, phone(number), why, login, about)
        click.echo(
            f"Asked. Somebody else approves it within 24 h: ./mbongo person {what} {number} --approve --login THEM"
        )


def _ask(at: Desk, what: str, number: str, why: str, login: str, about: Callable[[Connection, str], Person]) -> None:
    def ask(db: Connection) -> None:
        person = about(db, number)
        approvals.ask(db, what, person.id, {"number": number, "name": person.name}, why, login)

    in_transaction(at.engine, ask)
