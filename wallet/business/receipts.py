"""The receipt of a checkout that is paid: who was paid how much, for what, by which method, under which reference."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.prices.quotes import write_minor


@dataclass(frozen=True)
class Receipt:
    """A receipt as its payer keeps it; `their_reference` is the business's own, "" for none.

    `number` is the paying phone's at an operator, `charged` what a payer abroad was charged ("19.06 EUR"), else "".
    """

    shop: str
    title: str
    amount: int
    their_reference: str
    method: str
    reference: str
    number: str
    charged: str
    code: str
    paid_at: datetime


FIND: Final = text("""SELECT m.name AS shop, c.title, c.amount, c.reference AS their_reference, c.paid_by AS method,
        v.reference, CASE WHEN p.party_kind = 'phone' THEN p.party ELSE '' END AS number, p.charged, q.currency,
        q.digits, a.code, c.ended_at AS paid_at
    FROM checkout c JOIN merchant m ON m.id = c.merchant_id JOIN pay_address a ON a.checkout_id = c.id
        JOIN movement v ON v.transfer_id = c.paid_with
        LEFT JOIN payment p ON p.id = c.payment_id LEFT JOIN quote q ON q.id = p.quote_id
    WHERE c.id = :id AND c.state = 'paid'""")


PAID: Final = text("""SELECT p.reference, CASE WHEN p.party_kind = 'phone' THEN p.party ELSE '' END AS number,
        p.charged, q.currency, q.digits
    FROM payment p LEFT JOIN quote q ON q.id = p.quote_id WHERE p.id = CAST(:id AS uuid)""")


@dataclass(frozen=True)
class PaidBy:
    """The payment that paid something: its reference, the phone's number, and what was charged abroad; "" for none."""

    reference: str
    number: str
    charged: str


def get_paid_by(db: Connection, payment_id: str) -> PaidBy:
    """Return what a receipt says of a payment. Raises NoResultFound."""
    row = db.execute(PAID, {"id": payment_id}).one()
    return PaidBy(row.reference, row.number or "", _write_charged(row))


def find_receipt(db: Connection, checkout_id: str) -> Receipt | None:
    """Return the receipt of a checkout, None of one that is not paid."""
    row = db.execute(FIND, {"id": checkout_id}).one_or_none()
    if row is None:
        return None
    return Receipt(
        row.shop, row.title, row.amount, row.their_reference, row.method, row.reference, row.number or "",
        _write_charged(row), row.code, row.paid_at,
    )  # fmt: skip


def _write_charged(row: Any) -> str:
    return f"{write_minor(row.charged, row.digits)} {row.currency}" if row.currency else ""
