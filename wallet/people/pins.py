"""The PIN: hashed under a pepper the database never sees; a try is counted before it is compared, three lock it.

A four-digit PIN falls to any hash in hours: the pepper, the counter and the lock are the defence.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import clock, hashes
from wallet.core.database import in_one_statement, in_transaction
from wallet.core.errors import Locked, Misread, WrongPin
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.people import people

TRIES: Final = 3
LOCK_HOURS: Final = (1, 24, 24 * 365 * 100)  # the third stays until staff lift it
REMEMBERED: Final = 3


def hash_pin(secrets: Secrets, pin: str) -> str:
    """`pepper id$argon2id…`: all that is ever stored of a PIN."""
    return hashes.make(secrets, "pin", pin)


def matches(secrets: Secrets, stored: str, pin: str) -> bool:
    """Whether this is the PIN behind a stored hash, under whichever pepper made it."""
    return hashes.match(secrets, "pin", stored, pin)


def refuse_weak(pin: str, phone: str) -> None:
    """Raises Misread for the PINs a thief tries first: runs, repeats, birth years, the tail of the number."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    year = len(pin) == 4 and pin[:2] in ("19", "20")
    if steps <= {0} or steps <= {1} or steps <= {9} or halves or year or phone.endswith(pin):
        raise Misread("error.weak_pin")


def refuse_past(db: Connection, secrets: Secrets, person_id: str, pin: str) -> None:
    """Raises Misread for one of this person's last three PINs."""
    past = db.execute(text("SELECT past FROM pin WHERE person_id = :id"), {"id": person_id}).scalar_one_or_none()
    if any(matches(secrets, old, pin) for old in past or ()):
        raise Misread("error.weak_pin")


def check(engine: Engine, secrets: Secrets, person_id: str, pin: str) -> None:
    """Compare a PIN with this person's. The try is committed before the comparison, so a crash gives no free guess.

    Raises WrongPin with the tries left, or Locked.
    """
    counted = in_one_statement(engine, lambda db: _count_try(db, person_id))
    if isinstance(counted, Locked):
        raise counted
    if not matches(secrets, counted.hash, pin):
        raise in_transaction(engine, lambda db: _refusal(db, person_id, counted))
    current = counted.hash.startswith(f"{secrets.newest}$")
    rehashed = None if current else hash_pin(secrets, pin)  # the pepper was rotated: move this hash to the new one
    in_one_statement(engine, lambda db: _clear(db, person_id, counted.hash, rehashed))


@dataclass(frozen=True)
class Counted:
    """A try that is now on record: the hash to compare with, how many tries that makes, after how many locks."""

    hash: str
    tries: int
    locks: int


# The last try locks before it is compared (the right PIN opens again); a lock that ended gives three new tries.
COUNT_TRY: Final = text("""UPDATE pin SET
        tries = CASE WHEN locked_until IS NULL THEN tries + 1 ELSE 1 END,
        locks = locks + (locked_until IS NULL AND tries + 1 >= :most)::int,
        locked_until = CASE WHEN locked_until IS NULL AND tries + 1 >= :most THEN wallet_now()
            + make_interval(hours => (CAST(:hours AS int[]))[least(locks + 1, cardinality(CAST(:hours AS int[])))]) END
    WHERE person_id = :id AND (locked_until IS NULL OR locked_until <= wallet_now()) RETURNING hash, tries, locks""")


def _count_try(db: Connection, person_id: str) -> Counted | Locked:
    row = db.execute(COUNT_TRY, {"id": person_id, "most": TRIES, "hours": list(LOCK_HOURS)}).one_or_none()
    if row:
        return Counted(row.hash, row.tries, row.locks)
    locks = db.execute(text("SELECT locks FROM pin WHERE person_id = :id"), {"id": person_id}).scalar_one_or_none()
    return Locked("refusal.pin_not_chosen") if locks is None else locked(locks)


def _refusal(db: Connection, person_id: str, counted: Counted) -> WrongPin | Locked:
    if counted.tries < TRIES:
        return WrongPin("error.wrong_pin", tries=TRIES - counted.tries)
    person = people.by_id(db, person_id)
    refusal = locked(counted.locks)
    notices.write(db, person.phone, person.language, "security", refusal.key, refusal.values)
    return refusal


def locked(locks: int) -> Locked:
    """The refusal of a PIN locked for the first, second or last time."""
    if locks >= len(LOCK_HOURS):
        return Locked("refusal.pin_locked_staff")
    return Locked("refusal.pin_locked", hours=LOCK_HOURS[locks - 1])


# Committed without waiting for the disk: a server that crashes before it is written has forgotten nothing but that
# the PIN was right, which gives no free guess.
CLEAR = text("""UPDATE pin SET tries = 0, locks = 0, locked_until = NULL, hash = COALESCE(:rehashed, hash)
    WHERE person_id = :id AND hash = :compared AND set_config('synchronous_commit', 'off', true) = 'off'""")


def _clear(db: Connection, person_id: str, compared: str, rehashed: str | None) -> None:
    db.execute(CLEAR, {"id": person_id, "compared": compared, "rehashed": rehashed})


def change(db: Connection, person_id: str, pin_hash: str) -> None:
    """Set a new PIN by its hash; the last three are remembered."""
    db.execute(
        text(f"UPDATE pin SET hash = :hash, past = (array_prepend(:hash, past))[1:{REMEMBERED}] WHERE person_id = :id"),  # noqa: S608 a constant
        {"id": person_id, "hash": pin_hash},
    )


def is_locked(db: Connection, person_id: str) -> Locked | None:
    """The lock on this PIN now, or that there is none yet: SMS money stops under it too."""
    row = db.execute(text("SELECT locks, locked_until FROM pin WHERE person_id = :id"), {"id": person_id}).one_or_none()
    if row is None:
        return Locked("refusal.pin_not_chosen")
    return locked(row.locks) if row.locked_until and row.locked_until > clock.now(db) else None
