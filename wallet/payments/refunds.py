"""A collection given back to its source: a payment of its own, held until its operator is known to have made it."""

from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.payment_states import UNDER_WAY, in_sql
from wallet.ledger import holds
from wallet.payments import operators, payments
from wallet.payments.payments import NewPayment, Payment
from wallet.payments.rails import RAILS

ON_THE_WAY: Final = text(f"""SELECT COALESCE(sum(amount), 0)::bigint FROM payment
    WHERE refunds = :id AND state IN {in_sql(UNDER_WAY)}""")  # noqa: S608 - constants


def find_left(db: Connection, collected: Payment) -> int:
    """Return how much of a collection may still be given back, in francs; refunds under way are taken for made."""
    posted = payments.find_posted(db, collected.id)
    if posted is None or collected.state != "succeeded":
        return 0
    on_the_way: int = db.execute(ON_THE_WAY, {"id": collected.id}).scalar_one()
    return max(collected.amount - ledger.undone(db, posted) - on_the_way, 0)


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

    Raises NotNow while the operator is down; Refused where its rail cannot, where less is left, in the collection or in
    the account, and where the collection credited another account.
    """
    operators.get_open(db, collected.rail)
    [collected] = payments.lock_rows(db, [collected.id]).values()  # two refunds of one collection take turns
    if "refund_to_source" not in RAILS[collected.rail].can or not _credited(db, collected, account):
        raise Refused("refusal.not_refundable")
    if amount > find_left(db, collected):
        raise Refused("refusal.refunded_already")
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
    )
    payments.create(db, refund)
    return refund


def _credited(db: Connection, collected: Payment, account: int) -> bool:
    posted: UUID | None = payments.find_posted(db, collected.id)
    entries = ledger.entries_of(db, posted) if posted else []
    return any(entry.account == account and entry.amount > 0 for entry in entries)
