"""`person`: looking at a person, and acting on their wallet."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from cli.approve import approve_at
from cli.office import Office, open_office
from cli.options import approve_option, asked_why_option, data_option, login_option, why_option
from cli.plain import plain
from cli.read_phone import read_phone
from wallet.accounts import closing
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError, Refused
from wallet.people import pin_resets
from wallet.people.people import Person
from wallet.staff import approvals, audit, person_card
from wallet.staff.actions import freeze_wallet

Find = Callable[[Connection, str], Person]


@click.group()
def person() -> None:
    """Look at a person, stop their money, let it move again. NUMBER is their phone's."""


@person.command()
@click.argument("number")
@login_option
@data_option
def show(number: str, login: str, data: Path) -> None:
    """Show the people a number reaches, and reached before; that you looked is kept."""

    def look(db: Connection) -> list[person_card.Card]:
        found = person_card.cards(db, read_phone(number))
        for one in found:
            audit.note(db, "looked at", one.person_id, {}, {}, "person show", login)
        return found

    with open_office(data) as office:
        office.identify(login)
        found = in_transaction(office.engine, look)
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


@person.command()
@click.argument("number")
@why_option
@login_option
@data_option
def freeze(number: str, why: str, login: str, data: Path) -> None:
    """Stop a wallet's money at once."""

    def stop(db: Connection) -> Person:
        found, before, after = freeze_wallet.freeze(db, read_phone(number))
        audit.note(db, "freeze", found.id, before, after, why, login)
        return found

    with open_office(data) as office:
        office.identify(login)
        found = in_transaction(office.engine, stop)
        click.echo(f"{found.name} is frozen, and has been told. To let go: ./mbongo person unfreeze {number}")


@person.command("reset-pin")
@click.argument("number")
@why_option
@login_option
@data_option
def reset_pin(number: str, why: str, login: str, data: Path) -> None:
    """Let an owner whose ID you saw choose a new PIN on their phone; --why says which ID."""

    def start(db: Connection) -> Person:
        found = freeze_wallet.reached(db, read_phone(number))
        try:
            pin_resets.start(db, found, login)
        except Refused:
            raise DeniedError("The SIM of this number changed less than 72 h ago: no new PIN until then.") from None
        audit.note(db, "reset PIN", found.id, {}, {"reset": "open"}, why, login)
        return found

    with open_office(data) as office:
        office.identify(login)
        found = in_transaction(office.engine, start)
        click.echo(f"{found.name} chooses a new PIN by dialling within 24 h, and has been told.")


@person.command()
@click.argument("number")
@asked_why_option
@approve_option
@login_option
@data_option
def unfreeze(number: str, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that a frozen wallet's money may move again, or approve that."""
    two_steps(data, "unfreeze", number, why, login, freeze_wallet.ask, approve=approve)


@person.command()
@click.argument("number")
@asked_why_option
@approve_option
@login_option
@data_option
def detach(number: str, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that a number that has gone to somebody else be free, what is left kept for its owner; or approve that."""
    two_steps(data, "detach", number, why, login, closing.ask, approve=approve)


def two_steps(
    data: Path,
    what: str,
    number: str,
    why: str,
    login: str,
    about: Find,
    *,
    approve: bool,
) -> None:
    """Ask about a person, or approve what another login asked."""
    with open_office(data) as office:
        if approve:
            approve_at(office, office.read(lambda db: about(db, read_phone(number))).id, login, what)
        else:
            office.identify(login)
            _ask(office, what, number, why, login, about)


def _ask(office: Office, what: str, number: str, why: str, login: str, about: Find) -> None:
    def ask(db: Connection) -> None:
        phone = read_phone(number)
        found = about(db, phone)
        approvals.ask(db, what, found.id, {"number": phone, "name": found.name}, why, login)

    in_transaction(office.engine, ask)
    click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo person {what} {number} --approve --login THEM")
