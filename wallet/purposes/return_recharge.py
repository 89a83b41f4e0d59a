"""The return of what a recharge did not need to its source; where that fails it is kept for its payer."""

from sqlalchemy import Connection

from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.people import people
from wallet.purposes.ending import Ending, Purpose, uncount_nothing
from wallet.purposes.kept import note_kept
from wallet.purposes.late_recharge import tell_kept
from wallet.purposes.return_late import pay_or_keep
from wallet.topups import recharges


def note(db: Connection, end: Ending) -> list[NewMovement]:
    """Return what its payer sees of what was kept."""
    if end.succeeded or end.posting is None:
        return []
    return note_kept(db, end, people.find_by_phone(db, end.payment.party.value), end.owner.language)


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return what whoever asked for the recharge reads."""
    payment = end.payment
    recharge = recharges.get(db, str(payment.recharge_id))
    asker = people.get_person(db, recharge.asked_by)
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
    }  # fmt: skip
    if end.succeeded or end.posting is None:
        return [Message(asker, "recharge_given_back" if recharge.payment_id else "recharge_returned", said)]
    return tell_kept(db, end, asker, said)


PURPOSE = Purpose(pay_or_keep, uncount_nothing, note, tell)
