"""Correcting transfers: what an operator's file shows and our books do not is put in suspense, never edited.

Suspense then holds what is owed to, or missing from, somebody a person must find. Where our own posting was wrong, the
correction undoes it (in whole or in part), so that it can never be taken back twice.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import DeniedError
from wallet.core.payment_states import UNDER_WAY
from wallet.ledger import Entry, Transfer
from wallet.payments import payments


@dataclass(frozen=True)
class Found:
    """A discrepancy: what we say (`ours`) and what the operator says (`theirs`) came to our float there, signed."""

    name: str
    rail: str
    kind: str
    state: str
    corrections: int
    payment_id: str | None
    reference: str | None
    our_state: str | None
    their_status: str | None
    ours: int
    theirs: int


FIND: Final = text("""SELECT 'D' || d.id AS name, d.rail, d.class AS kind, d.state, d.corrections,
    p.id::text AS payment_id, p.reference, p.state AS our_state, r.status AS their_status,
    CASE WHEN p.state = 'succeeded' AND d.class <> 'duplicate'
         THEN CASE p.direction WHEN 'collect' THEN p.amount ELSE -p.amount END ELSE 0 END AS ours,
    CASE WHEN r.status = 'succeeded' THEN CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END
         ELSE 0 END AS theirs
    FROM discrepancy d LEFT JOIN settlement_row r ON r.id = d.row_id LEFT JOIN payment p ON p.id = d.payment_id
    WHERE d.id = :id""")


def find(db: Connection, name: str) -> Found:
    """The discrepancy of this name (D17). Raises DeniedError."""
    row = db.execute(FIND, {"id": _number(name)}).one_or_none()
    if row is None:
        raise DeniedError(f"There is no discrepancy {name}.")
    return Found(**row._mapping)


def _number(name: str) -> int:
    digits = name[1:]
    if name[:1] != "D" or not (digits.isascii() and digits.isdecimal()) or len(digits) > 18:
        raise DeniedError(f"{name} is not the name of a discrepancy: D and a number.")
    return int(digits)


def ask(db: Connection, name: str) -> dict[str, Any]:
    """What a request to correct holds. Raises DeniedError."""
    found = find(db, name)
    _judge(found)
    return {"seen": _seen(found)}


def lock(db: Connection, name: str) -> None:
    """Nobody else judges or corrects it until this transaction ends."""
    db.execute(text("SELECT 1 FROM discrepancy WHERE id = :id FOR UPDATE"), {"id": _number(name)})


def preview(db: Connection, name: str, content: dict[str, Any]) -> Transfer:
    """The correcting transfer. Raises DeniedError when either side moved since it was asked."""
    found = find(db, name)
    if _seen(found) != content["seen"]:
        raise DeniedError(f"{name} is not what it was when this was asked. Reconcile, and ask again.")
    _judge(found)
    if found.state == "corrected_wrongly":
        return _taken_back(db, found)
    difference = found.theirs - found.ours
    # An operator that holds more for us owes us more: its float account falls.
    entries = (
        Entry(ledger.account_named(db, f"operator_float:{found.rail}"), -difference),
        Entry(ledger.account_named(db, "suspense"), difference),
    )
    return Transfer(_key(found), "correct_books", entries, undoes=_undone(db, found))


def do(db: Connection, name: str, content: dict[str, Any], why: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Post the correction; the discrepancy is locked. Answers what it was and what it is. Raises DeniedError."""
    transfer = preview(db, name, content)
    [posting] = ledger.post(db, [transfer])
    if posting.outcome != "posted":
        raise DeniedError(f"The ledger refuses this correction: {posting.reason or posting.outcome}.")
    state = "gone" if content["seen"]["state"] == "corrected_wrongly" else "corrected"
    db.execute(
        text("UPDATE discrepancy SET state = :state, corrections = corrections + 1 WHERE id = :id"),
        {"id": _number(name), "state": state},
    )
    return content["seen"], _seen(find(db, name)) | {"transfer": str(posting.transfer)}


def _judge(found: Found) -> None:
    """Raises DeniedError where a correcting transfer is not the remedy."""
    if found.state not in ("open", "corrected_wrongly"):
        raise DeniedError(f"{found.name} is {found.state}: there is nothing to correct.")
    if found.state == "open" and found.our_state in UNDER_WAY:
        raise DeniedError(f"{found.reference} is {found.our_state} here: let it end, or settle it by hand.")
    if found.state == "open" and found.their_status in ("pending", "unclear"):
        raise DeniedError(f"{found.name}: the file does not say whether the operator did it. Ask the operator.")
    if found.state == "open" and found.ours == found.theirs:
        raise DeniedError(f"{found.name} moves no money.")


def _seen(found: Found) -> dict[str, Any]:
    return {
        "class": found.kind,
        "state": found.state,
        "corrections": found.corrections,
        "our_state": found.our_state,
        "ours": found.ours,
        "theirs": found.theirs,
    }


def _key(found: Found) -> str:
    return f"correction:{found.name}:{found.corrections}"


def _undone(db: Connection, found: Found) -> UUID | None:
    """The posting this correction takes back, in whole or in part; None when it only adds."""
    takes_back = found.ours and abs(found.ours - found.theirs) <= abs(found.ours) and found.corrections == 0
    if not takes_back or abs(found.theirs) > abs(found.ours):
        return None
    posted = text(f"SELECT ({payments.POSTED}) FROM payment p WHERE p.id = :id")  # noqa: S608 - a constant
    undone: UUID | None = db.execute(posted, {"id": found.payment_id}).scalar_one_or_none()
    return undone


def _taken_back(db: Connection, found: Found) -> Transfer:
    """The last correction's opposite: the two sides agree now, so it should not have been."""
    last = ledger.transfer_id(f"correction:{found.name}:{found.corrections - 1}")
    rows = db.execute(text("SELECT account_id, amount FROM entry WHERE transfer_id = :id"), {"id": last})
    return Transfer(_key(found), "correct_books", tuple(Entry(row.account_id, -row.amount) for row in rows))
