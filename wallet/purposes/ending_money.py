"""What a payment's end means in the ledger: credited, paid out, returned whole, or kept for an owner who has closed."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.cases import cases
from wallet.ledger import Entry, Posting, Transfer
from wallet.payments.payments import Change, Payment
from wallet.people.people import Person
from wallet.purposes import request_purpose


@dataclass(frozen=True)
class Accounts:
    """The ids of the accounts an operator's money goes through."""

    floats: dict[str, int]
    in_transit: dict[str, int]
    fees: int
    tax: int
    unclaimed: int


def accounts_of(db: Connection) -> Accounts:
    """The accounts payments end in."""
    ids = ledger.accounts(db, ("operator_float", "in_transit", "fees", "tax", "unclaimed"))
    return Accounts(
        {code.split(":")[1]: id_ for code, id_ in ids.items() if code.startswith("operator_float:")},
        {code.split(":")[1]: id_ for code, id_ in ids.items() if code.startswith("in_transit:")},
        ids["fees"],
        ids["tax"],
        ids["unclaimed"],
    )


def ending(db: Connection, change: Change, owner: Person, accounts: Accounts) -> Transfer | None:
    """What to post; a request's own state says whose a success is."""
    payment = change.payment
    if payment.request_id and change.state == "succeeded":
        return request_purpose.transfer(db, payment, owner, accounts.floats[payment.rail])
    return transfer_for(change, owner, accounts)


def transfer_for(change: Change, owner: Person, accounts: Accounts) -> Transfer | None:
    """What a payment's end means in the ledger; a collection that failed means nothing."""
    payment = change.payment
    rail_float, in_transit = accounts.floats[payment.rail], accounts.in_transit[payment.rail]
    key = f"payment:{payment.id}"
    if payment.direction == "collect":
        if change.state != "succeeded":
            return None
        return Transfer(key, "add_money", (Entry(rail_float, -payment.amount), Entry(owner.account_id, payment.amount)))
    ends = UUID(payment.reservation)
    if change.state == "failed":
        back = (Entry(in_transit, -payment.total), Entry(owner.account_id, payment.total))
        return Transfer(f"{key}:returned", "return_withdrawal", back, ends=ends)
    paid = (
        Entry(in_transit, -payment.total),
        Entry(rail_float, payment.amount),
        Entry(accounts.fees, payment.fee),
        Entry(accounts.tax, payment.tax),
    )
    return Transfer(key, "pay_withdrawal", tuple(entry for entry in paid if entry.amount), ends=ends)


def credit_unclaimed(db: Connection, payment: Payment, accounts: Accounts, refused: Posting) -> Posting:
    """A credit whose account is closed: kept for its owner, and a person must look. Raises for any other refusal."""
    if refused.reason != "closed":
        raise RuntimeError(f"payment {payment.id} cannot be posted: {refused.reason}")
    source, amount, ends = accounts.floats[payment.rail], payment.amount, None
    if payment.direction == "pay":
        source, amount, ends = accounts.in_transit[payment.rail], payment.total, UUID(payment.reservation)
    entries = (Entry(source, -amount), Entry(accounts.unclaimed, amount))
    [posting] = ledger.post(db, [Transfer(f"payment:{payment.id}:unclaimed", "keep_unclaimed", entries, ends=ends)])
    detail = f"{amount} FCFA of payment {payment.reference}: its owner's account is closed"
    cases.open_case(db, "unclaimed", detail, payment.id, posting.transfer)
    return posting
