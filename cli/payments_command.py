"""`payments`: what waits for a person, and settling it by hand: one asks, another approves."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, text

from cli.staff_session import Desk, desk
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.ledger import Transfer
from wallet.payments import review
from wallet.payments.review import Waiting
from wallet.staff import approvals
from wallet.staff.actions import settle_payment
from wallet.staff.approvals import Request

WISHES = {"state": "as", "verdict": "to", "to": "to"}  # what a request's content wishes, and how that is said
WHICH_WAY = {"collect": "from", "pay": "to"}


def show_review(data: Path) -> None:
    """Everything that waits for a person, each with the commands that settle it."""
    with desk(data) as at:
        waiting, others = in_transaction(at.engine, lambda db: (review.waiting(db), review.other_cases(db)))
    console = Console(soft_wrap=False)
    for one in waiting:
        console.print(_table(one))
    console.print(f"{len(waiting)} waiting for a person." if waiting else "No payment waits for a person.")
    if others:
        console.print(f"Other open cases: {others}. ./mbongo case list")


def _table(one: Waiting) -> Table:
    """One payment; what people and operators wrote is shown as text, never read as markup."""
    table = Table(title=one.reference, show_header=False, title_justify="left", title_style="bold")
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    rows = {
        "payment": f"{one.amount} FCFA {WHICH_WAY[one.direction]} {one.phone} at {one.rail}",
        "pays the request": one.request,
        "asked by" if one.request else "wallet": f"{one.owner}, {one.owner_phone or 'no phone'}",
        "state": one.state,
        "open cases": "\n".join(one.cases) or "none",
        "life": "\n".join(
            f"{step.at.astimezone(DOUALA):%d/%m %H:%M:%S} {step.state}: {step.why}" for step in one.steps
        ),
        "operator's handle": one.handle,
        "operator's number": one.operator_id,
        "operator's last words": one.last_words,
        "in the books": one.ledger,
        "asked": one.asked or "nothing yet",
        "settle it": "\n".join(commands(one)),
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, plain(value))
    return table


def commands(one: Waiting) -> list[str]:
    """The very commands that settle it."""
    if one.asked:
        return [f"./mbongo payments --approve {one.reference} --login ANOTHER"]
    return [
        f'./mbongo payments --settle {one.reference} --as {state} --why "…" --login YOU'
        for state in settle_payment.MAY_BECOME.get(one.state, ())
    ] or ["workers are still asking; look again later"]


def plain(words: str) -> Text:
    """As it is, but for what would steer a terminal."""
    return Text("".join(letter if letter.isprintable() or letter == "\n" else "·" for letter in words))


def settle(data: Path, reference: str, state: str, why: str, login: str) -> None:
    """Ask that a payment be settled so; somebody else must approve."""
    reference = reference.upper()

    def ask(db: Connection) -> None:
        approvals.ask(db, "settle", reference, settle_payment.ask(db, reference, state), why, login)

    with desk(data) as at:
        at.identify(login)
        in_transaction(at.engine, ask)
        click.echo(
            f"Asked. Somebody else approves it within 24 h: ./mbongo payments --approve {reference} --login THEM"
        )


def approve(data: Path, subject: str, login: str) -> None:
    """Show what was asked and what it posts; perform it, once, when a second login agrees."""
    with desk(data) as at:
        approve_at(at, subject.upper(), login)


Show = Callable[[Desk, Request], None]


def approve_at(at: Desk, subject: str, login: str, what: str = "", show: Show | None = None) -> None:
    """The same, at a desk already open; `show` prints a request that is about something else than money."""
    request = in_transaction(at.engine, lambda db: approvals.newest(db, subject, what))
    if act := in_transaction(at.engine, lambda db: approvals.done(db, request)):
        click.echo(f"Already approved by {act.approved_by}, {act.at.astimezone(DOUALA):%d/%m/%Y %H:%M}; nothing done.")
        return
    approvals.refuse_self(request, login)
    at.identify(login)
    (show or _show)(at, request)
    click.confirm("Do it?", abort=True)
    act = in_transaction(at.engine, lambda db: approvals.approve(db, request, login))
    click.echo(f"{named(request)}: {'was done already; nothing done now' if act.again else 'done'}.")


def named(request: Request) -> str:
    """What a request is about, as people call it: a person by name and number, the rest by its subject."""
    content = request.content
    return f"{content['name']}, {content['number']}" if "number" in content else request.subject


def _show(at: Desk, request: Request) -> None:
    wish = "".join(f" {word} {request.content[name]}" for name, word in WISHES.items() if name in request.content)
    asked = f"{request.asked_by} asks, {request.asked_at.astimezone(DOUALA):%d/%m/%Y %H:%M}: {request.what}"
    Console().print(plain(f"{asked} {named(request)}{wish}\nWhy: {request.why}"))
    posted = in_transaction(at.engine, lambda db: _lines(db, approvals.look(db, request)))
    Console().print(plain("\n".join(["This would post:", *posted] if posted else ["This would post nothing."])))


def _lines(db: Connection, transfer: Transfer | None) -> list[str]:
    """A transfer as people read it: account and signed francs."""
    if transfer is None:
        return []
    ids = [entry.account for entry in transfer.entries]
    rows = db.execute(text("SELECT id, code FROM account WHERE id = ANY(:ids)"), {"ids": ids})
    codes: dict[int, str] = {row.id: row.code for row in rows}
    return [f"  {entry.amount:+12d}  {codes[entry.account]}" for entry in transfer.entries]
