"""A person as staff see them: name, money, what stands in its way, and what staff did about them of late."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core import clock
from wallet.staff.audit import WHY_OF_PERSON

HELD: Final = "SELECT person_id::text, number, since, until FROM phone WHERE"
HOLDERS: Final = text(f"{HELD} number = :number ORDER BY since DESC")
NEWEST: Final = text(f"{HELD} person_id = CAST(:person AS uuid) ORDER BY since DESC LIMIT 1")
PERSON: Final = text("""SELECT p.name, p.tier, p.language, p.state, p.locked_by_owner, p.robbed, p.joined_at,
    p.account_id, a.code, COALESCE(n.tries, 0) AS tries, COALESCE(n.locks, 0) AS locks,
    COALESCE(n.locked_until > wallet_now(), false) AS pin_locked
    FROM person p JOIN account a ON a.id = p.account_id LEFT JOIN pin n ON n.person_id = p.id WHERE p.id = :id""")
LOCKS: Final = text("""SELECT locked_at, locked_by, lifted_at, lifted_by FROM robbed_lock WHERE person_id = :id
    ORDER BY locked_at DESC LIMIT 10""")
SWAPPED: Final = text("""SELECT s.swapped_at FROM phone h JOIN sim s ON s.number = h.number
    WHERE h.person_id = :id AND h.until IS NULL AND s.swapped_at IS NOT NULL""")
ACTS: Final = text(f"""SELECT a.at, a.kind, a.asked_by, a.approved_by, {WHY_OF_PERSON} AS why FROM staff_act a
    WHERE a.subject = :id ORDER BY a.at DESC LIMIT 10""")  # noqa: S608 - constants


@dataclass(frozen=True)
class Holder:
    """Somebody a number reaches or reached; `until` is "" where it still does. Times are as read in Douala."""

    person_id: str
    number: str
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
class LockSeen:
    """One lock for a robbed owner, by an agent's code or a login; "" as to its end while it stands."""

    locked_at: str
    locked_by: str
    lifted_at: str
    lifted_by: str


@dataclass(frozen=True)
class PersonView:
    """One person; `balance` in francs, on the account of this code; `swapped_at` is their SIM's last change, if any."""

    person_id: str
    name: str
    tier: int
    language: str
    joined_at: str
    state: str
    locked_by_owner: bool
    robbed: bool
    pin_tries: int
    pin_locks: int
    pin_locked: bool
    balance: int
    account: str
    acts: tuple[ActSeen, ...]
    locks: tuple[LockSeen, ...]
    swapped_at: str


def list_holders(db: Connection, number: str) -> list[Holder]:
    """Return everyone a number (E.164) reached, the newest first."""
    return [_read_holder(row) for row in db.execute(HOLDERS, {"number": number})]


def list_numbers(db: Connection, person_id: str) -> list[Holder]:
    """Return a person as their number holds them, the newest they had."""
    return [_read_holder(row) for row in db.execute(NEWEST, {"person": person_id})]


def _read_holder(row: Any) -> Holder:
    until = clock.written(row.until) if row.until else ""
    return Holder(row.person_id, row.number, clock.written(row.since), until)


def get_view(db: Connection, person_id: str) -> PersonView:
    """Return what staff see of a person. Raises NoResultFound."""
    row = db.execute(PERSON, {"id": person_id}).one()
    acts = [
        ActSeen(clock.written(act.at), act.kind, act.asked_by, act.approved_by or "", act.why)
        for act in db.execute(ACTS, {"id": person_id})
    ]
    swapped_at = db.execute(SWAPPED, {"id": person_id}).scalar_one_or_none()
    return PersonView(
        person_id,
        row.name,
        row.tier,
        row.language,
        clock.written(row.joined_at),
        row.state,
        row.locked_by_owner,
        row.robbed,
        row.tries,
        row.locks,
        row.pin_locked,
        ledger.balance(db, row.account_id),
        row.code,
        tuple(acts),
        tuple(map(_see_lock, db.execute(LOCKS, {"id": person_id}))),
        clock.written(swapped_at) if swapped_at else "",
    )


def _see_lock(row: Any) -> LockSeen:
    lifted_at = clock.written(row.lifted_at) if row.lifted_at else ""
    return LockSeen(clock.written(row.locked_at), row.locked_by, lifted_at, row.lifted_by or "")
