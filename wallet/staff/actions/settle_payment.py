"""Settling a payment by hand: what a person may decide of it, what that would post, and doing it once approved.

A payment in review may become either; one that expired may only have succeeded late; one that ended stays as it is, and
saying so closes its cases. One that waits while its operator is held, after a failover that may have forgotten that it
was told, may have succeeded: then it is never told again.
"""

from typing import Any, Final, cast

from sqlalchemy import Connection, text

from wallet.core.errors import DeniedError
from wallet.core.payment_states import State
from wallet.ledger import Transfer
from wallet.payments import operators, payments
from wallet.payments.payments import Change, Payment
from wallet.people import people
from wallet.purposes.ending_money import accounts_of, ending
from wallet.purposes.settle import settle_by_hand

MAY_BECOME: Final[dict[str, tuple[State, ...]]] = {
    "created": ("succeeded",),
    "review": ("succeeded", "failed"),
    "expired": ("succeeded",),
    "succeeded": ("succeeded",),
    "failed": ("failed",),
}


def ask(db: Connection, reference: str, state: str) -> dict[str, Any]:
    """What a request to settle holds: the state wished, and what the payment is now. Raises DeniedError."""
    payment = found(db, reference)
    content = {"state": state, "seen": _seen(db, payment)}
    _judge(db, payment, content)
    return content


def found(db: Connection, reference: str) -> Payment:
    """The payment of this reference. Raises DeniedError."""
    payment = payments.find(db, reference)
    if payment is None:
        raise DeniedError(f"There is no payment {reference}.")
    return payment


def lock(db: Connection, reference: str) -> None:
    """Nobody else moves it until this transaction ends."""
    payments.lock(db, [found(db, reference).id])


def preview(db: Connection, reference: str, content: dict[str, Any]) -> Transfer | None:
    """What would be posted; None: nothing. Raises DeniedError when the payment moved since it was asked."""
    payment = found(db, reference)
    if _seen(db, payment) != content["seen"]:
        raise DeniedError(f"{reference} has moved since this was asked: it is {payment.state} now. Ask again.")
    _judge(db, payment, content)
    if content["state"] == payment.state:
        return None
    change = Change(payment, cast("State", content["state"]), "", None)
    return ending(db, change, people.by_id(db, payment.person_id), accounts_of(db))


def do(db: Connection, reference: str, content: dict[str, Any], why: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settle it and close its cases; the payment is locked. Answers what it was and what it is."""
    preview(db, reference, content)
    payment = found(db, reference)
    if content["state"] != payment.state:
        settle_by_hand(db, payment, cast("State", content["state"]), f"by hand: {why}")
    db.execute(
        text("UPDATE case_file SET state = 'closed' WHERE payment_id = :id AND state = 'open' AND transfer_id IS NULL"),
        {"id": payment.id},
    )
    return content["seen"], _seen(db, found(db, reference))


def _judge(db: Connection, payment: Payment, content: dict[str, Any]) -> None:
    """Raises DeniedError when this is not for a person to decide."""
    told_now = payment.state == "created" and operators.may_submit(db, payment.rail)
    allowed = () if told_now else MAY_BECOME.get(payment.state, ())
    if not allowed:
        raise DeniedError(
            f"{payment.reference} is {payment.state}: workers are still asking about it. It comes to review when"
            " nobody can tell."
        )
    if content["state"] not in allowed:
        raise DeniedError(
            f"{payment.reference} is {payment.state}: by hand it can only be {' or '.join(allowed)}. What is wrong with"
            " a payment that has ended is put right by a correcting transfer: ./mbongo reconcile"
        )
    if payment.state == content["state"] and not content["seen"]["cases"]:
        raise DeniedError(f"{payment.reference} is {payment.state} and nothing about it is open.")


def _seen(db: Connection, payment: Payment) -> dict[str, Any]:
    """What the decision is about; if any of it changes, the decision is about something else."""
    row = db.execute(
        text("""SELECT changed_at::text AS changed_at, ARRAY(SELECT kind || ': ' || detail FROM case_file c
            WHERE c.payment_id = p.id AND c.state = 'open' AND c.transfer_id IS NULL ORDER BY opened_at, id) AS cases
            FROM payment p WHERE id = :id"""),
        {"id": payment.id},
    ).one()
    return {"state": payment.state, "changed_at": row.changed_at, "cases": list(row.cases)}
