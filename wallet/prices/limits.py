"""Ceilings by tier, from dated rows; they bind what a human asks for with all their wallets, by day in Douala.

What is owed to a person (a confirmation, a return) is never held back by a ceiling; until it comes, it counts as room
taken under the balance's.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, TextClause, text

from wallet.core import clock, thresholds
from wallet.core.channels import CHANNELS
from wallet.core.errors import Misread, Refused
from wallet.people.people import Person

CeilingWay = str  # "out", "in", or the name of a channel that has a ceiling of its own
SPANS: Final = ("operation", "day", "week", "month")
WATCHED: Final = "watched"  # the direction of what left a watched wallet (watches.py)
LOOK: Final = "look"  # beside the ceilings of "out": the sum of a day from which a SIM is looked at (sim_looks.py)

# A row without an amount ends a ceiling: from then on there is none.
IN_FORCE: Final = """SELECT span, amount FROM (SELECT DISTINCT ON (span) span, amount FROM ceiling
    WHERE tier = {tier} AND direction = {direction} AND since <= wallet_now() ORDER BY span, since DESC) newest
    WHERE amount IS NOT NULL"""
CEILINGS: Final = text(IN_FORCE.format(tier=":tier", direction=":direction"))
# What a human holds besides this wallet, in francs: in others, and on its way to any (view room_taken).
TAKEN: Final = """SELECT COALESCE(sum(taken.amount), 0)::bigint FROM (
    SELECT c.balance AS amount FROM person h JOIN account c ON c.id = h.account_id
    WHERE h.human_id = a.human AND h.id <> a.id
    UNION ALL
    SELECT r.amount FROM person h JOIN room_taken r ON r.person_id = h.id
    WHERE h.human_id = a.human AND h.state <> 'closed') taken"""
ROW: Final = """
    ({n}, CAST(:id{n} AS uuid), CAST(:human{n} AS uuid), CAST(:tier{n} AS int), CAST(:direction{n} AS text),
     CAST(:amount{n} AS bigint))"""
ASKED: Final = "WITH a (place, id, human, tier, direction, amount) AS (VALUES {asked})"
# Of hundreds the driver would read for longer than they are looked at.
MANY: Final = """WITH a AS (SELECT * FROM jsonb_to_recordset(CAST(:asked AS jsonb))
    AS a (place int, id uuid, human uuid, tier int, direction text, amount bigint))"""
LOOKED_AT_FROM: Final = f"""SELECT '{LOOK}', newest.amount
    FROM ({thresholds.IN_FORCE.format(name="'sim_check'")}) newest WHERE a.direction = 'out'"""  # noqa: S608 - constants
USED: Final = f"""SELECT a.place, c.span, c.amount, CASE WHEN c.span IN ('day', 'week', 'month', '{LOOK}') THEN
        (SELECT COALESCE(sum(u.amount), 0)::bigint FROM person h JOIN usage u ON u.person_id = h.id
         WHERE h.human_id = a.human AND u.direction = a.direction
           AND u.day >= CASE c.span WHEN '{LOOK}' THEN {clock.TODAY} ELSE date_trunc(c.span, {clock.TODAY}) END)
        WHEN c.span = 'balance' THEN ({TAKEN}) ELSE 0 END AS used
    FROM a CROSS JOIN LATERAL ({IN_FORCE.format(tier="a.tier", direction="a.direction")}
      UNION ALL {LOOKED_AT_FROM}) c"""  # noqa: S608 - constants; a week begins on Monday
COUNT: Final = f"""INSERT INTO usage (person_id, direction, day, amount)
    SELECT id, direction, {clock.TODAY}, amount FROM a
    ON CONFLICT (person_id, direction, day) DO UPDATE SET amount = usage.amount + excluded.amount"""  # noqa: S608 - a constant
RECOUNT: Final = text(f"""WITH a (id, direction, amount) AS (
    VALUES (CAST(:id AS uuid), CAST(:direction AS text), CAST(:amount AS bigint))) {COUNT}""")
COUNT_MANY: Final = text(f"{MANY} {COUNT}")
CHECK: Final = f"{ASKED} {USED}"
CHECK_MANY: Final = text(f"{MANY} {USED}")
USE: Final = f"{ASKED}, counted AS ({COUNT}) {USED}"  # a statement reads what was there before it


def read_ceilings(db: Connection, tier: int, direction: CeilingWay) -> dict[str, int]:
    """Return the ceilings of a tier now, by span; a span without a row has none."""
    rows = db.execute(CEILINGS, {"tier": tier, "direction": direction}).all()
    return {row.span: row.amount for row in rows}


def check_amount(db: Connection, tier: int, direction: CeilingWay, minimum: int, amount: int) -> None:
    """Raise Misread for an amount no one of this tier may move in one operation: it can be typed again."""
    if amount < minimum:
        raise Misread("error.amount_below", minimum=minimum)
    highest = read_ceilings(db, tier, direction).get("operation")
    if highest is not None and amount > highest:
        raise Misread("error.amount_above", maximum=highest)


@dataclass(frozen=True)
class Room:
    """A person's ceilings: `used` of each by span; of the balance, what besides the wallet's own counts under it."""

    ceilings: dict[str, int]
    used: dict[str, int]

    def left(self, span: str, besides: int = 0) -> int:
        """Return how much a ceiling leaves, at least nothing; `besides` is used as well."""
        return max(self.ceilings[span] - self.used[span] - besides, 0)

    def find_most(self, balance: int) -> int | None:
        """Return the most that may come into a wallet of this balance by one operation, None for no bound."""
        left = [self.left(span) for span in SPANS if span in self.ceilings]
        if "balance" in self.ceilings:
            left.append(self.left("balance", balance))
        return min(left, default=None)


def read_room(db: Connection, person: Person, direction: CeilingWay) -> Room:
    """Return a person's ceilings now, and how much of each is used."""
    return _read_rooms(db, CHECK, AskedAmount(person, direction, 0))[0]


