"""`books`: the trial balance of a day, the ledger and journal behind it, statements of accounts, closing a day."""

from datetime import date
from pathlib import Path

import click
from sqlalchemy import Connection

from cli.approve import approve as approve_asked
from cli.books_exports import export_entries, keep_journal, show_return
from cli.books_months import close_month, make_return, own_suspense, show_month
from cli.books_reading import (
    NOTHING,
    file_option,
    french_option,
    give,
    name_language,
    read_days,
    read_line,
    read_long,
    since_option,
    today,
    until_option,
)
from cli.books_sheets import (
    BooksSheet,
    list_balances,
    list_ledger,
    list_statement,
    title_of,
)
from cli.days import Day
from cli.office import Office, pass_office
from cli.office_command import OfficeGroup
from cli.options import approve_option, asked_why_option, require_all
from cli.safeguarding_sheets import list_ageing, list_sheet
from cli.sentences import tell
from cli.tables import print_table
from cli.words import say
from wallet.agents.agents import find_agent
from wallet.books import closed_days
from wallet.books.account_statement import BooksAccount, find_account, iterate_lines, read_period
from wallet.books.ageing import read_ageing
from wallet.books.chart import list_lines
from wallet.books.general_ledger import read_ledger
from wallet.books.safeguarding import list_words, read_sheet
from wallet.books.trial_balance import read_trial_balance
from wallet.business.merchants import find_by_till
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.staff.actions.close_day import CloseDay
from wallet.staff.actions.look_at_person import LookAtPerson
from wallet.staff.wallets import find_named


@click.group(cls=OfficeGroup)
def books() -> None:
    """Read the books of any day, and close it: trial balance, ledger, journal, statements."""


@books.command("trial-balance")
@click.argument("day", type=Day(), required=False)
@click.option("--from", "since", type=Day(), help="Of all days from this one on. [default: of DAY alone]")
@file_option
@french_option
@pass_office
def show_trial_balance(office: Office, day: date | None, since: date | None, file: Path | None, french: bool) -> None:
    """Show what each line of the chart held as a day began, what moved, what it held in the end. [default: today]"""
    on = day or today(office)
    first, _ = read_days(office, since or on, on)
    balances = read_long(office, lambda db: read_trial_balance(db, on, first))
    language = name_language(french)
    title = f"{on:%d-%m-%Y}" if first == on else f"{first:%d-%m-%Y} {on:%d-%m-%Y}"
    give(BooksSheet("trial_balance", title, language, list_balances(balances, language)), file)
    if closed := office.read(lambda db: closed_days.list_closed(db, on, on)):
        tell(describe_closed(closed[0]))


@books.command("ledger")
@click.argument("line")
@since_option
@until_option
@file_option
@french_option
@pass_office
def show_ledger(
    office: Office, line: str, since: date | None, until: date | None, file: Path | None, french: bool
) -> None:
    """Show what moved on a line (706110), by day and kind of transfer, with the balance behind each."""
    wanted = read_line(line)
    first, last = read_days(office, since, until)
    days = read_long(office, lambda db: read_ledger(db, wanted, first, last))
    language = name_language(french)
    title = f"{wanted.number} {title_of(wanted, language)}"
    give(BooksSheet("ledger", title, language, list_ledger(days, language)), file)


@books.command("statement")
@click.argument("account")
@since_option
@until_option
@file_option
@french_option
@pass_office
def show_statement(
    office: Office, account: str, since: date | None, until: date | None, file: Path | None, french: bool
) -> None:
    """Show what came and went on an account: a person's, an agent's, a till's, or one of the ledger, as fees."""
    found = find_theirs(office, account)
    first, last = read_days(office, since, until)

    def write(db: Connection) -> None:
        period = read_period(db, found, first, last)
        rows = list_statement(period, iterate_lines(db, period), name_language(french))
        give(BooksSheet("statement", account, name_language(french), rows), file)

    read_long(office, write)


