"""Ceilings by tier, from dated rows; they bind what a person asks for, counted by day in Douala.

What is owed to a person (a confirmation, a return) is never held back by a ceiling.
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet import clock
from wallet.errors import Misread, Refused
from wallet.people import Person

Direction = Literal["out", "in", "sms"]
SPANS: Final = ("day", "week", "month")

IN_FORCE: Final = text("""SELECT DISTINCT ON (span) span, amount FROM ceiling
    WHERE tier = :tier AND direction = :direction AND since <= wallet_now() ORDER BY span, since DESC""")
USED: Final = text("""SELECT asked.span, COALESCE(sum(u.amount), 0)::bigint AS amount
    FROM unnest(CAST(:spans AS text[]), CAST(:first_days AS date[])) asked (span, first_day)
    LEFT JOIN usage u ON u.person_id = :id AND u.direction = :direction AND u.day >= asked.first_day
    GROUP BY asked.span""")
COUNT: Final = text("""INSERT INTO usage (person_id, direction, day, amount) VALUES (:id, :direction, :day, :amount)
    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = usage.amount + excluded.amount""")


def ceilings(db: Connection, tier: int, direction: Direction) -> dict[str, int]:
    """The ceilings of a tier now, by span; a span without a row has none."""
    rows = db.execute(IN_FORCE, {"tier": tier, "direction": direction}).all()
    return {row.span: row.amount for row in rows}


def check_amount(db: Connection, tier: int, direction: Direction, minimum: int, amount: int) -> None:
    """Raises Misread for an amount no one of this tier may move in one operation: it can be typed again."""
    if amount < minimum:
        raise Misread("error.amount_below", minimum=minimum)
    highest = ceilings(db, tier, direction).get("operation")
    if highest is not None and amount > highest:
        raise Misread("error.amount_above", maximum=highest)


def first_day(span: str, today: date) -> date:
    """The first day of the week (Monday) or month that holds `today`, or today."""
    return {"day": today, "week": today - timedelta(days=today.weekday()), "month": today.replace(day=1)}[span]


def check(db: Connection, person: Person, direction: Direction, amount: int) -> date:
    """The day `amount` would count for. Raises Refused naming the ceiling it would pass, with what is left of it."""
    today = clock.now(db).astimezone(clock.DOUALA).date()
    allowed = ceilings(db, person.tier, direction)
    if amount > allowed.get("operation", amount):
        raise Refused(REFUSALS[direction].format(span="operation"), maximum=allowed["operation"])
    spans = [span for span in SPANS if span in allowed]
    already = used(db, person, direction, {span: first_day(span, today) for span in spans})
    for span in spans:
        if already[span] + amount > allowed[span]:
            raise Refused(
                REFUSALS[direction].format(span=span),
                maximum=allowed[span],
                left=max(allowed[span] - already[span], 0),
            )
    return today


def used(db: Connection, person: Person, direction: Direction, since: dict[str, date]) -> dict[str, int]:
    """What this person used, by span, since the span's first day."""
    if not since:
        return {}
    row = {"id": person.id, "direction": direction, "spans": list(since), "first_days": list(since.values())}
    return {found.span: found.amount for found in db.execute(USED, row)}


def use(db: Connection, person: Person, direction: Direction, amount: int) -> None:
    """Count `amount` against this person's ceilings; the person must be locked. Raises Refused, as check() does."""
    today = check(db, person, direction, amount)
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


def give_back(db: Connection, person_id: str, direction: Direction, amount: int, asked_at: datetime) -> None:
    """What was asked for definitely did not happen: it no longer counts on the day it was asked."""
    day = asked_at.astimezone(clock.DOUALA).date()
    db.execute(
        text("""UPDATE usage SET amount = greatest(amount - :amount, 0)
            WHERE person_id = :id AND direction = :direction AND day = :day"""),
        {"id": person_id, "direction": direction, "day": day, "amount": amount},
    )
