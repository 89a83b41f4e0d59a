"""Unclaimed: money whose owner's account was closed waits under its case, until two of the staff pay it out.

The whole of what the case brought there goes, once: the ledger lets one transfer end it.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.cases import cases
from wallet.cases.cases import Case
from wallet.core.errors import DeniedError
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations import movements
from wallet.people import people
from wallet.people.people import Person


@dataclass(frozen=True)
class Waiting:
    """What a case brought to unclaimed: `amount` francs by `transfer`."""

    case: Case
    transfer: UUID
    amount: int


def waiting_in(db: Connection, case: Case) -> Waiting:
    """What waits under a case. Raises DeniedError when nothing does."""
    if case.state != "open" or case.unclaimed is None:
        what = "is closed" if case.state != "open" else "brought nothing to unclaimed"
        raise DeniedError(f"{case.name} {what}: there is nothing to pay.")
    amount = text("SELECT amount FROM entry WHERE transfer_id = :transfer AND account_id = :unclaimed")
    row = {"transfer": case.unclaimed, "unclaimed": ledger.account_named(db, "unclaimed")}
    return Waiting(case, case.unclaimed, int(db.execute(amount, row).scalar_one()))


def ask(db: Connection, name: str, phone: str) -> dict[str, Any]:
    """What a request to pay it to the wallet of a number holds. Raises DeniedError."""
    waiting_in(db, cases.named(db, name))
    person = people.by_phone(db, phone)
    if person is None:
        raise DeniedError(f"{phone} reaches no wallet: its owner opens one first, by dialling.")
    content = {"person": person.id, "phone": phone, "to": f"{person.name}, {phone}"}
    reached(db, content)
    return content


def reached(db: Connection, content: dict[str, Any]) -> Person:
    """Whom it goes to, as long as the number reaches them. Raises DeniedError."""
    person = people.by_id(db, content["person"])
    if person.phone != content["phone"] or person.state == "closed":
        raise DeniedError(f"{content['phone']} no longer reaches {person.name}. Ask again.")
    return person


def preview(db: Connection, name: str, content: dict[str, Any]) -> Transfer:
    """What would be posted: all of it. Raises DeniedError when it cannot be paid so any more."""
    waiting, person = waiting_in(db, cases.named(db, name)), reached(db, content)
    entries = (
        Entry(ledger.account_named(db, "unclaimed"), -waiting.amount),
        Entry(person.account_id, waiting.amount),
    )
    return Transfer(f"case:{waiting.case.number}:paid", "pay_unclaimed", entries, ends=waiting.transfer)


def do(db: Connection, name: str, content: dict[str, Any], _: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Pay it, tell its owner, close the case; it is locked. It is owed: no ceiling holds it back."""
    transfer, person = preview(db, name, content), reached(db, content)
    [posting] = ledger.post(db, [transfer])
    if posting.outcome != "posted":
        raise DeniedError(f"The ledger does not take it: {posting.reason or posting.outcome}.")
    amount, paid = transfer.entries[1].amount, reference(transfer.key)
    movements.note(db, posting.transfer, paid, transfer.kind, person.id, person.id, amount)
    said = {"amount": amount, "reference": paid, "balance": posting.balances[person.account_id]}
    notices.write(db, person.phone, person.language, "receipt", "sms.unclaimed_paid", said)
    cases.close(db, cases.named(db, name).number)
    return {"state": "open", "unclaimed": amount}, {"state": "closed", "paid": amount, "person": person.id}