@books.command("chart")
@french_option
def show_chart(french: bool) -> None:
    """List the lines of the chart of accounts."""
    rows = ((one.number, title_of(one, name_language(french)), one.side) for one in list_lines())
    print_table(("line", "title", "usually"), rows, NOTHING)


@books.command("days")
@since_option
@until_option
@pass_office
def list_days(office: Office, since: date | None, until: date | None) -> None:
    """List the days that are closed, and say which is next."""
    first, last = read_days(office, since, until)
    rows = ((f"{one.day:%d/%m/%Y}", one.asked_by, one.approved_by, clock.written(one.closed_at), one.hash)
            for one in office.read(lambda db: closed_days.list_closed(db, first, last)))  # fmt: skip
    print_table(("day", "asked by", "approved by", "at", "known by"), rows, "No day of that time is closed.")
    if following := office.read(closed_days.find_next):
        tell(say("staff.close_next", day=f"{following:%d/%m/%Y}"))


@books.command("safeguarding")
@click.argument("day", type=Day(), required=False)
@file_option
@french_option
@pass_office
def show_safeguarding(office: Office, day: date | None, file: Path | None, french: bool) -> None:
    """Show what people hold against where it is kept, each difference named, and what banks and operators say."""
    on, language = day or today(office), name_language(french)
    lines = read_long(office, lambda db: read_sheet(db, on))
    words = office.read(lambda db: list_words(db, on, lines))
    give(BooksSheet("safeguarding", f"{on:%d-%m-%Y}", language, list_sheet(lines, words, language)), file)


@books.command("ageing")
@click.argument("day", type=Day(), required=False)
@file_option
@french_option
@pass_office
def show_ageing(office: Office, day: date | None, file: Path | None, french: bool) -> None:
    """Show how much waits, or waited as DAY was over, and since when: suspense, held, unclaimed, not explained."""
    rows = list_ageing(read_long(office, lambda db: read_ageing(db, day)))
    give(BooksSheet("ageing", f"{day or today(office):%d-%m-%Y}", name_language(french), rows), file, "Nothing waits.")


@books.command("close")
@click.argument("day", type=Day(), required=False)
@approve_option
@asked_why_option
@pass_office
def close(office: Office, day: date | None, approve: bool, why: str) -> None:
    """Ask to close a day, or approve what another asked: its figures stand for ever. [default: the next one]"""
    on = day or office.read(closed_days.find_next)
    if on is None:
        raise Refused("staff.nothing_to_close")
    if approve:
        return approve_asked(office, f"books {on.isoformat()}", CloseDay.kind, called=f"{on:%d/%m/%Y}")
    require_all(why=why)
    figures = read_long(office, lambda db: closed_days.hash_figures(db, on))
    return office.do(CloseDay(on.isoformat(), figures, why=why))


def find_theirs(office: Office, typed: str) -> BooksAccount:
    """Return the account that was typed. Raises Refused for none; that a person's is looked at is kept about them."""
    person = office.read(lambda db: find_named(db, typed))
    if person:
        office.perform(LookAtPerson(person.id, why="books statement"))

    def find(db: Connection) -> BooksAccount | None:
        if person:
            return find_account(db, f"customer:{person.id}")
        if agent := find_agent(db, typed):
            return find_account(db, f"agent_float:{agent.code}")
        if shop := find_by_till(db, typed):
            return find_account(db, f"merchant:{shop.id}")
        return find_account(db, typed)

    found = office.read(find)
    if found is None:
        raise Refused("staff.no_account", account=typed)
    return found


def describe_closed(one: closed_days.ClosedDay) -> str:
    """Return who closed a day, and what it is known by."""
    who = {"asked_by": one.asked_by, "approved_by": one.approved_by, "at": clock.written(one.closed_at)}
    return say("staff.day_was_closed", day=f"{one.day:%d/%m/%Y}", hash=one.hash, **who)


for _one in (keep_journal, export_entries, show_return, show_month, close_month, make_return, own_suspense):
    books.add_command(_one)
