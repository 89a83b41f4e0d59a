"""Money for someone without a wallet: held whole, credited by opening one, or returned whole after seven days."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.core.values import Priced, space
from wallet.ledger import Entry, NotPosted, holds
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.people import humans, numbers, people
from wallet.people.people import Person
from wallet.prices import limits
from wallet.requests import blocks, payment_requests

WAITS: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
DUE: Final = "SELECT id::text FROM claim WHERE state = 'waiting' AND due_at <= wallet_now() ORDER BY due_at"


@dataclass(frozen=True)
class Claim(Priced):
    """Money waiting for a number. Without a sender, the number itself paid for something that was closed by then."""

    id: str
    phone: str
    hold: UUID
    sender_id: str | None
    channel: str
    amount: int
    fee: int
    tax: int
    reference: str
    language: str
    held_at: datetime


@dataclass(frozen=True)
class WaitingMoney:
    """Money that waits for a number, for a stranger's first screen; `sender` is "" when it comes from several."""

    amount: int
    sender: str


FIND: Final = """SELECT id::text, phone, hold, sender_id::text, channel, amount, fee, tax, reference, language, held_at
    FROM claim WHERE state = 'waiting'"""


def find_waiting_money(db: Connection, phone: str) -> WaitingMoney:
    """Return what waits for a number; nothing is an amount of 0."""
    rows = db.execute(text(f"{FIND} AND phone = :phone"), {"phone": phone}).all()
    senders = people.find_by_ids(db, list({row.sender_id for row in rows if row.sender_id}))
    names = {senders[row.sender_id].shown if row.sender_id in senders else "" for row in rows}
    return WaitingMoney(sum(row.amount for row in rows), names.pop() if len(names) == 1 else "")


def sum_waiting(db: Connection, phone: str) -> int:
    """Return the sum that waits for a number, in francs."""
    total = text("SELECT COALESCE(sum(amount), 0) FROM claim WHERE phone = :phone AND state = 'waiting'")
    return int(db.execute(total, {"phone": phone}).scalar_one())


@dataclass(frozen=True)
class NewClaim:
    """Money to be kept for a number: what a hold is for. Without a sender, the number itself paid it."""

    phone: str
    hold: UUID
    channel: str
    language: str
    reference: str
    amount: int
    fee: int = 0
    tax: int = 0
    sender_id: str | None = None


def keep(db: Connection, claim: NewClaim) -> datetime:
    """Write down what a hold is for; its number must be locked. Return until when it waits."""
    row = {**vars(claim), "id": str(uuid.uuid4()), "waits": WAITS}
    due: datetime = db.execute(
        text("""INSERT INTO claim (id, phone, hold, sender_id, channel, language, reference, amount, fee, tax, held_at,
                due_at)
            VALUES (:id, :phone, :hold, :sender_id, :channel, :language, :reference, :amount, :fee, :tax, wallet_now(),
                wallet_now() + :waits) RETURNING due_at"""),
        row,
    ).scalar_one()
    return due


def open_wallet(db: Connection, phone: str, name: str, language: str) -> tuple[Person, int]:
    """Register the owner of a number with all that waits for it. Returns them, and how much was credited.

    Raises Refused when the number reaches a wallet by now: it is looked for in the number's turn.
    """
    numbers.take_turn(db, phone)
    if people.find_by_phone(db, phone):
        raise Refused("refusal.already_registered")
    person = people.register(db, phone, name, language, humans.find_last_owner(db, phone))
    blocks.adopt(db, person)
    payment_requests.adopt(db, person)
    rows = db.execute(text(f"{FIND} AND phone = :phone ORDER BY held_at, id FOR UPDATE"), {"phone": phone}).all()
    return person, sum(_credit(db, Claim(**row._mapping), person) for row in rows)


def _credit(db: Connection, claim: Claim, person: Person) -> int:
    given = (
        Entry(person.account_id, claim.amount),
        Entry(ledger.ours(db, "fees"), claim.fee),
        Entry(ledger.ours(db, "tax"), claim.tax),
    )
    kind = "send_money" if claim.sender_id else "add_money"
    posting = holds.end(db, f"claim:{claim.id}", kind, claim.hold, given)
    _end(db, claim, "claimed")
    movements.note(
        db, NewMovement(posting.transfer, claim.reference, kind, claim.amount, claim.sender_id, person.id)
    )  # fmt: skip
    said = {"amount": claim.amount, "reference": claim.reference, "balance": posting.balances[person.account_id]}
    sender = people.find_by_ids(db, [claim.sender_id]).get(claim.sender_id) if claim.sender_id else None
    whose = {"name": sender.shown if sender else "", "phone": sender.phone if sender else claim.phone}
    notices.tell(db, person, "receipt", "money_received", **said, **whose)
    if sender:
        told = {"amount": claim.amount, "name": person.shown, "phone": person.phone, "reference": claim.reference}
        notices.tell(db, sender, "receipt", "money_claimed", **told)
    return claim.amount


