"""A collection that credits a wallet: its own, or the one that somebody asked to credit.

Of those that pay one recharge the first success does; any other goes back to where it came from (late_recharge.py), and
so does what another asked for where the wallet has no room for it.
"""

from typing import Any

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Entry, Transfer
from wallet.messages.notices import Message, Number
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.prices import limits, overfull
from wallet.purposes import late_recharge
from wallet.purposes.ending import Ending, Purpose
from wallet.topups import recharges
from wallet.topups.recharges import Recharge


def credit(db: Connection, end: Ending) -> Transfer | None:
    """Return the credit of the owner, or the way back; a collection that failed posts nothing."""
    if not end.succeeded:
        return None
    if back := late_recharge.find_way_back(db, end):
        return back
    source, amount = ledger.ours(db, end.float), end.payment.amount
    return Transfer(end.key, "add_money", (Entry(source, -amount), Entry(end.owner.account_id, amount)))


def mark(db: Connection, end: Ending, posted: Transfer) -> None:
    """Mark the recharge paid that this transfer pays; another's takes its room from here on."""
    if end.payment.recharge_id and posted.kind == "add_money":
        recharges.mark_paid(db, end.payment.recharge_id, end.payment.id)
        if not recharges.get(db, end.payment.recharge_id).is_own:
            limits.recount(db, end.owner.id, "in", end.payment.amount)
            recharges.count_room(db, end.payment.recharge_id)


def uncount(db: Connection, end: Ending) -> None:
    """Give back the room that a collection which never comes took of its owner's ceilings.

    That of a recharge stays while another payment may pay it, or one did.
    """
    if not end.payment.recharge_id:
        limits.give_back(db, end.owner.id, "in", end.payment.amount, end.payment.created_at)
        return
    recharge = recharges.lock_row(db, end.payment.recharge_id)
    if recharge.counted_at and not recharge.payment_id and not recharges.may_come(db, recharge.id, end.payment.id):
        limits.give_back(db, end.owner.id, "in", recharge.amount, recharge.counted_at)
        recharges.uncount_room(db, recharge.id)


def count_success(db: Connection, end: Ending) -> None:
    """Count what came after its room was given back; where it fills the wallet too full, that is noted."""
    if end.payment.recharge_id:
        if not late_recharge.is_late(db, end):
            count_paid(db, end, recharges.get(db, end.payment.recharge_id))
    elif not end.payment.counted:
        limits.recount(db, end.owner.id, "in", end.payment.amount)
        overfull.note_owed(db, end.owner, end.balance(db))


def count_paid(db: Connection, end: Ending, recharge: Recharge) -> None:
    """Count what paid a locked recharge: it is there now, and not expected any more."""
    less = recharge.amount - end.payment.amount  # a little more or less came
    if recharge.counted_at:
        recharges.uncount_room(db, recharge.id)
        if recharge.is_own and less:
            limits.give_back(db, end.owner.id, "in", less, recharge.counted_at)
    else:
        limits.recount(db, end.owner.id, "in", end.payment.amount)
        overfull.note_owed(db, end.owner, end.balance(db))


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what the owner sees of a success; have what goes back given back."""
    payment = end.payment
    if not end.succeeded or end.posting is None:
        return []
    if late_recharge.is_late(db, end):
        return late_recharge.note(db, end)
    return [NewMovement(end.posting.transfer, payment.reference, "add_money", payment.amount, receiver_id=end.owner.id)]


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return a receipt for the owner, for who paid and who asked where those are others; of a failure, who asked."""
    payment, owner = end.payment, end.owner
    asker = end.asker or owner
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
    }  # fmt: skip
    if late_recharge.is_late(db, end):
        return late_recharge.tell(db, end, asker, said) if end.succeeded else []
    if not end.succeeded:
        return [Message(asker, f"add_money_{end.change.state}", said)]
    if owner.state == "closed":  # whoever holds the paying number hears
        return [Message(Number(payment.phone, owner.language), "kept_for_closed", said)]
    given = {"name": asker.shown, "payer": asker.phone} if asker.id != owner.id else {}
    sentence = "add_money_given" if given else "add_money_succeeded"
    told = [Message(owner, sentence, {**said, **given, "balance": end.balance(db)})]
    whose: dict[str, Any] = {**said, "name": owner.shown, "phone": owner.phone, "payer": payment.phone}
    if payment.phone not in ("", owner.phone):
        payer = people.find_by_phone(db, payment.phone) or asker  # a stranger reads the language of who asked
        told.append(Message(Number(payment.phone, payer.language), "add_money_paid_for", whose))
    if asker.phone not in (owner.phone, payment.phone):
        told.append(Message(asker, "add_money_done_for", whose))
    return told


PURPOSE = Purpose(credit, uncount, note, tell, mark, count_success)
