"""Loading a tariff, or taking one away before its day: what may be, what it changes, and doing it once approved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.errors import DeniedError
from wallet.ledger import Transfer
from wallet.prices import round_trips, tariff_book, tariff_file, written_tariff
from wallet.prices.tariff_book import Book, midnight
from wallet.prices.tariffs import MINIMUM

WIDEST_FEE, WIDEST_TAX = 999_999, 99_999  # as wide as the widest that screens were proved to hold
Changes = dict[str, tuple[str, str]]  # a rule by its name, what it was and what it will be


def ask_to_load(db: Connection, words: str) -> tuple[date, dict[str, Any]]:
    """The day a file's rules begin, and what a request to load it holds. Raises DeniedError."""
    day, book = tariff_file.read(words, tariff_book.read(db, clock.now(db)))
    _judge(db, day, book)
    return day, {"file": words, "seen": _seen(db, day)}


def ask_to_drop(db: Connection, day: date) -> dict[str, Any]:
    """What a request to take away the tariff of this day holds. Raises DeniedError."""
    _judge_drop(db, day)
    return {"file": None, "seen": _seen(db, day)}


def lock(db: Connection, _: str) -> None:
    """Rules are changed one after another."""
    db.execute(text("SELECT pg_advisory_xact_lock(hashtext('tariff'))"))


def changes(db: Connection, subject: str, content: dict[str, Any]) -> Changes:
    """What would be otherwise from that day on. Raises DeniedError when it can no longer be done."""
    day = date.fromisoformat(subject)
    before = tariff_book.read(db, midnight(day))
    if content["seen"] != _seen(db, day):
        raise DeniedError("The tariffs around that day have changed since this was asked. Ask again.")
    if content["file"] is None:
        _judge_drop(db, day)
        after = tariff_book.read(db, _just_before(day))
    else:
        _, after = tariff_file.read(content["file"], before)
        _judge(db, day, after)
    was, will_be = written_tariff.list_rules(before), written_tariff.list_rules(after)
    return {name: (was.get(name, ""), words) for name, words in will_be.items() if was.get(name) != words}


def preview(db: Connection, subject: str, content: dict[str, Any]) -> Transfer | None:
    """No money moves. Raises DeniedError, as changes() does."""
    changes(db, subject, content)
    return None


def do(db: Connection, subject: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the rules, or take them away. Answers what changes: as it was, and as it will be."""
    day, changed = date.fromisoformat(subject), changes(db, subject, content)
    if content["file"] is None:
        tariff_book.take_away(db, midnight(day))
    else:
        tariff_book.add(db, midnight(day), tariff_file.read(content["file"], tariff_book.read(db, midnight(day)))[1])
    return {name: was for name, (was, _) in changed.items()}, {name: now for name, (_, now) in changed.items()}


def _seen(db: Connection, day: date) -> dict[str, Any]:
    """What was in force just before that day, and the tariffs loaded: should either move, it is judged anew."""
    rules = written_tariff.list_rules(tariff_book.read(db, _just_before(day)))
    return {"rules": rules, "begin": [one.isoformat() for one in tariff_book.beginnings(db)]}


def _just_before(day: date) -> datetime:
    return midnight(day) - datetime.resolution


def _judge(db: Connection, day: date, book: Book) -> None:
    """Raises DeniedError for rules that overlap, come too late, or pay people to walk in circles."""
    loaded = tariff_book.beginnings(db)
    if midnight(day) in loaded:
        raise DeniedError(f"Nothing is loaded: another tariff begins on {day}, the two would overlap.")
    if midnight(day) <= clock.now(db) and (loaded or _in_use(db)):
        raise DeniedError(f"Nothing is loaded: {day} has begun. What was charged stays as it was: say a day to come.")
    highest = max(book.ceilings[tier, way, "operation"] or 0 for tier in book.tiers for way in ("out", "in"))
    for kind, tariff in book.prices.items():
        price = tariff.price(highest)
        if price.fee > WIDEST_FEE or price.tax > WIDEST_TAX:
            raise DeniedError(
                f"Nothing is loaded: the {kind} of {highest} FCFA would cost more than a screen can show."
            )
    round_trips.refuse_gain(book, MINIMUM)


def _judge_drop(db: Connection, day: date) -> None:
    if midnight(day) not in tariff_book.beginnings(db):
        raise DeniedError(f"No tariff was loaded that begins on {day}.")
    if midnight(day) <= clock.now(db):
        raise DeniedError(f"The tariff of {day} is in force: load another one that follows it.")


def _in_use(db: Connection) -> bool:
    """Whether anything was ever posted: then the first file waits for a midnight too."""
    return db.execute(text("SELECT 1 FROM transfer LIMIT 1")).first() is not None
