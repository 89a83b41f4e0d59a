"""Moments as operators and spreadsheets write them; which of 11/12 is the month is asked of the whole file.

A file is written one way throughout: a spreadsheet that turned some of its dates and not others has lost them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from wallet.core.clock import DOUALA
from wallet.core.errors import Misread
from wallet.core.plain_words import make_plain

ISO: Final = re.compile(r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}(?![0-9]).*|[0-9]{8}([T ].*)?")
NUMBERS: Final = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[ T,]+(.+))?")
NAMED: Final = re.compile(r"([0-9]{1,2})[ /.-]+([^\W\d_]{3,9})\.?[ /,.-]+([0-9]{4}|[0-9]{2})(?:[ T,]+(.+))?")
SERIAL: Final = re.compile(r"([0-9]{5})(?:[.,]([0-9]+))?")  # days since 30/12/1899, as a sheet keeps a moment
CLOCK: Final = re.compile(r"([0-9]{1,2})[:hH]([0-9]{2})(?:[:m]([0-9]{2})(?:[.,][0-9]+)?)?s? ?([AaPp])?(?:[Mm])?")
MONTHS: Final = {
    word: number
    for number, words in enumerate(
        ("jan janv january janvier", "feb fev fevr february fevrier", "mar mars march", "apr avr april avril",
         "may mai", "jun juin june", "jul juil july juillet", "aug aou aout august", "sep sept september septembre",
         "oct october octobre", "nov november novembre", "dec december decembre"), start=1,
    )
    for word in words.split()
}  # fmt: skip
MONTHS_OF_YEAR: Final = range(1, 13)
EPOCH_OF_SHEETS: Final = datetime(1899, 12, 30)
NOON: Final = 12


@dataclass(frozen=True)
class DateOrder:
    """Which of two numbers is the month; `certain` when the file itself says so, or the day it is said to be of."""

    month_first: bool = False
    certain: bool = True


DAY_FIRST: Final = DateOrder()


def find_order(times: Iterable[str], day: date | None = None) -> DateOrder:
    """Return the order of a file's dates: what one of them can only be, else what makes it of `day`, else day first."""
    seen: set[tuple[int, int]] = set()
    for written in times:
        if ISO.fullmatch(written):
            return DAY_FIRST
        if (numbers := NUMBERS.fullmatch(written)) is None:
            continue
        first, second = int(numbers[1]), int(numbers[3])
        if max(first, second) > MONTHS_OF_YEAR[-1]:
            return DateOrder(month_first=second > first)
        seen.add((first, second))
    if day is None or (day.day, day.month) in seen:
        return DateOrder(certain=not seen)
    return DateOrder(month_first=(day.month, day.day) in seen, certain=(day.month, day.day) in seen or not seen)


def find_form(written: str) -> str:
    """Return the way a moment is written, "" for none that is known."""
    forms = {"iso": ISO, "numbers": NUMBERS, "named": NAMED, "serial": SERIAL}
    return next((name for name, form in forms.items() if form.fullmatch(written)), "")


def read_time(written: str, order: DateOrder) -> datetime:
    """Return an aware moment, in Douala's zone where none is said. Raises Misread."""
    try:
        moment = _read_moment(written, order)
    except (ValueError, KeyError, OverflowError):
        raise Misread("staff.time_unknown", given=written) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=DOUALA)


def _read_moment(written: str, order: DateOrder) -> datetime:
    """Return the moment. Raises ValueError or KeyError for what is none."""
    if ISO.fullmatch(written):
        return datetime.fromisoformat(written.replace("/", "-"))
    if numbers := NUMBERS.fullmatch(written):
        first, second = int(numbers[1]), int(numbers[3])
        day, month = (second, first) if order.month_first else (first, second)
        if month not in MONTHS_OF_YEAR and day in MONTHS_OF_YEAR:
            raise Misread("staff.time_in_other_order", given=written)
        return _join(numbers[4], month, day, numbers[5])
    if named := NAMED.fullmatch(written):
        return _join(named[3], MONTHS[make_plain(named[2])], int(named[1]), named[4])
    if serial := SERIAL.fullmatch(written):
        days = float(f"{serial[1]}.{serial[2] or 0}")
        return EPOCH_OF_SHEETS + timedelta(seconds=round(days * 86_400))
    raise ValueError(written)


def _join(year: str, month: int, day: int, clock: str | None) -> datetime:
    """Return a date with its time of day, midnight if none is said."""
    moment = datetime(int(year) + (2000 if len(year) == len("26") else 0), month, day)
    if not clock:
        return moment
    read = CLOCK.fullmatch(clock.replace(".m.", "m").replace(".M.", "M").strip())
    if read is None:
        raise ValueError(clock)
    hour = int(read[1])
    if read[4]:
        hour = hour % NOON + (NOON if read[4] in "pP" else 0)
    return moment.replace(hour=hour, minute=int(read[2]), second=int(read[3] or 0))
