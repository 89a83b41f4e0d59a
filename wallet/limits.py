"""Ceilings by tier, from dated rows; they bind what a person asks for, counted by day in Douala.

What is owed to a person (a confirmation, a return) is never held back by a ceiling.
"""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, TextClause, text

from wallet import clock
from wallet.errors import Misread, Refused
from wallet.people import Person

Direction = Literal["out", "in", "sms"]
SPANS: Final = ("operation", "day", "week", "month")

IN_FORCE: Final = """SELECT DISTINCT ON (span) span, amount FROM ceiling
    WHERE tier = :tier AND direction = :direction AND since <= wallet_now() ORDER BY span, since DESC"""
TODAY: Final = "(wallet_now() AT TIME ZONE 'Africa/Douala')::date"
USED: Final = f"""SELECT c.span, c.amount, CASE WHEN c.span IN ('day', 'week', 'month') THEN
        (SELECT COALESCE(sum(u.amount), 0)::bigint FROM usage u
         WHERE u.person_id = :id AND u.direction = :direction AND u.day >= date_trunc(c.span, {TODAY}))
        ELSE 0 END AS used
    FROM ({IN_FORCE}) c"""  # noqa: S608 - constants; a week begins on Monday
COUNT: Final = f"""INSERT INTO usage (person_id, direction, day, amount) VALUES (:id, :direction, {TODAY}, :amount)
    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = usage.amount + excluded.amount"""  # noqa: S608 - a constant
CHECK: Final = text(USED)
USE: Final = text(f"WITH counted AS ({COUNT}) {USED}")  # a statement reads what was there before it


def ceilings(db: Connection, tier: int, direction: Direction) -> dict[str, int]:
    """The ceilings of a tier now, by span; a span without a row has none."""
    rows = db.execute(text(IN_FORCE), {"tier": tier, "direction": direction}).all()
    return {row.span: row.amount for row in rows}


def check_amount(db: Connection, tier: int, direction: Direction, minimum: int, amount: int) -> None:
    """Raises Misread for an amount no one of this tier may move in one operation: it can be typed again."""
    if amount < minimum:
        raise Misread("error.amount_below", minimum=minimum)
    highest = ceilings(db, tier, direction).get("operation")
    if highest is not None and amount > highest:
        raise Misread("error.amount_above", maximum=highest)


def check(db: Connection, person: Person, direction: Direction, amount: int) -> dict[str, int]:
    """The ceilings in force, by span. Raises Refused naming the one `amount` would pass, with what is left of it."""
    return _allow(db, CHECK, person, direction, amount)


def use(db: Connection, person: Person, direction: Direction, amount: int) -> dict[str, int]:
    """Count `amount` against this person's ceilings; the person must be locked. Raises Refused, as check() does.

    It is counted even then, as the transaction that refuses is undone.
    """
    return _allow(db, USE, person, direction, amount)


def _allow(db: Connection, statement: TextClause, person: Person, direction: Direction, amount: int) -> dict[str, int]:
    row = {"id": person.id, "tier": person.tier, "direction": direction, "amount": amount}
    found = {row.span: row for row in db.execute(statement, row)}
    for span in (span for span in SPANS if span in found):
        ceiling, used = found[span].amount, found[span].used
        if used + amount > ceiling:
            raise Refused(REFUSALS[direction].format(span=span), maximum=ceiling, left=max(ceiling - used, 0))
    return {span: row.amount for span, row in found.items()}


REFUSALS: Final = {
    "out": "refusal.ceiling_{span}",
    "in": "refusal.recipient_refuses",
    "sms": "refusal.sms_ceiling",
}


def check_balance(ceilings: dict[str, int], balance_after: int) -> None:
    """Raises Refused, in words that tell the sender nothing of it, when a balance would pass its ceiling."""
    if balance_after > ceilings.get("balance", balance_after):
        raise Refused("refusal.recipient_refuses")


def give_back(db: Connection, person_id: str, direction: Direction, amount: int, asked_at: datetime) -> None:
    """What was asked for definitely did not happen: it no longer counts on the day it was asked."""
    day = asked_at.astimezone(clock.DOUALA).date()
    db.execute(
        text("""UPDATE usage SET amount = greatest(amount - :amount, 0)
            WHERE person_id = :id AND direction = :direction AND day = :day"""),
        {"id": person_id, "direction": direction, "day": day, "amount": amount},
    )
