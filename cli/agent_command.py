"""`agent`: making agents, and giving them float: one asks, another approves."""

from pathlib import Path

import click
from sqlalchemy import Connection

from cli import payments_command
from cli.staff_session import desk
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


def add(data: Path, phone: str, name: str, document: tuple[str, str], low_float: int, login: str, why: str) -> None:
    """Make an agent of whoever this phone reaches, registered now if nobody; staff have seen the ID document."""

    def make(db: Connection) -> Agent:
        number, called = read(phone, document[1], name)
        person = people.by_phone(db, number) or claims.open_wallet(db, number, called, "fr", None)[0]
        identities.see(db, person.id, document[0], IdNumber.read(document[1]), called, login)
        before = agents.of(db, person.id)
        agent = agents.appoint(db, person.id, low_float=low_float)
        audit.note(db, "agent", agent.code, vars(before) if before else {}, vars(agent) | _who(person), why, login)
        return agent

    with desk(data) as at:
        at.identify(login)
        agent = in_transaction(at.engine, make)
        click.echo(f"{phone} is agent {agent.code}. Give float: ./mbongo agent float {agent.code} 500000 --login YOU")


def read(phone: str, document: str, name: str) -> tuple[Phone, PersonName]:
    """What was typed, as the wallet reads it. Raises DeniedError."""
    try:
        IdNumber.read(document)
        return Phone.read(phone), PersonName.read(name)
    except Misread as wrong:
        raise DeniedError(f"Not understood: {wrong.key.removeprefix('error.')}.") from None


def _who(person: Person) -> dict[str, str]:
    return {"name": person.name, "phone": person.phone}


def ask_float(data: Path, code: str, amount: int, why: str, login: str) -> None:
    """Ask that the house give an agent float; somebody else must approve."""

    def ask(db: Connection) -> None:
        approvals.ask(db, "float", code, give_float.ask(db, code, amount), why, login)

    with desk(data) as at:
        at.identify(login)
        in_transaction(at.engine, ask)
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo agent float {code} --approve --login THEM")


def approve_float(data: Path, code: str, login: str) -> None:
    """Show what was asked, and do it once when a second login agrees."""
    payments_command.approve(data, code, login)


def review(data: Path, days: int) -> None:
    """Every agent of these days, those to look at first."""
    with desk(data) as at:
        found = in_transaction(at.engine, lambda db: agent_review.of_days(db, days))
    for one in found:
        mark = "LOOK" if one.is_suspect else "    "
        click.echo(f"{mark} {one.agent}  operations {one.operations}  splits {one.splits}  circles {one.circles}")
    click.echo(f"{sum(one.is_suspect for one in found)} of {len(found)} agents to look at.")
