"""`tariff`: the tariff in force as tables, loading a file of new rules, and approving what another asked."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from cli.approve import approve_at
from cli.office import Office, open_office
from cli.options import data_option, login_option, why_option
from cli.plain import plain
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.database import in_transaction
from wallet.prices import tariff_book, tariff_file
from wallet.prices.tariff_book import SPANS_OF, Book, midnight
from wallet.prices.written_tariff import NONE, WrittenPrice
from wallet.staff import approvals
from wallet.staff.actions import change_tariff
from wallet.staff.actions.change_tariff import Changes
from wallet.staff.approvals import Request

SPANS = ("operation", "day", "week", "month", "balance")


@click.group()
def tariff() -> None:
    """Prices, taxes, commissions and ceilings: what is in force, and what is to come."""


@tariff.command()
@click.option("--at", "day", type=click.DateTime(["%Y-%m-%d"]), help="As that day begins in Douala. [default: now]")
@click.option("--file", "as_file", is_flag=True, help="As the file that says the same: to start the next one from.")
@data_option
def show(day: datetime | None, as_file: bool, data: Path) -> None:
    """Show what is in force, and the days other rules begin."""

    def look(db: Connection) -> tuple[datetime, Book, list[datetime]]:
        at = midnight(day.date()) if day else clock.now(db).astimezone(DOUALA)
        return at, tariff_book.read(db, at), [one.astimezone(DOUALA) for one in tariff_book.beginnings(db)]

    with open_office(data) as office:
        at, book, begin = office.read(look)
    if as_file:
        click.echo(tariff_file.write(at.date(), book))
        return
    console = Console()
    since = max((one for one in begin if one <= at), default=None)
    begun = f"since {since:%d/%m/%Y}" if since else "as from the start"
    console.print(f"In force on {at:%d/%m/%Y} at {at:%H:%M} in Douala, {begun}:")
    console.print(_prices(book))
    console.print(_ceilings(book))
    for other in (one for one in begin if one > at):
        console.print(f"Other rules begin on {other:%d/%m/%Y}: ./mbongo tariff show --at {other:%Y-%m-%d}")


def _prices(book: Book) -> Table:
    title = "Prices in FCFA and %; fees and taxes round up to the franc, an agent's commission down"
    table = Table(title=title, title_justify="left")
    table.add_column("operation")
    for name in WrittenPrice.model_fields:
        table.add_column(name.replace("_", " "), justify="right")
    for kind, price in sorted(book.prices.items()):
        said = WrittenPrice.of(price).model_dump(exclude_defaults=True)
        table.add_row(kind, *(str(said.get(name, "")) for name in WrittenPrice.model_fields))
    return table


def _ceilings(book: Book) -> Table:
    table = Table(title="Ceilings in FCFA; a week begins on Monday", title_justify="left")
    table.add_column("tier")
    table.add_column("")
    for span in SPANS:
        table.add_column(span, justify="right")
    for tier in book.tiers:
        for way in SPANS_OF:
            amounts = (book.ceilings.get((tier, way, span)) for span in SPANS)
            table.add_row(str(tier), way, *("" if one is None else f"{one:,}".replace(",", " ") for one in amounts))
    return table


@tariff.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@why_option
@login_option
@data_option
def load(file: Path, why: str, login: str, data: Path) -> None:
    """Show what FILE changes from its day on, and ask for it; somebody else approves."""
    try:
        words = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise click.UsageError(f"{file} cannot be read: {wrong}") from None
    _ask(data, lambda db: change_tariff.ask_to_load(db, words), why, login)


@tariff.command()
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@why_option
@login_option
@data_option
def drop(day: datetime, why: str, login: str, data: Path) -> None:
    """Ask that the tariff of a day to come be taken away; somebody else approves."""
    _ask(data, lambda db: (day.date(), change_tariff.ask_to_drop(db, day.date())), why, login)


def _ask(data: Path, prepare: Any, why: str, login: str) -> None:
    def ask(db: Connection) -> tuple[date, Changes]:
        day, content = prepare(db)
        approvals.ask(db, "tariff", str(day), content, why, login)
        return day, change_tariff.changes(db, str(day), content)

    with open_office(data) as office:
        office.identify(login)
        day, changed = in_transaction(office.engine, ask)
        _print(day, changed)
        click.echo(f"Asked. Somebody else approves it within 24 h: ./mbongo tariff approve {day} --login THEM")


@tariff.command()
@click.argument("day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]))
@login_option
@data_option
def approve(day: datetime, login: str, data: Path) -> None:
    """Approve what somebody else asked about that day's tariff."""
    with open_office(data) as office:
        approve_at(office, str(day.date()), login, "tariff", _show)


def _show(office: Office, request: Request) -> None:
    Console().print(plain(f"{request.asked_by} asks, {request.asked_at.astimezone(DOUALA):%d/%m/%Y %H:%M}"))
    Console().print(plain(f"Why: {request.why}"))

    def look(db: Connection) -> Changes:
        approvals.look(db, request)
        return change_tariff.changes(db, request.subject, request.content)

    _print(date.fromisoformat(request.subject), in_transaction(office.engine, look))


def _print(day: date, changed: Changes) -> None:
    """Print every rule that changes, as it was and as it will be."""
    if not changed:
        click.echo(f"From {day:%d/%m/%Y} at midnight in Douala: nothing changes.")
        return
    table = Table(title=f"From {day:%d/%m/%Y} at midnight in Douala", title_justify="left")
    for name in ("rule", "was", "will be"):
        table.add_column(name)
    for name, (was, will_be) in changed.items():
        table.add_row(name, was or NONE, will_be)
    Console().print(table)
