"""Stops of payments: what nobody told an operator yet is looked at again, under lock, when it is about to be told."""

from sqlalchemy import Connection

from wallet.payments.payments import Payment
from wallet.people import people

STOPPED = "stopped"  # the reason, in our own word, of a payment that was never told


def is_stopped(db: Connection, payment: Payment) -> bool:
    """True when a payment must not be told to its operator any more; whoever could stop it waits until this ends.

    A frozen wallet, one locked for its robbed owner, or one whose owner locked withdrawals: a payout that was asked
    before has not left. Of a collection, whoever asked for it counts as well. What came too late goes back to its payer
    whatever became of the one it was meant for.
    """
    if payment.purpose in ("return_late", "return_recharge", "return_request", "return_other_amount"):
        return False
    concerned = {one for one in (payment.person_id, payment.asked_by) if one}
    return any(
        one.state == "frozen" or one.robbed or (one.locked_by_owner and payment.direction == "pay")
        for one in people.lock_rows(db, *concerned).values()
    )
