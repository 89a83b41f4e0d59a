"""`books month`, `close-month`, `make-return`, `own-suspense`: a month is declared, and closed, by two."""

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.books_reading import french_option, name_language, read_long
from cli.books_sheets import BooksSheet, list_balances
from cli.office import Office, pass_office
from cli.office_command import office_command
from cli.options import approve_option, asked_why_option, require_all, why_option
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say, say_problems
from wallet.books import closed_months, tax_returns
from wallet.books.closed_months import ClosedMonth
from wallet.books.months import Month, read_month, read_past_month
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.staff.actions.close_month import CloseMonth
from wallet.staff.actions.make_return import MakeReturn
from wallet.staff.actions.own_suspense import OwnSuspense


@office_command("month")
@click.argument("month", required=False)
@french_option
@pass_office
def show_month(office: Office, month: str | None, french: bool) -> None:
    """Show what keeps a month (2026-11) open; of a closed one, what the next opens with. [default: the next]"""
    wanted = find_month(office, month)
    closed = office.read(lambda db: closed_months.find_closed(db, wanted))
    if closed is None:
        points = read_long(office, lambda db: closed_months.list_open_points(db, wanted))
        tell(
            say("staff.month_is_open", month=str(wanted)) if points else say("staff.month_may_close", month=str(wanted))
        )
        return tell(say_problems(points)) if points else None
    language = name_language(french)
    openings = read_long(office, lambda db: closed_months.read_openings(db, wanted))
    BooksSheet("trial_balance", f"{wanted.after:%d-%m-%Y}", language, list_balances(openings, language)).print("")
    waiting = ((one.account, space(one.amount), f"{one.since:%d/%m/%Y}", one.owner) for one in closed.suspense)
    print_table(("suspense", "FCFA", "since", "owner"), waiting, "Nothing waited in suspense.")
    return tell(describe_month(closed))


@office_command("close-month")
@click.argument("month", required=False)
@approve_option
@asked_why_option
@pass_office
def close_month(office: Office, month: str | None, approve: bool, why: str) -> None:
    """Ask to close a month (2026-11), or approve what another asked: it is never opened again. [default: the next]"""
    wanted = find_month(office, month)
    if approve:
        return approve_asked(office, f"books {wanted}", CloseMonth.kind)
    require_all(why=why)

    def look(db: Connection) -> str:
        closed_months.refuse(db, read_past_month(db, str(wanted)))
        return closed_months.hash_figures(db, wanted)

    return office.do(CloseMonth(str(wanted), read_long(office, look), why=why))


@office_command("make-return")
@click.argument("tax", type=click.Choice(tax_returns.TAXES))
@click.argument("month")
@approve_option
@asked_why_option
@pass_office
def make_return(office: Office, tax: str, month: str, approve: bool, why: str) -> None:
    """Ask to declare a tax of a month (2026-11) as `books return` shows it, or approve it: it stands for ever."""
    wanted = read_month(month)
    if approve:
        return approve_asked(office, f"return {tax} {wanted}", MakeReturn.kind)
    require_all(why=why)
    figures = read_long(office, lambda db: tax_returns.hash_figures(db, tax, wanted))
    return office.do(MakeReturn(tax, str(wanted), figures, why=why))


@office_command("own-suspense")
@click.argument("reason")
@click.option("--to", "owner", required=True, metavar="LOGIN", help="Who looks after it.")
@why_option
@pass_office
def own_suspense(office: Office, reason: str, owner: str, why: str) -> None:
    """Have a login look after what waits in suspense, by its reason, as bank_unmatched."""
    office.do(OwnSuspense(reason, owner, why=why))


def find_month(office: Office, said: str | None) -> Month:
    """Return the month that was said, or the next to close. Raises Refused before there is one."""
    if said:
        return read_month(said)
    if (following := office.read(closed_months.find_next)) is None:
        raise Refused("staff.nothing_to_close")
    return following


def describe_month(one: ClosedMonth) -> str:
    """Return who closed a month, and what it is known by."""
    who = {"asked_by": one.asked_by, "approved_by": one.approved_by, "at": clock.written(one.closed_at)}
    return say("staff.month_was_closed", month=str(one.month), hash=one.hash, **who)
