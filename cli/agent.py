"""`agent`: making agents, giving them float (one asks, another approves), and reviewing their work."""

from dataclasses import astuple

import click

from cli.approve import approve as approve_asked
from cli.office import Office, pass_office, read
from cli.office_command import OfficeGroup
from cli.options import SEEN_DOCUMENT, approve_option, asked_why_option, require_all, require_one, why_option
from cli.program import as_typed
from cli.tables import print_table
from wallet.agents import agents
from wallet.compliance.agent_reviews import MOST_DAYS, review_days
from wallet.core.values import PersonName, Phone
from wallet.people.identities import KINDS, NUMBERS
from wallet.people.people import shorten_name
from wallet.staff.actions.appoint_agent import AppointAgent
from wallet.staff.actions.close_agent import CloseAgent
from wallet.staff.actions.give_float import GiveFloat
from wallet.staff.actions.reinstate_agent import ReinstateAgent
from wallet.staff.actions.suspend_agent import SuspendAgent


@click.group(cls=OfficeGroup)
def agent() -> None:
    """Agents: who they are, their float, and what of their work a person should look at."""


@agent.command("list")
@pass_office
def list_(office: Office) -> None:
    """List every agent: whether they may serve, what is in their float, what they earned, who made them one."""
    found = office.read(agents.list_agents)
    titles = ("agent", "name", "state", "float", "commission", "told below", "made by")
    none = as_typed("There is no agent. To make one: ./mbongo agent add --help")
    print_table(titles, ((one.code, shorten_name(one.name), *astuple(one)[2:]) for one in found), none)


@agent.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="As the ID document writes it.")
@click.option(
    "--id",
    "document",
    type=(click.Choice(KINDS), str),
    required=True,
    metavar=f"{'|'.join(KINDS)} NUMBER",
    help=SEEN_DOCUMENT,
)
@click.option("--low-float", type=click.IntRange(0), default=50_000, show_default=True)
@why_option
@pass_office
def add(office: Office, phone: str, name: str, document: tuple[str, str], low_float: int, why: str) -> None:
    """Make an agent of the person at a phone; register them when there is none."""
    seen = (document[0], read(NUMBERS[document[0]], document[1]))
    office.do(AppointAgent(read(Phone, phone), read(PersonName, name), *seen, low_float, why=why))


@agent.command("float")
@click.argument("code")
@click.argument("amount", type=int, required=False)
@asked_why_option
@approve_option
@pass_office
def give(office: Office, code: str, amount: int | None, why: str, approve: bool) -> None:
    """Ask that the house give an agent float, or approve what another asked."""
    require_one(amount=amount, approve=approve)
    if approve:
        approve_asked(office, code, GiveFloat.kind)
        return
    require_all(why=why)
    office.do(GiveFloat(code, int(amount or 0), why=why))


@agent.command("suspend")
@click.argument("code")
@why_option
@pass_office
def suspend(office: Office, code: str, why: str) -> None:
    """Stop an agent's work at once; what waits for a code there goes back."""
    office.do(SuspendAgent(code, why=why))


@agent.command("close")
@click.argument("code")
@why_option
@pass_office
def close(office: Office, code: str, why: str) -> None:
    """End an agent's work, once float and commission are empty."""
    office.do(CloseAgent(code, why=why))


@agent.command("reinstate")
@click.argument("code")
@asked_why_option
@approve_option
@pass_office
def reinstate(office: Office, code: str, why: str, approve: bool) -> None:
    """Ask that a suspended agent serve again, or approve what another asked."""
    if approve:
        approve_asked(office, code, ReinstateAgent.kind)
        return
    require_all(why=why)
    office.do(ReinstateAgent(code, why=why))


@agent.command("review")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=7, show_default=True)
@pass_office
def review(office: Office, days: int) -> None:
    """List agents whose work shows operations cut in pieces, or cash that walks in a circle."""
    found = office.read(lambda db: review_days(db, days))
    for one in found:
        mark = "LOOK" if one.is_suspect else "    "
        click.echo(f"{mark} {one.agent}  operations {one.operations}  splits {one.splits}  circles {one.circles}")
    click.echo(f"{sum(one.is_suspect for one in found)} of {len(found)} agents to look at.")
