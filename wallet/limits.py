"""Ceilings by tier, from dated rows; they bind what a person asks for, counted by day in Douala.

What is owed to a person (a confirmation, a return) is never held back by a ceiling.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Connection, TextClause, text

from wallet import clock
from wallet.errors import Misread, Refused
from wallet.payments import EXPECTED
from wallet.people import Person

Direction = Literal["out", "in", "sms"]
SPANS: Final = ("operation", "day", "week", "month")

# A row without an amount ends a ceiling: from then on there is none.
IN_FORCE: Final = """SELECT span, amount FROM (SELECT DISTINCT ON (span) span, amount FROM ceiling
    WHERE tier = :tier AND direction = :direction AND since <= wallet_now() ORDER BY span, since DESC) newest
    WHERE amount IS NOT NULL"""
TODAY: Final = "(wallet_now() AT TIME ZONE 'Africa/Douala')::date"
USED: Final = f"""SELECT c.span, c.amount, CASE WHEN c.span IN ('day', 'week', 'month') THEN
        (SELECT COALESCE(sum(u.amount), 0)::bigint FROM usage u
         WHERE u.person_id = :id AND u.direction = :direction AND u.day >= date_trunc(c.span, {TODAY}))
        WHEN c.span = 'balance' THEN ({EXPECTED}) ELSE 0 END AS used
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


@dataclass(frozen=True)
class Room:
    """A person's ceilings: `used` of each by span; of the balance, what recharges under way may still bring."""

    ceilings: dict[str, int]
    used: dict[str, int]

    def left(self, span: str, besides: int = 0) -> int:
        """What a ceiling leaves, at least nothing; `besides` is used as well."""
        return max(self.ceilings[span] - self.used[span] - besides, 0)


def room(db: Connection, person: Person, direction: Direction) -> Room:
    """What a person's ceilings leave now."""
    return _room(db, CHECK, person, direction, 0)


def check(db: Connection, person: Person, direction: Direction, amount: int) -> Room:
    """Raises Refused naming the ceiling that `amount` would pass, with what is left of it."""
    return _allow(room(db, person, direction), REFUSALS[direction], amount)


def use(db: Connection, person: Person, direction: Direction, amount: int, *, owner_asks: bool = False) -> Room:
    """Count `amount` against this person's ceilings; the person must be locked. Raises Refused, as check() does.

    It is counted even then, as the transaction that refuses is undone. Of what comes in only the owner is told which
    ceiling bit, and only if the owner asked.
    """
    refusal = OWNERS if owner_asks and direction == "in" else REFUSALS[direction]
    return _allow(_room(db, USE, person, direction, amount), refusal, amount)


def spend(db: Connection, person: Person, amount: int, channel: str) -> None:
    """Count what a person gives, and what they give by SMS against that ceiling too. Raises Refused, as use() does."""
    use(db, person, "out", amount)
    if channel == "sms":
        use(db, person, "sms", amount)


def _room(db: Connection, statement: TextClause, person: Person, direction: Direction, amount: int) -> Room:
    row = {"id": person.id, "tier": person.tier, "direction": direction, "amount": amount}
    found = db.execute(statement, row).all()
    return Room({row.span: row.amount for row in found}, {row.span: row.used for row in found})


def _allow(room: Room, refusal: str, amount: int) -> Room:
    for span in (span for span in SPANS if span in room.ceilings):
        if amount > room.ceilings[span] - room.used[span]:
            if refusal == NO_FIGURES:
                raise Refused(refusal)
            raise Refused(refusal.format(span=span), maximum=room.ceilings[span], left=room.left(span))
    return room


NO_FIGURES: Final = "refusal.recipient_refuses"  # a sender learns nothing of the receiver's wallet
REFUSALS: Final = {"out": "refusal.ceiling_{span}", "in": NO_FIGURES, "sms": "refusal.sms_ceiling"}
OWNERS: Final = "refusal.ceiling_in_{span}"


def check_balance(room: Room, balance_after: int, asked: int = 0) -> None:
    """Raises Refused when a balance, with what is still expected, would pass its ceiling.

    The owner, who asked for `asked` francs themselves, is told what is left; a sender reads nothing of it.
    """
    highest = room.ceilings.get("balance")
    if highest is None or balance_after + room.used["balance"] <= highest:
        return
    if asked:
        raise Refused("refusal.ceiling_balance", maximum=highest, left=room.left("balance", balance_after - asked))
    raise Refused(NO_FIGURES)


def check_stranger(db: Connection, amount: int, waiting: int) -> None:
    """Raises Refused for more than tier 0 may receive, sent to a number that has no wallet; `waiting` waits for it."""
    known = ceilings(db, 0, "in")
    room = _allow(Room(known, dict.fromkeys(known, 0)), REFUSALS["in"], amount)
    check_balance(room, waiting + amount)


def return_spent(db: Connection, person_id: str, amount: int, channel: str, asked_at: datetime) -> None:
    """What spend() counted definitely did not happen."""
    give_back(db, person_id, "out", amount, asked_at)
    if channel == "sms":
        give_back(db, person_id, "sms", amount, asked_at)


def give_back(db: Connection, person_id: str, direction: Direction, amount: int, asked_at: datetime) -> None:
    """What was asked for definitely did not happen: it no longer counts on the day it was asked."""
    day = asked_at.astimezone(clock.DOUALA).date()
    db.execute(
        text("""UPDATE usage SET amount = greatest(amount - :amount, 0)
            WHERE person_id = :id AND direction = :direction AND day = :day"""),
        {"id": person_id, "direction": direction, "day": day, "amount": amount},
    )
