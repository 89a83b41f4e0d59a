"""`case`: what waits for people, and deciding it: one asks, another approves."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from cli import payments_command
from cli.payments_command import plain
from cli.person_commands import phone
from cli.staff_session import desk
from wallet.accounts import contests
from wallet.cases import cases
from wallet.cases.cases import Case
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.people import people
from wallet.staff import approvals
from wallet.staff.actions import pay_unclaimed


def list_open(data: Path) -> None:
    """Every open case, with the command that shows it."""
    with desk(data) as at:
        waiting = in_transaction(at.engine, cases.waiting)
    table = Table()
    for name in ("case", "since", "kind", "detail", "decide it"):
        table.add_column(name, overflow="fold")
    for one in waiting:
        since = f"{one.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}"
        table.add_row(*map(plain, (one.name, since, one.kind, one.detail, one.way)))
    Console().print(table if waiting else "No case is open.")


def show(data: Path, name: str) -> None:
    """One case: of a contest both sides and what is held, of unclaimed money how much, and what decides it."""
    with desk(data) as at:
        case, lines = in_transaction(at.engine, lambda db: _lines(db, name))
    table = Table(title=case.name, show_header=False, title_justify="left", title_style="bold")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, value in lines.items():
        if value:
            table.add_row(label, plain(value))
    Console().print(table)


def _lines(db: Connection, name: str) -> tuple[Case, dict[str, str]]:
    case = cases.named(db, name)
    lines = {
        "state": case.state,
        "since": f"{case.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}",
        case.kind: case.detail,
        "payment": f"{case.payment}, {case.payment_state}" if case.payment else "",
    }
    more, options = _contested(db, case) if case.contest else _looked_into(db, case)
    decisions = [f'./mbongo case decide {case.name} {option} --why "..." --login YOU' for option in options]
    if case.state == "open" and not options:
        decisions = [case.way]
    return case, {**lines, **more, "decide it": "\n".join(decisions)}


def _contested(db: Connection, case: Case) -> tuple[dict[str, str], list[str]]:
    contest = contests.of_case(db, case.name)
    sides = people.by_ids(db, [contest.giver_id, contest.receiver_id])
    lines = {}
    for label, person_id in (("gave", contest.giver_id), ("received", contest.receiver_id)):
        side = sides.get(person_id)
        lines[label] = f"{side.name}, {side.phone}, tier {side.tier}, {side.state}" if side else "no phone any more"
    lines |= {"amount": f"{contest.amount} FCFA", "held": f"{contest.held} FCFA", "decided": contest.state}
    if contest.state != "open":
        return lines, []
    return lines, ["--give-back", "--leave"] if contest.held else ["--leave"]


def _looked_into(db: Connection, case: Case) -> tuple[dict[str, str], list[str]]:
    if case.state != "open" or (case.payment_state == "review" and not case.unclaimed):
        return {}, []
    if case.unclaimed:
        return {"in unclaimed": f"{pay_unclaimed.waiting_in(db, case).amount} FCFA"}, ["--pay-to NUMBER"]
    return {}, ["--close"]


def decide(data: Path, name: str, verdict: str, why: str, login: str) -> None:
    """Ask that a contest be decided so; somebody else must approve."""
    _ask(data, name, "decide", lambda db: contests.ask(db, name, verdict), why, login)


def pay_to(data: Path, name: str, number: str, why: str, login: str) -> None:
    """Ask that what waits in unclaimed be paid to the wallet of a number; somebody else must approve."""
    _ask(data, name, "pay", lambda db: pay_unclaimed.ask(db, name, phone(number)), why, login)


def close(data: Path, name: str, why: str, login: str) -> None:
    """Ask that a case be closed with a reason; somebody else must approve."""
    _ask(data, name, "close", lambda db: cases.ask(db, name), why, login)


def _ask(data: Path, name: str, what: str, about: Callable[[Connection], dict[str, Any]], why: str, login: str) -> None:
    with desk(data) as at:
        at.identify(login)
        in_transaction(at.engine, lambda db: approvals.ask(db, what, name, about(db), why, login))
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo case decide {name} --approve --login THEM")


def approve(data: Path, name: str, login: str) -> None:
    """Show what was asked and what it posts; do it, once, when a second login agrees."""
    with desk(data) as at:
        in_transaction(at.engine, lambda db: cases.named(db, name))
        payments_command.approve_at(at, name, login)
