"""A person as staff see them: name, money, what stands in its way, and what staff did about them of late."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core import clock

HOLDERS: Final = text("SELECT person_id::text, since, until FROM phone WHERE number = :number ORDER BY since DESC")
PERSON: Final = text("""SELECT p.name, p.tier, p.language, p.state, p.locked_by_owner, p.joined_at, p.account_id,
    r.locked_by AS robbed_lock_by,
    a.code, COALESCE(n.tries, 0) AS tries, COALESCE(n.locks, 0) AS locks,
    COALESCE(n.locked_until > wallet_now(), false) AS pin_locked
    FROM person p JOIN account a ON a.id = p.account_id LEFT JOIN pin n ON n.person_id = p.id
    LEFT JOIN robbed_lock r ON r.person_id = p.id AND r.lifted_at IS NULL WHERE p.id = :id""")
ACTS: Final = text("""SELECT at, kind, asked_by, approved_by, why FROM staff_act WHERE subject = :id
    ORDER BY at DESC LIMIT 10""")


@dataclass(frozen=True)
class Holder:
    """Somebody a number reaches or reached; `until` is "" where it still does. Times are as read in Douala."""

    person_id: str
    since: str
    until: str


@dataclass(frozen=True)
class ActSeen:
    """One act of staff about a person."""

    at: str
    kind: str
    asked_by: str
    approved_by: str
    why: str


@dataclass(frozen=True)
class PersonView:
    """One person; `balance` in francs, on the account of this code.

    `robbed_lock_by`: the agent's code or the login that locked the wallet for its robbed owner, "" for an open one.
    """

    person_id: str
    name: str
    tier: int
    language: str
    joined_at: str
    state: str
    locked_by_owner: bool
    robbed_lock_by: str
    pin_tries: int
    pin_locks: int
    pin_locked: bool
    balance: int
    account: str
    acts: tuple[ActSeen, ...]


def list_holders(db: Connection, number: str) -> list[Holder]:
    """Return everyone a number (E.164) reached, the newest first."""
    rows = db.execute(HOLDERS, {"number": number})
    return [
        Holder(row.person_id, clock.written(row.since), clock.written(row.until) if row.until else "") for row in rows
    ]


def get_view(db: Connection, person_id: str) -> PersonView:
    """Return what staff see of a person. Raises NoResultFound."""
    row = db.execute(PERSON, {"id": person_id}).one()
    acts = [
        ActSeen(clock.written(act.at), act.kind, act.asked_by, act.approved_by or "", act.why)
        for act in db.execute(ACTS, {"id": person_id})
    ]
    return PersonView(
        person_id,
        row.name,
        row.tier,
        row.language,
        clock.written(row.joined_at),
        row.state,
        row.locked_by_owner,
        row.robbed_lock_by or "",
        row.tries,
        row.locks,
        row.pin_locked,
        ledger.balance(db, row.account_id),
        row.code,
        tuple(acts),
    )
