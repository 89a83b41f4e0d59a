"""`agent`: making agents, giving them float (one asks, another approves), and reviewing their work."""

from pathlib import Path

import click
from sqlalchemy import Connection

from cli.approve import approve_newest
from cli.office import open_office
from cli.options import approve_option, asked_why_option, data_option, login_option, needed, one_of
from wallet.agents import agent_review, agents
from wallet.agents.agents import Agent
from wallet.core.database import in_transaction
from wallet.core.errors import DeniedError, Misread
from wallet.core.values import PersonName, Phone
from wallet.people import identities, people
from wallet.people.identities import IdNumber
from wallet.people.people import Person
from wallet.sending import claims
from wallet.staff import approvals, audit
from wallet.staff.actions import give_float


@click.group()
def agent() -> None:
    """Agents: who they are, their float, and what of their work a person should look at."""


@agent.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="As the ID document writes it.")
@click.option("--id", "document", type=(click.Choice(["cni", "passport", "receipt", "stay"]), str), required=True)
@click.option("--low-float", type=click.IntRange(0), default=50_000, show_default=True)
@click.option("--why", default="new agent", show_default=True)
@login_option
@data_option
def add(phone: str, name: str, document: tuple[str, str], low_float: int, why: str, login: str, data: Path) -> None:
    """Make an agent of the person at a phone; register them when there is none."""

    def make(db: Connection) -> Agent:
        number, called = read(phone, document[1], name)
        person = people.by_phone(db, number) or claims.open_wallet(db, number, called, "fr", None)[0]
        identities.see(db, person.id, document[0], IdNumber.read(document[1]), called, login)
        before = agents.of(db, person.id)
        made = agents.appoint(db, person.id, low_float=low_float)
        audit.note(db, "agent", made.code, vars(before) if before else {}, vars(made) | _who(person), why, login)
        return made

    with open_office(data) as office:
        office.identify(login)
        made = in_transaction(office.engine, make)
        click.echo(f"{phone} is agent {made.code}. Give float: ./mbongo agent float {made.code} 500000 --login YOU")


def read(phone: str, document: str, name: str) -> tuple[Phone, PersonName]:
    """Return what was typed as the wallet reads it. Raises DeniedError."""
    try:
        IdNumber.read(document)
        return Phone.read(phone), PersonName.read(name)
    except Misread as wrong:
        raise DeniedError(f"Not understood: {wrong.key.removeprefix('error.')}.") from None


def _who(person: Person) -> dict[str, str]:
    return {"name": person.name, "phone": person.phone}


@agent.command("float")
@click.argument("code")
@click.argument("amount", type=int, required=False)
@asked_why_option
@approve_option
@login_option
@data_option
def give(code: str, amount: int | None, why: str, approve: bool, login: str, data: Path) -> None:
    """Ask that the house give an agent float, or approve what another asked."""
    one_of(amount=amount, approve=approve)
    if approve:
        approve_newest(data, code, login)
    else:
        needed(why=why)
        ask_float(code, int(amount or 0), why, login, data)


def ask_float(code: str, amount: int, why: str, login: str, data: Path) -> None:
    """Ask that the house give an agent float; somebody else must approve."""

    def ask(db: Connection) -> None:
        approvals.ask(db, "float", code, give_float.ask(db, code, amount), why, login)

    with open_office(data) as office:
        office.identify(login)
        in_transaction(office.engine, ask)
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo agent float {code} --approve --login THEM")


@agent.command("review")
@click.option("--days", type=click.IntRange(1, 92), default=7, show_default=True)
@data_option
def review(days: int, data: Path) -> None:
    """List agents whose work shows operations cut in pieces, or cash that walks in a circle."""
    with open_office(data) as office:
        found = office.read(lambda db: agent_review.of_days(db, days))
    for one in found:
        mark = "LOOK" if one.is_suspect else "    "
        click.echo(f"{mark} {one.agent}  operations {one.operations}  splits {one.splits}  circles {one.circles}")
    click.echo(f"{sum(one.is_suspect for one in found)} of {len(found)} agents to look at.")
