"""Approving what somebody else asked: shown with what it would post, and done, once, when a second login agrees."""

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from sqlalchemy import Connection, text

from cli.office import Office, open_office
from cli.plain import plain
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.ledger import Transfer
from wallet.staff import approvals
from wallet.staff.approvals import Request

WISHES = {"state": "as", "verdict": "to", "to": "to"}  # what a request's content wishes, and how that is said


def approve_newest(data: Path, subject: str, login: str) -> None:
    """Show what was asked and what it posts; perform it, once, when a second login agrees."""
    with open_office(data) as office:
        approve_at(office, subject.upper(), login)


Show = Callable[[Office, Request], None]


def approve_at(office: Office, subject: str, login: str, what: str = "", show: Show | None = None) -> None:
    """Do the same at an office already open; `show` prints a request that is about something else than money."""
    request = in_transaction(office.engine, lambda db: approvals.newest(db, subject, what))
    if act := in_transaction(office.engine, lambda db: approvals.done(db, request)):
        click.echo(f"Already approved by {act.approved_by}, {act.at.astimezone(DOUALA):%d/%m/%Y %H:%M}; nothing done.")
        return
    approvals.refuse_self(request, login)
    office.identify(login)
    (show or _show)(office, request)
    click.confirm("Do it?", abort=True)
    act = in_transaction(office.engine, lambda db: approvals.approve(db, request, login))
    click.echo(f"{named(request)}: {'was done already; nothing done now' if act.again else 'done'}.")


def named(request: Request) -> str:
    """Return what a request is about in people's words: a person by name and number, the rest by its subject."""
    content = request.content
    return f"{content['name']}, {content['number']}" if "number" in content else request.subject


def _show(office: Office, request: Request) -> None:
    wish = "".join(f" {word} {request.content[name]}" for name, word in WISHES.items() if name in request.content)
    asked = f"{request.asked_by} asks, {request.asked_at.astimezone(DOUALA):%d/%m/%Y %H:%M}: {request.what}"
    Console().print(plain(f"{asked} {named(request)}{wish}\nWhy: {request.why}"))
    posted = in_transaction(office.engine, lambda db: _lines(db, approvals.look(db, request)))
    Console().print(plain("\n".join(["This would post:", *posted] if posted else ["This would post nothing."])))


def _lines(db: Connection, transfer: Transfer | None) -> list[str]:
    """Return a transfer in people's words: account and signed francs."""
    if transfer is None:
        return []
    ids = [entry.account for entry in transfer.entries]
    rows = db.execute(text("SELECT id, code FROM account WHERE id = ANY(:ids)"), {"ids": ids})
    codes: dict[int, str] = {row.id: row.code for row in rows}
    return [f"  {entry.amount:+12d}  {codes[entry.account]}" for entry in transfer.entries]
