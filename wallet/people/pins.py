"""The PIN: hashed under a pepper the database never sees; a try is counted before it is compared, three lock it.

A four-digit PIN falls to any hash in hours: the pepper, the counter and the lock (attempts.py) are the defence.
"""

from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, Engine, text

from wallet.core import clock, hashes, security_events
from wallet.core.database import in_transaction
from wallet.core.errors import Locked, Misread, WrongPin
from wallet.core.secrets import Secrets
from wallet.messages import notices
from wallet.people import attempts, people

REMEMBERED: Final = 3


def hash_pin(secrets: Secrets, pin: str) -> str:
    """Return `pepper id$sealed keys$argon2id…` of a PIN that is being chosen; before it is stored it is bound."""
    return hashes.make(secrets, "pin", hashes.NOBODY, pin)


def bind(secrets: Secrets, person_id: str, pin_hash: str) -> str:
    """Return the hash of a PIN that was chosen as it is stored: this person's, and of no use on another's row."""
    return hashes.bind(secrets, "pin", person_id, pin_hash)


def matches(secrets: Secrets, stored: str, pin: str, person_id: str = hashes.NOBODY) -> bool:
    """True when this is the PIN behind a person's hash, or behind one being chosen, whichever pepper made it."""
    return hashes.match(secrets, "pin", person_id, stored, pin)


def refuse_weak(pin: str, phone: str) -> None:
    """Refuse the PINs a thief tries first: runs, repeats, birth years, the tail of the number. Raises Misread."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    halves = pin[: len(pin) // 2] == pin[len(pin) // 2 :]
    year = len(pin) == 4 and pin[:2] in ("19", "20")
    if steps <= {0} or steps <= {1} or steps <= {9} or halves or year or phone.endswith(pin):
        raise Misread("error.weak_pin")


def refuse_past(db: Connection, secrets: Secrets, person_id: str, pin: str) -> None:
    """Refuse the last three PINs of this person. Raises Misread."""
    past = db.execute(text("SELECT past FROM pin WHERE person_id = :id"), {"id": person_id}).scalar_one_or_none()
    if any(matches(secrets, old, pin, person_id) for old in past or ()):
        raise Misread("error.weak_pin")


def check(engine: Engine, secrets: Secrets, person_id: str, pin: str) -> None:
    """Compare a PIN with this person's; the try is counted first (attempts.py).

    Raises WrongPin with the tries left, or Locked; the owner is told when this try is what locked it.
    """
    attempt = attempts.try_pin(engine, secrets, person_id, pin)
    if attempt.result == "right":
        return
    if attempt.result == "unknown":
        closed = in_transaction(engine, lambda db: people.is_closed(db, person_id))
        raise Locked("refusal.account_closed" if closed else "refusal.pin_not_chosen")
    refusal = make_refusal(attempt.locks, attempt.hours)
    if attempt.result == "wrong":
        in_transaction(engine, lambda db: _note_wrong(db, person_id, None if attempt.left else refusal))
    if attempt.left:
        raise WrongPin("error.wrong_pin", tries=attempt.left)
    raise refusal


def _note_wrong(db: Connection, person_id: str, lock: Locked | None) -> None:
    """Note a wrong try, and tell the owner when it locked the PIN."""
    person = people.get_person(db, person_id)
    security_events.note_try(db, "wrong PIN", person.phone)
    if lock:
        security_events.note_try(db, "PIN locked", person.phone)
        notices.tell(db, person, "security", lock.key, **lock.values)


def make_refusal(locks: int, left: int | None = None) -> Locked:
    """Return the refusal of a PIN locked for the first, second or last time, with the hours `left` of it."""
    hours = attempts.find_hours(locks)
    return Locked("refusal.pin_locked", hours=left or hours) if hours else Locked("refusal.pin_locked_staff")


def change(db: Connection, person_id: str, pin_hash: str) -> None:
    """Set a new PIN by its hash, bound to this person; the last three are remembered."""
    db.execute(
        text(f"UPDATE pin SET hash = :hash, past = (array_prepend(:hash, past))[1:{REMEMBERED}] WHERE person_id = :id"),  # noqa: S608 a constant
        {"id": person_id, "hash": pin_hash},
    )


def is_locked(db: Connection, person_id: str) -> Locked | None:
    """Return the lock on this PIN, one too for a PIN not chosen yet, or None: SMS money stops under it."""
    row = db.execute(
        text(f"SELECT locks, locked_until, {attempts.LEFT} AS hours FROM pin WHERE person_id = :id"),  # noqa: S608 - a constant
        {"id": person_id},
    ).one_or_none()
    if row is None:
        return Locked("refusal.pin_not_chosen")
    return make_refusal(row.locks, row.hours) if row.locked_until and row.locked_until > clock.now(db) else None
