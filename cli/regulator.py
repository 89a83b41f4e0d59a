"""`regulator`: a month's figures for the regulator, in a terminal, CSV or XLSX, in French or English."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from cli.books_reading import file_option, french_option, give, name_language, read_long
from cli.books_sheets import BooksSheet
from cli.month_sheets import list_figures
from cli.office import Office, pass_office
from cli.office_command import office_command
from cli.sentences import tell
from cli.words import say
from wallet.compliance.months import find_last, read_month
from wallet.core import clock

FORM: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


class MonthOf(click.ParamType[date]):
    """A month, as 2026-11: its first day."""

    name = "MONTH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return its first day. Fails for what is none."""
        if isinstance(value, date):
            return value
        found = FORM.fullmatch(value)
        return date(int(found[1]), int(found[2]), 1) if found else self.fail(f"{value!r} is no month: write 2026-11.")


@office_command()
@click.argument("month", type=MonthOf(), required=False)
@file_option
@french_option
@pass_office
def regulator(office: Office, month: date | None, file: Path | None, french: bool) -> None:
    """Show the figures of a month for the regulator, or keep them in FILE. [default: the month before]

    Once a month is over its figures are kept, and are the same whenever they are asked for.
    """
    asked = month or office.read(find_last)
    found = read_long(office, lambda db: read_month(db, asked))
    language = name_language(french)
    give(BooksSheet("month", f"{asked:%m-%Y}", language, list_figures(found.figures, language)), file)
    if found.counted_at:
        tell(say("staff.month_kept", month=f"{asked:%Y-%m}", at=clock.written(found.counted_at)))
    else:
        tell(say("staff.month_goes_on", month=f"{asked:%Y-%m}"))
