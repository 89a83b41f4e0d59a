"""`case`: cases that wait for people, and deciding them: one asks, another approves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from cli.approve import approve_at
from cli.office import open_office
from cli.options import approve_option, asked_why_option, data_option, login_option
from cli.plain import plain
from cli.read_phone import read_phone
from wallet.accounts import contests
from wallet.cases import cases
from wallet.cases.cases import Case
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.people import people
from wallet.staff import approvals
from wallet.staff.actions import pay_unclaimed


@click.group()
def case() -> None:
    """List, show and decide what only people can decide. CASE is its number: C17."""


@case.command("list")
@data_option
def list_(data: Path) -> None:
    """List every open case, oldest first, with the command that shows it."""
    with open_office(data) as office:
        waiting = office.read(cases.waiting)
    table = Table()
    for name in ("case", "since", "kind", "detail", "decide it"):
        table.add_column(name, overflow="fold")
    for one in waiting:
        since = f"{one.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}"
        table.add_row(*map(plain, (one.name, since, one.kind, one.detail, one.way)))
    Console().print(table if waiting else "No case is open.")


@case.command()
@click.argument("name", metavar="CASE")
@data_option
def show(name: str, data: Path) -> None:
    """Show one case: of a contest both sides and what is held, of unclaimed money how much, and what decides it."""
    with open_office(data) as office:
        found, lines = office.read(lambda db: _lines(db, name))
    table = Table(title=found.name, show_header=False, title_justify="left", title_style="bold")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, value in lines.items():
        if value:
            table.add_row(label, plain(value))
    Console().print(table)


def _lines(db: Connection, name: str) -> tuple[Case, dict[str, str]]:
    found = cases.named(db, name)
    lines = {
        "state": found.state,
        "since": f"{found.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}",
        found.kind: found.detail,
        "payment": f"{found.payment}, {found.payment_state}" if found.payment else "",
    }
    more, options = _contested(db, found) if found.contest else _looked_into(db, found)
    decisions = [f'./mbongo case decide {found.name} {option} --why "..." --login YOU' for option in options]
    if found.state == "open" and not options:
        decisions = [found.way]
    return found, {**lines, **more, "decide it": "\n".join(decisions)}


def _contested(db: Connection, one: Case) -> tuple[dict[str, str], list[str]]:
    contest = contests.of_case(db, one.name)
    sides = people.by_ids(db, [contest.giver_id, contest.receiver_id])
    lines = {}
    for label, person_id in (("gave", contest.giver_id), ("received", contest.receiver_id)):
        side = sides.get(person_id)
        lines[label] = f"{side.name}, {side.phone}, tier {side.tier}, {side.state}" if side else "no phone any more"
    lines |= {"amount": f"{contest.amount} FCFA", "held": f"{contest.held} FCFA", "decided": contest.state}
    if contest.state != "open":
        return lines, []
    return lines, ["--give-back", "--leave"] if contest.held else ["--leave"]


def _looked_into(db: Connection, one: Case) -> tuple[dict[str, str], list[str]]:
    if one.state != "open" or (one.payment_state == "review" and not one.unclaimed):
        return {}, []
    if one.unclaimed:
        return {"in unclaimed": f"{pay_unclaimed.waiting_in(db, one).amount} FCFA"}, ["--pay-to NUMBER"]
    return {}, ["--close"]


@case.command()
@click.argument("name", metavar="CASE")
@click.option("--give-back", "verdict", flag_value="give back", help="What is held goes back to who gave it.")
@click.option("--leave", "verdict", flag_value="leave", help="What is held stays with who received it.")
@click.option("--pay-to", "number", metavar="NUMBER", help="What waits in unclaimed goes to this number's wallet.")
@click.option("--close", "close", is_flag=True, help="Looked into: nothing else is to be done.")
@asked_why_option
@approve_option
@login_option
@data_option
def decide(
    name: str, verdict: str | None, number: str | None, close: bool, why: str, approve: bool, login: str, data: Path
) -> None:
    """Ask that a case be decided so, or approve that."""
    if sum(map(bool, (verdict, number, close, approve))) != 1:
        raise click.UsageError("say one of: --give-back, --leave, --pay-to NUMBER, --close, --approve")
    name = name.upper()
    if approve:
        with open_office(data) as office:
            office.read(lambda db: cases.named(db, name))
            approve_at(office, name, login)
    elif verdict:
        _ask(data, name, "decide", lambda db: contests.ask(db, name, verdict), why, login)
    elif number:
        _ask(data, name, "pay", lambda db: pay_unclaimed.ask(db, name, read_phone(number)), why, login)
    else:
        _ask(data, name, "close", lambda db: cases.ask(db, name), why, login)


def _ask(data: Path, name: str, what: str, about: Callable[[Connection], dict[str, Any]], why: str, login: str) -> None:
    with open_office(data) as office:
        office.identify(login)
        in_transaction(office.engine, lambda db: approvals.ask(db, what, name, about(db), why, login))
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo case decide {name} --approve --login THEM")
