"""A collection given back to its source: a payment of its own, held until its operator is known to have made it."""

from uuid import UUID, uuid4

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Misread, Refused
from wallet.ledger import holds
from wallet.operations.taken_back import lock_row_movement, sum_taken_back
from wallet.payments import operators, payments
from wallet.payments.payments import NewPayment, Payment
from wallet.payments.rails import RAILS
from wallet.prices import quotes, tariffs


def find_left(db: Connection, collected: Payment) -> int:
    """Return how much of a collection may still be given back, in francs."""
    posted = payments.find_posted(db, collected.id)
    if posted is None or collected.state != "succeeded":
        return 0
    return max(collected.amount - sum_taken_back(db, posted), 0)


def lock_row_source(db: Connection, collected: Payment, amount: int) -> UUID:
    """Return the transfer by which a collection came in, held, so that what is left of it cannot change.

    Raises NotNow while its operator is down; Refused where its rail cannot give back, or less than `amount` is left.
    """
    operators.get_open(db, collected.rail)
    posted = payments.find_posted(db, collected.id)
    if not goes_back(collected) or not posted:
        raise Refused("refusal.not_refundable")
    lock_row_movement(db, posted)
    if amount > find_left(db, collected):
        raise Refused("refusal.refunded_already")
    return posted


def check_part(left: int, amount: int) -> None:
    """Raise Misread for an amount to give back that is more than is left, or less than anybody may type."""
    if amount > left:
        raise Misread("error.more_than_left", left=left)
    if amount < min(tariffs.MINIMUM, left):
        raise Misread("error.amount_below", minimum=int(tariffs.MINIMUM))


def goes_back(collected: Payment) -> bool:
    """True for a collection whose rail can give it back to where it came from."""
    return "refund_to_source" in RAILS[collected.rail].can


def write_refund(
    db: Connection,
    collected: Payment,
    amount: int,
    held: UUID,
    charged: int | None,
    *,
    purpose: str,
    reference: str,
    channel: str,
    asked_by: str | None,
    checkout_id: str | None = None,
    payment_id: str | None = None,
) -> NewPayment:
    """Write down the refund for which the transfer `held` put the amount aside: a worker tells the operator.

    `charged` is what goes back of what was charged abroad, None for a collection in francs.
    """
    refund = NewPayment(
        purpose=purpose,
        direction="refund",
        reference=reference,
        rail=collected.rail,
        party=collected.party,
        channel=channel,
        person_id=collected.person_id,
        asked_by=asked_by,
        amount=amount,
        reservation=held,
        checkout_id=checkout_id,
        refunds=collected.id,
        currency=collected.currency,
        charged=charged,
        quote_id=collected.quote_id,
        id=payment_id or str(uuid4()),
    )
    payments.create(db, refund)
    return refund


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
    """Hold `amount` of the account a collection credited, and write its refund down.

    Raises NotNow and Refused as lock_row_source and share_charged do; Refused where less is left in the account, and
    where the collection credited another.
    """
    posted = lock_row_source(db, collected, amount)
    if not any(entry.account == account and entry.amount > 0 for entry in ledger.entries_of(db, posted)):
        raise Refused("refusal.not_refundable")
    refusal = Refused("refusal.not_enough_free", total=amount)
    held = holds.hold(db, key, "hold_refund", account, amount, f"in_transit:{collected.rail}", refusal)
    return write_refund(
        db, collected, amount, held.transfer, share_charged(db, collected, amount),
        purpose="refund_payment", reference=reference, channel=channel, asked_by=asked_by,
    )  # fmt: skip


def share_charged(db: Connection, collected: Payment, amount: int) -> int | None:
    """Return what goes back abroad with so many francs: their part of what was charged, in the same currency.

    None for a collection in francs. Raises Refused where that part is less than a cent.
    """
    if collected.currency == "XAF":
        return None
    gone, given = payments.sum_refunds(db, collected.id)
    share = quotes.give_back(collected.charged, collected.amount, amount, gone, given)
    if share == 0:
        raise Refused("refusal.refund_too_small", currency=collected.currency)
    return share
