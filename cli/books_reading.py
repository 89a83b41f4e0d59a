"""Parts that commands of the books share: days as options, long reading, pages printed or kept in a file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import click
from sqlalchemy import Connection, text

from cli.books_sheets import ENDINGS, BooksSheet
from cli.days import Day
from cli.office import Office
from cli.office_command import FileToKeep
from cli.sentences import tell
from wallet.books.chart import ChartLine, get_line
from wallet.core import clock
from wallet.core.errors import Refused

Found = TypeVar("Found")
LONG: Final = text("SET LOCAL statement_timeout = '60s'")
NOTHING: Final = "Nothing was posted then."

file_option: Final = click.option(
    "--file", type=FileToKeep(*ENDINGS), metavar="FILE", help="Keep it there: a name that ends with .csv or .xlsx."
)
french_option: Final = click.option("--french", is_flag=True, help="Titles in French. [default: English]")
since_option: Final = click.option("--from", "since", type=Day(), help="The first day. [default: the month's first]")
until_option: Final = click.option("--to", "until", type=Day(), help="The last day. [default: today]")


def read_long(office: Office, look: Callable[[Connection], Found]) -> Found:
    """Return what `look` finds, which may take longer than most: a million transfers of today are added up there."""

    def read(db: Connection) -> Found:
        db.execute(LONG)
        return look(db)

    return office.read_report(read)


def read_line(number: str) -> ChartLine:
    """Return the line of a number. Raises Refused for none."""
    if (line := get_line(number)) is None:
        raise Refused("staff.no_line_of_chart", line=number)
    return line


def read_days(office: Office, since: date | None, until: date | None) -> tuple[date, date]:
    """Return the first and last day that were asked for. Raises UsageError for days that go back."""
    last = until or today(office)
    first = since or last.replace(day=1)
    if last < first:
        raise click.UsageError("--from is a day before --to.")
    return first, last


def today(office: Office) -> date:
    """Return the day it is in Douala."""
    return office.read(clock.now).astimezone(clock.DOUALA).date()


def name_language(french: bool) -> str:
    """Return the language that titles are in."""
    return "fr" if french else "en"


def give(sheet: BooksSheet, file: Path | None, none: str = NOTHING) -> None:
    """Print a page of the books, `none` where it is empty, or keep it in a file."""
    if file:
        tell_kept(file, sheet.keep(file))
    else:
        sheet.print(none)


def tell_kept(file: Path, rows: int) -> None:
    """Say what was kept."""
    tell(f"{file.name}: {rows} rows.")