def give_back(db: Connection, claim_id: str) -> None:
    """Return money nobody claimed in time to its sender, whole, and tell both."""
    sender_id = db.execute(text("SELECT sender_id::text FROM claim WHERE id = :id"), {"id": claim_id}).scalar_one()
    sender = people.lock_rows(db, sender_id).get(sender_id) if sender_id else None
    row = db.execute(text(f"{FIND} AND id = :id AND due_at <= wallet_now() FOR UPDATE"), {"id": claim_id}).one_or_none()
    if row is None:
        return
    claim = Claim(**row._mapping)
    _end(db, claim, "returned")
    if sender is None:
        _leave_unclaimed(db, claim)
        return
    try:
        balance = _return(db, claim, sender)
    except NotPosted:  # their account is closed by now
        _leave_unclaimed(db, claim)
        return
    said = {"amount": claim.amount, "phone": claim.phone, "fee": claim.fee, "tax": claim.tax,
            "balance": balance, "reference": claim.reference}  # fmt: skip
    notices.tell(db, sender, "receipt", "money_unclaimed", **said)
    tell_waiting(db, claim, sender, "money_waited_too_long")


def lock_row_waiting(db: Connection, claim_id: str) -> Claim | None:
    """Return what waits under this id, held until the transaction ends; None once it was claimed or returned."""
    row = db.execute(text(f"{FIND} AND id = CAST(:id AS uuid) FOR UPDATE"), {"id": claim_id}).one_or_none()
    return Claim(**row._mapping) if row else None


def cancel(db: Connection, claim: Claim, sender: Person) -> int:
    """Return to its sender, who took it back, what waits, whole; both rows are locked. Returns the sender's balance."""
    _end(db, claim, "cancelled")
    balance = _return(db, claim, sender)
    tell_waiting(db, claim, sender, "money_taken_back")
    return balance


def count_cancelled(db: Connection, sender_id: str) -> int:
    """Return how many sends their sender took back in the last day, with all their wallets; they must be locked."""
    lately = text("""SELECT count(*) FROM person h JOIN claim c ON c.sender_id = h.id WHERE c.state = 'cancelled'
        AND COALESCE(c.ended_at, c.held_at) > wallet_now() - :day
        AND h.human_id = (SELECT human_id FROM person WHERE id = CAST(:id AS uuid))""")
    return int(db.execute(lately, {"id": sender_id, "day": DAY}).scalar_one())


def tell_waiting(db: Connection, claim: Claim, sender: Person, sentence: str) -> None:
    """Tell the number for which money waited that it does no more, after STOP too: they were told of it."""
    gone = {"amount": claim.amount, "name": sender.shown, "phone": sender.phone}
    notices.tell(db, claim, "answer", sentence, **gone)


def _return(db: Connection, claim: Claim, sender: Person) -> int:
    """Give the sender's ceiling back and return what waited, whole. Returns the sender's balance.

    Raises NotPosted when the sender's account is closed.
    """
    limits.return_spent(db, sender.id, claim.amount, claim.channel, claim.held_at)
    back = [Entry(sender.account_id, claim.total)]
    posting = holds.end(db, f"claim:{claim.id}:returned", "return_send", claim.hold, back)
    what = (claim.reference, "return_send", claim.total)
    movements.note(db, NewMovement(posting.transfer, *what, receiver_id=sender.id))
    return posting.balances[sender.account_id]


def _leave_unclaimed(db: Connection, claim: Claim) -> None:
    """Keep money that nobody is there to return to, and put it before a person."""
    detail = f"{space(claim.total)} FCFA for {claim.phone}, ref {claim.reference}: nobody to return it to"
    unclaimed = [Entry(ledger.ours(db, "unclaimed"), claim.total)]
    posting = holds.end(db, f"claim:{claim.id}:unclaimed", "keep_unclaimed", claim.hold, unclaimed)
    cases.open_case(db, "unclaimed", detail, unclaimed=posting.transfer)


def _end(db: Connection, claim: Claim, state: str) -> None:
    ended = text("UPDATE claim SET state = :state, ended_at = wallet_now() WHERE id = :id")
    db.execute(ended, {"state": state, "id": claim.id})
