"""A success of a recharge that another has paid, or that its wallet has no room for: it goes back to its source.

Where its rail cannot give back, it is kept for whoever asked for the recharge, or whose phone paid. So where the wallet
was closed meanwhile.
"""

from typing import Any

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import Transfer
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.payments import payments
from wallet.people import people
from wallet.people.people import Person
from wallet.prices import limits
from wallet.purposes.ending import Ending
from wallet.purposes.kept import find_credited, lock_row_payer, note_kept, send_back, waits
from wallet.purposes.pay_checkout import goes_back, make_return
from wallet.topups import recharges


def find_way_back(db: Connection, end: Ending) -> Transfer | None:
    """Return what gives a success back; None of one that pays its recharge, or no recharge at all."""
    if not end.payment.recharge_id:
        return None
    payer = lock_row_payer(db, end.payment.party.value)
    return send_back(db, end, payer) if is_late(db, end) or not has_room(db, end) else None


def has_room(db: Connection, end: Ending) -> bool:
    """True where the wallet may receive what another asked to add: it is judged now, under its owner's lock.

    What its owner asked for was counted then, and is owed whatever became of its room.
    """
    if recharges.get(db, str(end.payment.recharge_id)).is_own:
        return True
    owner = people.lock_rows(db, end.owner.id)[end.owner.id]
    try:
        room = limits.check(db, owner, "in", end.payment.amount)
        limits.check_balance(room, ledger.balance(db, owner.account_id) + end.payment.amount)
    except Refused:
        return False
    return True


def is_late(db: Connection, end: Ending) -> bool:
    """True for a payment of a recharge that another paid, or none can be paid by; once posted, that did not pay it."""
    if not end.payment.recharge_id:
        return False
    paid_by = recharges.lock_row(db, end.payment.recharge_id).payment_id
    if end.posting:  # what pays a recharge was marked
        return paid_by != end.payment.id
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
    recharge = recharges.get(db, str(end.payment.recharge_id))
    full = recharge.payment_id is None and end.owner.state == "open"
    theirs = {**said, "name": asker.shown, "payer": asker.phone}
    told = [Message(end.owner, "recharge_no_room_for", theirs)] if full else []
    if goes_back(db, end):
        return [*told, Message(asker, "recharge_no_room" if full else "recharge_goes_back", said)]
    return [*told, *tell_kept(db, end, asker, said)]


def tell_kept(db: Connection, end: Ending, asker: Person, said: dict[str, Any]) -> list[Message]:
    """Return what is read of what was kept: by whom it was credited to, else by whoever asked for the recharge."""
    assert end.posting is not None
    if credited := find_credited(people.find_by_phone(db, end.payment.party.value), end.posting):
        balance = end.posting.balances[credited.account_id]
        return [Message(credited, "add_money_succeeded", {**said, "balance": balance})]
    if recharges.get(db, str(end.payment.recharge_id)).payment_id is None:
        return [Message(asker, "recharge_no_room_waits" if waits(db, end.posting) else "kept_for_closed", said)]
    return [Message(asker, "recharge_waits" if waits(db, end.posting) else "kept_for_closed", said)]
