"""A payout that its owner asked for: held when it was asked, paid on by a success, returned whole by a failure."""

from sqlalchemy import Connection

from wallet.messages.notices import Message
from wallet.purposes import close_wallet
from wallet.purposes.ending import Ending, Purpose
from wallet.purposes.payouts import give_back_spent, note_withdrawal, pay_or_return


def tell(db: Connection, end: Ending) -> list[Message]:
    """Return a receipt for its owner; of one that has closed meanwhile, what a closed wallet's payout tells."""
    payment, owner = end.payment, end.owner
    if owner.state == "closed":
        return close_wallet.tell(db, end)
    said = {
        "amount": payment.amount, "operator": payment.rail, "phone": payment.phone, "reference": payment.reference,
        "fee": payment.fee, "tax": payment.tax, "total": payment.total, "balance": end.balance(db),
    }  # fmt: skip
    return [Message(owner, f"withdraw_money_{end.change.state}", said)]


PURPOSE = Purpose(pay_or_return, give_back_spent, note_withdrawal, tell)
