"""Ceilings by tier, from dated rows; they bind what a person asks for, counted by day in Douala.

What is owed to a person (a confirmation, a return) is never held back by a ceiling.
"""

from datetime import date, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet import clock
from wallet.errors import Misread, Refused
from wallet.people import Person

Direction = Literal["out", "in", "sms"]
SPANS: Final = ("day", "week", "month")

IN_FORCE: Final = text("""SELECT DISTINCT ON (span) span, amount FROM ceiling
    WHERE tier = :tier AND direction = :direction AND since <= wallet_now() ORDER BY span, since DESC""")
USED: Final = text("""SELECT COALESCE(sum(amount), 0)::bigint FROM usage
    WHERE person_id = :id AND direction = :direction AND day >= :first""")
COUNT: Final = text("""INSERT INTO usage (person_id, direction, day, amount) VALUES (:id, :direction, :day, :amount)
    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = usage.amount + excluded.amount""")


def ceilings(db: Connection, tier: int, direction: Direction) -> dict[str, int]:
    """The ceilings of a tier now, by span; a span without a row has none."""
    rows = db.execute(IN_FORCE, {"tier": tier, "direction": direction}).all()
    return {row.span: row.amount for row in rows}


def check_amount(db: Connection, tier: int, minimum: int, amount: int) -> None:
    """Raises Misread for an amount no one of this tier may ask for in one operation: it can be typed again."""
    if amount < minimum:
        raise Misread("error.amount_below", minimum=minimum)
    highest = ceilings(db, tier, "out").get("operation")
    if highest is not None and amount > highest:
        raise Misread("error.amount_above", maximum=highest)


def first_day(span: str, today: date) -> date:
    """The first day of the week (Monday) or month that holds `today`, or today."""
    return {"day": today, "week": today - timedelta(days=today.weekday()), "month": today.replace(day=1)}[span]


def check(db: Connection, person: Person, direction: Direction, amount: int) -> None:
    """Raises Refused naming the ceiling that `amount` would pass, with what is left of it."""
    today = clock.now(db).astimezone(clock.DOUALA).date()
    allowed = ceilings(db, person.tier, direction)
    if amount > allowed.get("operation", amount):
        raise Refused(REFUSALS[direction].format(span="operation"), maximum=allowed["operation"])
    for span in SPANS:
        if span in allowed:
            row = {"id": person.id, "direction": direction, "first": first_day(span, today)}
            used = db.execute(USED, row).scalar_one()
            if used + amount > allowed[span]:
                raise Refused(
                    REFUSALS[direction].format(span=span),
                    maximum=allowed[span],
                    left=max(allowed[span] - used, 0),
                )


def use(db: Connection, person: Person, direction: Direction, amount: int) -> None:
    """Count `amount` against this person's ceilings; the person must be locked. Raises Refused, as check() does."""
    check(db, person, direction, amount)
    today = clock.now(db).astimezone(clock.DOUALA).date()
    db.execute(COUNT, {"id": person.id, "direction": direction, "day": today, "amount": amount})


REFUSALS: Final = {
    "out": "refusal.ceiling_{span}",
    "in": "refusal.recipient_refuses",
    "sms": "refusal.sms_ceiling",
}


def check_balance(db: Connection, receiver: Person, balance_after: int) -> None:
    """Raises Refused, in words that tell the sender nothing of it, when a balance would pass its ceiling."""
    highest = ceilings(db, receiver.tier, "in").get("balance")
    if highest is not None and balance_after > highest:
        raise Refused("refusal.recipient_refuses")
