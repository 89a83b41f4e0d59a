"""`retention`: money that must stay by an order of a court or an authority: asked by one, approved by another."""

from datetime import date

import click

from cli.approve import approve as approve_asked
from cli.days import Day
from cli.office import Office, pass_office
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, require_all
from cli.program import as_typed
from cli.tables import print_lines, print_table
from wallet.core import clock
from wallet.core.values import space
from wallet.retentions import retentions
from wallet.retentions.retentions import Retention
from wallet.staff.actions.lift_retention import LiftRetention
from wallet.staff.actions.pay_retained import PayRetained, plan_paying
from wallet.staff.actions.retain_money import RetainMoney, find_account, plan_retention
from wallet.staff.moves import write_code


@click.group(cls=OfficeGroup)
def retention() -> None:
    """Retain money by an order of a court or an authority, pay of it, lift it. NAME is an order's: R12."""


@retention.command("list")
@pass_office
def list_(office: Office) -> None:
    """List what orders retain, oldest first, and then those that have ended."""
    rows = ((one.name, one.of, describe_amount(one), f"{space(one.paid)} FCFA", one.authority, one.reference,
             f"{one.ordered_on:%d/%m/%Y}", describe_end(one)) for one in office.read(retentions.list_all))  # fmt: skip
    titles = ("order", "of", "retains", "paid", "authority", "reference", "day", "go on")
    print_table(titles, rows, "No order retains anything.")


def describe_amount(one: Retention) -> str:
    """Return what an order retains, in words."""
    return "everything" if one.is_everything else f"{space(one.amount)} FCFA"


def describe_end(one: Retention) -> str:
    """Return when an order ended, or the command that goes on."""
    if one.ended_at:
        return f"ended {clock.written(one.ended_at)}"
    return as_typed(f"./mbongo retention show {one.name} --login YOU")


@retention.command()
@click.argument("name")
@pass_office
def show(office: Office, name: str) -> None:
    """Show what an order retains, how much can be paid of it now, and what left before it and is under way."""
    found = office.read(lambda db: retentions.get(db, name))
    payable = office.read(lambda db: retentions.find_payable(db, found))
    waiting = office.read(lambda db: retentions.sum_under_way(db, found.account_id))
    go_on = [] if found.ended_at else [
        as_typed(f'./mbongo retention pay {found.name} TRUST --why "..." --login YOU'),
        as_typed(f'./mbongo retention lift {found.name} --why "..." --login YOU'),
    ]  # fmt: skip
    print_lines({
        "of": found.of, "authority": found.authority, "reference": found.reference,
        "day": f"{found.ordered_on:%d/%m/%Y}" if found.ordered_on else "",
        "retains": describe_amount(found), "paid": f"{space(found.paid)} FCFA",
        "balance": f"{space(found.balance)} FCFA", "can be paid now": f"{space(payable)} FCFA",
        "under way": f"{space(waiting)} FCFA", "since": clock.written(found.made_at),
        "ended": clock.written(found.ended_at) if found.ended_at else "", "go on": "\n".join(go_on),
    }, found.name)  # fmt: skip


@retention.command()
@click.argument("whom")
@click.argument("amount", type=click.IntRange(min=1), required=False)
@click.option("--everything", is_flag=True, help="All that is there, and all that comes.")
@click.option("--authority", metavar="TEXT", default="", help="Who orders it.")
@click.option("--order", metavar="TEXT", default="", help="How the order is referred to.")
@click.option("--day", type=Day(), help="The day of the order.")
@approve_option
@asked_why_option
@pass_office
def add(
    office: Office, whom: str, amount: int | None, everything: bool, authority: str, order: str, day: date | None,
    approve: bool, why: str,
) -> None:  # fmt: skip
    """Ask to retain AMOUNT francs, or everything, of a person, a till's shop or an agent's float; or approve.

    The owner is told, in their language; what is above AMOUNT stays theirs to use.
    """
    if approve:
        account = office.read(lambda db: write_code(db, find_account(db, whom)))
        return approve_asked(office, account, RetainMoney.kind, called=whom)
    require_all(authority=authority, order=order, day=day, why=why)
    if bool(amount) == everything:
        raise click.UsageError("say one of: AMOUNT, --everything")
    said = day.isoformat() if day else ""
    return office.do(
        office.read(lambda db: plan_retention(db, whom, amount or retentions.EVERYTHING, authority, order, said, why))
    )


@retention.command()
@click.argument("name")
@click.argument("trust", required=False, default="")
@click.argument("amount", type=click.IntRange(min=1), required=False)
@approve_option
@asked_why_option
@pass_office
def pay(office: Office, name: str, trust: str, amount: int | None, approve: bool, why: str) -> None:
    """Ask to pay the authority by a TRUST account all that is there of an order, or AMOUNT; or approve that.

    TRUST is a RIB of ours, or its title. A statement tells of it later, as of a move: ./mbongo bank moves
    """
    if approve:
        return approve_asked(office, name.upper(), PayRetained.kind)
    require_all(TRUST=trust, why=why)
    return office.do(office.read(lambda db: plan_paying(db, name, trust, amount or 0, why)))


@retention.command()
@click.argument("name")
@approve_option
@asked_why_option
@pass_office
def lift(office: Office, name: str, approve: bool, why: str) -> None:
    """Ask to lift what an order retains, once its authority released it; or approve that."""
    if approve:
        return approve_asked(office, name.upper(), LiftRetention.kind)
    require_all(why=why)
    return office.do(LiftRetention(office.read(lambda db: retentions.get(db, name)).name, why=why))
