"""`books journal`, `export` and `return`: what was posted, for accounting programs; what is declared of a month."""

from datetime import date
from pathlib import Path

import click
from sqlalchemy import Connection

from cli.books_reading import (
    file_option,
    french_option,
    give,
    name_language,
    read_days,
    read_line,
    read_long,
    since_option,
    tell_kept,
    today,
    until_option,
)
from cli.books_sheets import ENDINGS, TAX_TITLES, BooksSheet, list_entries, list_journal, list_return
from cli.office import Office, pass_office
from cli.office_command import FileToKeep, office_command
from wallet.books.journals import JOURNALS, choose_journal, iterate_journal, list_day_entries
from wallet.books.months import read_month
from wallet.books.tax_returns import TAXES, read_return


@office_command("journal")
@click.argument("file", type=FileToKeep(*ENDINGS))
@click.option("--line", metavar="LINE", help="Of this line alone.")
@since_option
@until_option
@french_option
@pass_office
def keep_journal(
    office: Office, file: Path, line: str | None, since: date | None, until: date | None, french: bool
) -> None:
    """Keep every leg of every transfer of some days in FILE, CSV or XLSX by its name. [default: today]"""
    wanted = read_line(line) if line else None
    first = since or today(office)
    last = until or first
    language = name_language(french)

    def write(db: Connection) -> int:
        rows = list_journal(iterate_journal(db, first, last, wanted), language)
        return BooksSheet("journal", f"{first:%d-%m-%Y} {last:%d-%m-%Y}", language, rows).keep(file)

    tell_kept(file, read_long(office, write))


@office_command("export")
@click.argument("file", type=FileToKeep(*ENDINGS))
@click.option("--journal", type=click.Choice(tuple(JOURNALS)), help="Of this one alone. [default: all]")
@since_option
@until_option
@french_option
@pass_office
def export_entries(
    office: Office, file: Path, journal: str | None, since: date | None, until: date | None, french: bool
) -> None:
    """Keep what was posted in FILE, added up by day, as accounting programs take it in: a piece is a journal's day."""
    first, last = read_days(office, since, until)
    language = name_language(french)

    def write(db: Connection) -> int:
        rows = list_entries(choose_journal(list_day_entries(db, first, last), journal or ""), language)
        return BooksSheet("entries", f"{first:%d-%m-%Y} {last:%d-%m-%Y}", language, rows).keep(file)

    tell_kept(file, read_long(office, write))


@office_command("return")
@click.argument("tax", type=click.Choice(TAXES))
@click.argument("month")
@file_option
@french_option
@pass_office
def show_return(office: Office, tax: str, month: str, file: Path | None, french: bool) -> None:
    """Show what is declared of a month (2026-11), VAT or the tax on transfers: number, base, rate, tax of each line."""
    wanted = read_month(month)
    lines = read_long(office, lambda db: read_return(db, tax, wanted))
    language = name_language(french)
    title = f"{TAX_TITLES[language][tax]} {wanted.first:%m-%Y}"
    give(BooksSheet("return", title, language, list_return(lines, language)), file)
