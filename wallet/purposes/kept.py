"""Money that came too late, or was not what was asked: it is its payer's, by their wallet or their number.

Where neither is known it waits in unclaimed, and a case says so.
"""

from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.cases import cases
from wallet.core.values import space
from wallet.ledger import Entry, Posting, Transfer
from wallet.operations.movements import NewMovement
from wallet.operations.refunds import goes_back
from wallet.people import numbers, people
from wallet.people.people import Person
from wallet.purposes.ending import Ending
from wallet.sending import claims
from wallet.sending.claims import NewClaim


def lock_row_payer(db: Connection, number: str) -> Person | None:
    """Return who this number reaches, locked so that they close no wallet meanwhile; nobody else opens one on it.

    None for "", the number of whoever is known by none.
    """
    if not number:
        return None
    if found := people.find_by_phone(db, number):
        people.lock_rows(db, found.id)
    numbers.take_turn(db, number)
    return people.find_by_phone(db, number)


def keep(db: Connection, end: Ending, payer: Person | None, source: str, ends: UUID | None = None) -> Transfer:
    """Return the transfer that keeps a payment's amount, out of our account `source`, for its payer.

    `payer` has the payment's number, locked; None where nobody does. The party's value is the number, "" for none.
    """
    amount = end.payment.amount
    taken = Entry(ledger.ours(db, source), -amount)
    if payer is None and not end.payment.party.value:
        entries = (taken, Entry(ledger.ours(db, "unclaimed"), amount))
        return Transfer(f"{end.key}:unclaimed", "keep_unclaimed", entries, ends=ends)
    kept = payer.account_id if payer else ledger.ours(db, "held")
    return Transfer(f"{end.key}:kept", "keep_late_payment", (taken, Entry(kept, amount)), ends=ends)


def send_back(db: Connection, end: Ending, payer: Person | None) -> Transfer:
    """Return the transfer that holds a payment until it is given back to its source; else, keeps it for its payer.

    `payer` as keep() has it.
    """
    if not goes_back(end.payment):
        return keep(db, end, payer, end.float)
    amount = end.payment.amount
    held = Entry(ledger.ours(db, f"in_transit:{end.payment.rail}"), amount)
    return Transfer(f"{end.key}:kept", "hold_late_payment", (Entry(ledger.ours(db, end.float), -amount), held))


def note_kept(db: Connection, end: Ending, payer: Person | None, language: str) -> list[NewMovement]:
    """Note what was kept: what its payer sees of a credit, a claim of their number, or a case."""
    payment, posting = end.payment, end.posting
    assert posting is not None
    if credited := find_credited(payer, posting):
        what = (payment.reference, "add_money", payment.amount)
        return [NewMovement(posting.transfer, *what, receiver_id=credited.id)]
    if waits(db, posting):
        claims.keep(db, NewClaim(
            payment.party.value, posting.transfer, payment.channel, language, payment.reference, payment.amount,
        ))  # fmt: skip
    elif not payment.party.value:
        detail = f"{space(payment.amount)} FCFA of payment {payment.reference} goes to nobody, and its payer is unknown"
        cases.open_case(db, "unclaimed", detail, payment.id, posting.transfer)
    return []


def find_credited(payer: Person | None, posting: Posting) -> Person | None:
    """Return the payer where the money that came too late is in their wallet."""
    return payer if payer and payer.account_id in posting.balances else None


def waits(db: Connection, posting: Posting) -> bool:
    """Return True where the money that came too late waits for its payer's number."""
    held = ledger.ours(db, "held")
    return any(entry.account == held for entry in ledger.entries_of(db, posting.transfer))
