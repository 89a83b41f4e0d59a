"""Changing the tariff from a midnight on: which rules may begin then, and what they make different."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import Refused
from wallet.prices import round_trips, sound_prices, tariff_book, tariff_file, written_tariff
from wallet.prices.tariff_book import Book, to_midnight
from wallet.prices.tariffs import MINIMUM

WIDEST_FEE, WIDEST_TAX = 999_999, 99_999  # as wide as the widest that screens were proved to hold
Changes = dict[str, tuple[str, str]]  # a rule by its name: what it was and what it will be
TAKE_TURNS: Final = text("LOCK TABLE tariff IN SHARE ROW EXCLUSIVE MODE")  # the office alone may; readers go on


@dataclass(frozen=True)
class RulesNow:
    """The rules that a change from `day` on rests on: when any of it moves, the change is judged anew.

    `before` is the file of what is in force just before that day, `loaded` the days on which tariffs begin.
    """

    day: str
    before: str
    loaded: str

    @property
    def begins(self) -> date:
        """The day as a date."""
        return date.fromisoformat(self.day)


def find_rules(db: Connection, day: date) -> RulesNow:
    """Return the rules that a change from this day on rests on, as they are now."""
    before = tariff_file.write(day, read_just_before(db, day))
    return RulesNow(day.isoformat(), before, ", ".join(one.isoformat() for one in tariff_book.list_beginnings(db)))


def read_just_before(db: Connection, day: date) -> Book:
    """Return the rules in force as this day begins, without any that begin with it."""
    return tariff_book.read(db, to_midnight(day) - datetime.resolution)


def refuse_unsound(db: Connection, day: date, book: Book) -> None:
    """Raise Refused for rules that overlap others or come too late, for prices that cannot be charged or are too large.

    And for rules that pay people to walk in circles, also from the day before into the day they begin, and back.
    """
    loaded, said = tariff_book.list_beginnings(db), {"day": day.isoformat()}
    if to_midnight(day) in loaded:
        raise Refused("staff.tariffs_overlap", **said)
    if to_midnight(day) <= clock.now(db) and (loaded or is_in_use(db)):
        raise Refused("staff.day_has_begun", **said)
    highest = max(book.ceilings[tier, way, "operation"] or 0 for tier in book.tiers for way in ("out", "in"))
    for kind, tariff in book.prices.items():
        price = tariff.price(highest)
        if price.fee > WIDEST_FEE or price.tax > WIDEST_TAX:
            raise Refused("staff.price_too_wide", priced=kind, amount=highest)
    sound_prices.refuse_unsound(book, MINIMUM)
    before = read_just_before(db, day)
    for coming_in, going_out in ((book, book), (before, book), (book, before)):
        round_trips.refuse_gain(coming_in, going_out, MINIMUM)


def refuse_unloaded(db: Connection, day: date) -> None:
    """Raise Refused where no tariff that begins on this day was loaded, or it is in force."""
    if to_midnight(day) not in tariff_book.list_beginnings(db):
        raise Refused("staff.no_tariff_begins", day=day.isoformat())
    if to_midnight(day) <= clock.now(db):
        raise Refused("staff.tariff_in_force", day=day.isoformat())


def compare(before: Book, after: Book) -> Changes:
    """Return each rule that differs."""
    was, will_be = written_tariff.list_rules(before), written_tariff.list_rules(after)
    return {name: (was.get(name, ""), words) for name, words in will_be.items() if was.get(name) != words}


def is_in_use(db: Connection) -> bool:
    """Return True once any transfer exists; from then on a tariff may only start at a future midnight."""
    return db.execute(text("SELECT 1 FROM transfer LIMIT 1")).first() is not None
