"""Payment from one wallet to another, the price on top, for sending money and for paying a request."""

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.values import Priced
from wallet.ledger import Entry, Transfer
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing
from wallet.people.people import Person
from wallet.prices import limits
from wallet.sending import first_sends


def pay_wallet(db: Connection, doing: Doing, key: str, kind: str, receiver: Person, quote: Priced) -> tuple[int, int]:
    """Count it against both sides' ceilings, post it, note it; answers both balances after. Raises Refused or Locked.

    Who pays hears of their own ceilings and balance; of the receiver's, only that it cannot be received.
    """
    payer, total = doing.person, quote.total
    payers, receivers = limits.hand_over(db, payer, receiver, quote.amount, doing.channel)
    first_sends.refuse_unknown(db, payer, receiver.id, payers, quote.amount)
    entries = (
        Entry(payer.account_id, -total),
        Entry(receiver.account_id, quote.amount),
        Entry(ledger.ours(db, "fees"), quote.fee),
        Entry(ledger.ours(db, "tax"), quote.tax),
    )
    short = {payer.account_id: Refused("refusal.not_enough", total=total)}
    posting = ledger.post_one(db, Transfer(key, kind, entries), Refused("refusal.recipient_refuses"), short)
    limits.check_balance(receivers, posting.balances[receiver.account_id])
    movements.note(db, NewMovement(
        posting.transfer, doing.reference, kind, quote.amount, payer.id, receiver.id, quote.fee, quote.tax,
    ))  # fmt: skip
    return posting.balances[payer.account_id], posting.balances[receiver.account_id]
