"""`case`: what waits for people, and deciding what is contested: one asks, another approves."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from local import payments_command
from local.desk import desk
from local.payments_command import plain
from wallet import approvals, cases, contests, people
from wallet.cases import Case
from wallet.clock import DOUALA
from wallet.database import in_transaction


def list_open(data: Path) -> None:
    """Every open case, with the command that shows it."""
    with desk(data) as at:
        waiting = in_transaction(at.engine, cases.waiting)
    table = Table()
    for name in ("case", "since", "kind", "detail", "decide it"):
        table.add_column(name, overflow="fold")
    for one in waiting:
        since = f"{one.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}"
        table.add_row(*map(plain, (one.name, since, one.kind, one.detail, way(one))))
    Console().print(table if waiting else "No case is open.")


def way(case: Case) -> str:
    """The command that leads on."""
    if case.contest:
        return f"./mbongo case show {case.name}"
    return f"./mbongo payments --review ({case.payment})" if case.payment else "by a person"


def show(data: Path, name: str) -> None:
    """One case; of a contest, both sides, what is held, and the commands that decide it."""
    with desk(data) as at:
        case, lines = in_transaction(at.engine, lambda db: _lines(db, name))
    table = Table(title=case.name, show_header=False, title_justify="left", title_style="bold")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for label, value in lines.items():
        table.add_row(label, plain(value))
    Console().print(table)


def _lines(db: Connection, name: str) -> tuple[Case, dict[str, str]]:
    case = cases.named(db, name)
    lines = {
        "state": case.state,
        "since": f"{case.opened_at.astimezone(DOUALA):%d/%m/%Y %H:%M}",
        case.kind: case.detail,
    }
    if case.contest is None:
        return case, {**lines, "decide it": way(case)}
    contest = contests.of_case(db, name)
    sides = people.by_ids(db, [contest.giver_id, contest.receiver_id])
    for label, person_id in (("gave", contest.giver_id), ("received", contest.receiver_id)):
        side = sides.get(person_id)
        lines[label] = f"{side.name}, {side.phone}, tier {side.tier}, {side.state}" if side else "no phone any more"
    lines |= {"amount": f"{contest.amount} FCFA", "held": f"{contest.held} FCFA", "decided": contest.state}
    if contest.state == "open":
        options = ["--give-back", "--leave"] if contest.held else ["--leave"]
        lines["decide it"] = "\n".join(
            f'./mbongo case decide {case.name} {option} --why "..." --login YOU' for option in options
        )
    return case, lines


def decide(data: Path, name: str, verdict: str, why: str, login: str) -> None:
    """Ask; somebody else must approve."""

    def ask(db: Connection) -> None:
        approvals.ask(db, "decide", name, contests.ask(db, name, verdict), why, login)

    with desk(data) as at:
        at.identify(login)
        in_transaction(at.engine, ask)
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo case decide {name} --approve --login THEM")


def approve(data: Path, name: str, login: str) -> None:
    """Show what was asked and what it posts; do it, once, when a second login agrees."""
    with desk(data) as at:
        payments_command.approve_at(at, name, login, "decide")
