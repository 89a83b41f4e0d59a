"""A collection given back to its source: a payment of its own, held until its operator is known to have made it."""

from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import holds
from wallet.operations.taken_back import lock_row_movement, sum_taken_back
from wallet.payments import operators, payments
from wallet.payments.payments import NewPayment, Payment
from wallet.payments.rails import RAILS
from wallet.prices import quotes


def find_left(db: Connection, collected: Payment) -> int:
    """Return how much of a collection may still be given back, in francs."""
    posted = payments.find_posted(db, collected.id)
    if posted is None or collected.state != "succeeded":
        return 0
    return max(collected.amount - sum_taken_back(db, posted), 0)


def ask_refund(
    db: Connection,
    collected: Payment,
    amount: int,
    account: int,
    *,
    key: str,
    reference: str,
    channel: str,
    asked_by: str | None,
) -> NewPayment:
    """Hold `amount` of the account a collection credited, and write its refund down: a worker tells the operator.

    What was charged abroad goes back there: its part of what was charged, in the same currency, by the rate of then.
    Raises NotNow while the operator is down; Refused where its rail cannot, where less is left, in the collection or in
    the account, where the collection credited another account, and where the part is less than a cent.
    """
    operators.get_open(db, collected.rail)
    posted = payments.find_posted(db, collected.id)
    if "refund_to_source" not in RAILS[collected.rail].can or not posted or not _credited(db, posted, account):
        raise Refused("refusal.not_refundable")
    lock_row_movement(db, posted)
    if amount > find_left(db, collected):
        raise Refused("refusal.refunded_already")
    charged = _share_charged(db, collected, amount)
    refusal = Refused("refusal.not_enough_free", total=amount)
    held = holds.hold(db, key, "hold_refund", account, amount, f"in_transit:{collected.rail}", refusal)
    refund = NewPayment(
        purpose="refund_payment",
        direction="refund",
        reference=reference,
        rail=collected.rail,
        party=collected.party,
        channel=channel,
        person_id=collected.person_id,
        asked_by=asked_by,
        amount=amount,
        reservation=held.transfer,
        refunds=collected.id,
        currency=collected.currency,
        charged=charged,
        quote_id=collected.quote_id,
    )
    payments.create(db, refund)
    return refund


def _share_charged(db: Connection, collected: Payment, amount: int) -> int | None:
    """Return what goes back of what was charged abroad, None for a collection in francs. Raises Refused."""
    if collected.currency == "XAF":
        return None
    gone, given = payments.sum_refunds(db, collected.id)
    share = quotes.give_back(collected.charged, collected.amount, amount, gone, given)
    if share == 0:
        raise Refused("refusal.refund_too_small", currency=collected.currency)
    return share


def _credited(db: Connection, posted: UUID, account: int) -> bool:
    return any(entry.account == account and entry.amount > 0 for entry in ledger.entries_of(db, posted))
