"""A success of a recharge that another has paid: it goes back to where it came from.

Where its rail cannot give back, it is kept for whoever asked for the recharge, or whose phone paid. So where the wallet
was closed meanwhile.
"""

from typing import Any

from sqlalchemy import Connection

from wallet.ledger import Transfer
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.people import people
from wallet.people.people import Person
from wallet.purposes.ending import Ending
from wallet.purposes.kept import find_credited, lock_row_payer, note_kept, send_back, waits
from wallet.purposes.pay_checkout import goes_back, make_return
from wallet.topups import recharges


def find_way_back(db: Connection, end: Ending) -> Transfer | None:
    """Return what gives a late success back; None of one that pays its recharge, or no recharge at all."""
    if not end.payment.recharge_id:
        return None
    number = end.payment.party.value
    payer = lock_row_payer(db, number) if number else None
    return send_back(db, end, payer) if is_late(db, end) else None


def is_late(db: Connection, end: Ending) -> bool:
    """True for a payment of a recharge that another paid, or that nobody can be credited with any more."""
    if not end.payment.recharge_id:
        return False
    paid_by = recharges.lock_row(db, end.payment.recharge_id).payment_id
    return paid_by != end.payment.id and (paid_by is not None or end.owner.state == "closed")


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Have a late success given back, or return what its payer sees of what is kept for them."""
    if goes_back(db, end):
        payments.create(db, make_return(db, end, "return_recharge"))
        return []
    asker = end.asker or end.owner
    return note_kept(db, end, people.find_by_phone(db, end.payment.party.value), asker.language)


def tell(db: Connection, end: Ending, asker: Person, said: dict[str, Any]) -> list[Message]:
    """Return what whoever asked for the recharge reads of a late success."""
    if end.posting is None:
        return []
    if goes_back(db, end):
        return [Message(asker, "recharge_goes_back", said)]
    return tell_kept(db, end, asker, said)


def tell_kept(db: Connection, end: Ending, asker: Person, said: dict[str, Any]) -> list[Message]:
    """Return what is read of what was kept: by whom it was credited to, else by whoever asked for the recharge."""
    assert end.posting is not None
    if credited := find_credited(people.find_by_phone(db, end.payment.party.value), end.posting):
        balance = end.posting.balances[credited.account_id]
        return [Message(credited, "add_money_succeeded", {**said, "balance": balance})]
    return [Message(asker, "recharge_waits" if waits(db, end.posting) else "kept_for_closed", said)]