def read_rooms(db: Connection, *asked: "AskedAmount") -> list[Room]:
    """Return the ceilings of many people now, in this order."""
    return _fill_rooms(asked, db.execute(CHECK_MANY, _list_values(asked)).all())


def count(db: Connection, *asked: "AskedAmount") -> None:
    """Count amounts against ceilings that were looked at; each person once."""
    if asked:
        db.execute(COUNT_MANY, _list_values(asked))


def check(db: Connection, person: Person, direction: CeilingWay, amount: int, *, owner_asks: bool = False) -> Room:
    """Raise Refused for an amount above a ceiling; it names which, and what is left of it, where use() may say so."""
    return _allow(read_room(db, person, direction), _choose_refusal(direction, owner_asks=owner_asks), amount)


def use(db: Connection, person: Person, direction: CeilingWay, amount: int, *, owner_asks: bool = False) -> Room:
    """Count `amount` against this person's ceilings; the person must be locked. Raises Refused, as check() does.

    It is counted even then, as the transaction that refuses is undone. Of what comes in only the owner is told which
    ceiling bit, and only if the owner asked.
    """
    refusal = _choose_refusal(direction, owner_asks=owner_asks)
    return _allow(_read_rooms(db, USE, AskedAmount(person, direction, amount))[0], refusal, amount)


def bound_by(channel: str) -> tuple[CeilingWay, ...]:
    """Return the directions whose ceilings bind what a person gives on a channel, in the order they are looked at."""
    return ("out", channel) if CHANNELS[channel].own_ceiling else ("out",)


def spend(db: Connection, person: Person, amount: int, channel: str) -> Room:
    """Count what a person gives, against the channel's own ceiling too if it has one; returns the room they had.

    Raises Refused, as use() does.
    """
    return _use(db, *_list_spent(person, amount, channel))[0]


def hand_over(db: Connection, person: Person, to: Person, amount: int, channel: str) -> tuple[Room, Room]:
    """Count what a person gives, and what `to` receives; returns the room each had. Raises Refused, as use() does."""
    rooms = _use(db, *_list_spent(person, amount, channel), AskedAmount(to, "in", amount))
    return rooms[0], rooms[-1]


def _list_spent(person: Person, amount: int, channel: str) -> list["AskedAmount"]:
    return [AskedAmount(person, direction, amount) for direction in bound_by(channel)]


def _use(db: Connection, *asked: "AskedAmount") -> list[Room]:
    """Count it all in one statement; the ceilings are looked at in this order."""
    rooms = _read_rooms(db, USE, *asked)
    for one, room in zip(asked, rooms, strict=True):
        _allow(room, REFUSALS[one.direction], one.amount)
    return rooms


class AskedAmount(NamedTuple):
    """An amount that somebody asks to move, in francs, against one direction of their ceilings."""

    person: Person
    direction: CeilingWay
    amount: int


def _read_rooms(db: Connection, statement: str, *asked: AskedAmount) -> list[Room]:
    return _fill_rooms(asked, db.execute(_write_for(statement, len(asked)), _name_values(asked)).all())


def _fill_rooms(asked: Sequence["AskedAmount"], found: Iterable[Any]) -> list[Room]:
    rooms = [Room({}, {}) for _ in asked]
    for place, span, ceiling, used in found:
        room = rooms[place]
        room.ceilings[span], room.used[span] = ceiling, used
    return rooms


def _list_values(asked: Sequence["AskedAmount"]) -> dict[str, str]:
    rows = [
        {"place": n, "id": one.id, "human": one.human_id, "tier": one.tier, "direction": direction, "amount": amount}
        for n, (one, direction, amount) in enumerate(asked)
    ]
    return {"asked": json.dumps(rows)}


def _name_values(asked: Sequence["AskedAmount"]) -> dict[str, Any]:
    return {
        f"{name}{n}": value
        for n, (person, direction, amount) in enumerate(asked)
        for name, value in (
            ("id", person.id),
            ("human", person.human_id),
            ("tier", person.tier),
            ("direction", direction),
            ("amount", amount),
        )
    }


@cache
def _write_for(statement: str, count: int) -> TextClause:
    """Return the statement for so many amounts, each a row of its own: over arrays it would be planned each time."""
    return text(statement.format(asked=", ".join(ROW.format(n=n) for n in range(count))))


def _choose_refusal(direction: CeilingWay, *, owner_asks: bool) -> str:
    return OWNERS if owner_asks and direction == "in" else REFUSALS[direction]


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
    """Raise Refused when a balance, with what is still expected, would pass its ceiling.

    The owner, who asked for `asked` francs themselves, is told what is left; a sender reads nothing of it.
    """
    highest = room.ceilings.get("balance")
    if highest is None or balance_after + room.used["balance"] <= highest:
        return
    if asked:
        raise Refused("refusal.ceiling_balance", maximum=highest, left=room.left("balance", balance_after - asked))
    raise Refused(NO_FIGURES)


def check_stranger(db: Connection, amount: int, waiting: int) -> None:
    """Raise Refused for more than tier 0 may receive, sent to a number that has no wallet; `waiting` waits for it."""
    known = read_ceilings(db, 0, "in")
    room = _allow(Room(known, dict.fromkeys(known, 0)), REFUSALS["in"], amount)
    check_balance(room, waiting + amount)


def return_spent(db: Connection, person_id: str, amount: int, channel: str, asked_at: datetime) -> None:
    """Take back what spend() and a watch counted, because it definitely did not happen."""
    for direction in (*bound_by(channel), WATCHED):
        give_back(db, person_id, direction, amount, asked_at)


def recount(db: Connection, person_id: str, direction: CeilingWay, amount: int) -> None:
    """Count an amount whatever the ceilings say: as one that is owed, whose room was given back before it came."""
    db.execute(RECOUNT, {"id": person_id, "direction": direction, "amount": amount})


def give_back(db: Connection, person_id: str, direction: CeilingWay, amount: int, asked_at: datetime) -> None:
    """Take an amount off the day it was counted on, because it definitely did not happen."""
    day = asked_at.astimezone(clock.DOUALA).date()
    db.execute(
        text("""UPDATE usage SET amount = greatest(amount - :amount, 0)
            WHERE person_id = :id AND direction = :direction AND day = :day"""),
        {"id": person_id, "direction": direction, "day": day, "amount": amount},
    )
