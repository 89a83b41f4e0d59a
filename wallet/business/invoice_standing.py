"""Standings of invoices: reckoned from what was paid and taken back, never stored.

draft, then open, partly_paid, overdue, paid, void (taken back whole); a proforma also turned, once an invoice was
made of it; a credit note is issued.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.clock import TODAY


@dataclass(frozen=True)
class InvoiceStanding:
    """An invoice's standing: francs paid (less what went back), taken back by credit notes, left to pay."""

    id: str
    state: str
    paid: int
    credited: int
    left: int
    over: int  # paid above what is owed: its business gives it back
    turned_into: str | None
    sent: bool


FIND: Final = text(f"""WITH told AS (
      SELECT i.*, coalesce((SELECT sum(c.amount - c.refunded) FROM checkout c
          WHERE c.invoice_id = i.id AND c.state = 'paid'), 0)::bigint AS paid,
        back.payable AS credited, back.total AS credited_total,
        (SELECT t.id FROM invoice t WHERE t.of_id = i.id AND t.kind = 'invoice' AND t.state <> 'dropped') AS turned,
        EXISTS (SELECT FROM invoice_sending s WHERE s.invoice_id = i.id) AS sent
      FROM invoice i CROSS JOIN LATERAL (
        SELECT coalesce(sum(n.payable), 0)::bigint AS payable, coalesce(sum(n.total), 0)::bigint AS total
        FROM invoice n WHERE n.of_id = i.id AND n.kind = 'credit_note' AND n.state = 'final') back
      WHERE i.id = ANY (CAST(:ids AS uuid[]))),
    reckoned AS (SELECT *, CASE WHEN state = 'final' AND kind <> 'credit_note' AND turned IS NULL
        THEN greatest(payable - credited - paid, 0) ELSE 0 END AS left_to_pay FROM told)
    SELECT id::text, CASE WHEN state <> 'final' THEN state WHEN kind = 'credit_note' THEN 'issued'
        WHEN credited_total > 0 AND credited_total >= total THEN 'void' WHEN turned IS NOT NULL THEN 'turned'
        WHEN left_to_pay = 0 THEN 'paid' WHEN kind = 'invoice' AND due_on < {TODAY} THEN 'overdue'
        WHEN paid > 0 THEN 'partly_paid' ELSE 'open' END AS state,
      paid, credited, left_to_pay AS left,
      CASE WHEN turned IS NULL THEN greatest(paid - greatest(payable - credited, 0), 0) ELSE 0 END AS over,
      turned::text AS turned_into, sent
    FROM reckoned""")  # noqa: S608 - constants


def list_standings(db: Connection, ids: Sequence[str]) -> dict[str, InvoiceStanding]:
    """Return how each of these invoices stands, by its id."""
    return {row.id: InvoiceStanding(**row._mapping) for row in db.execute(FIND, {"ids": [*ids]})}


def get_standing(db: Connection, invoice_id: str) -> InvoiceStanding:
    """Return how an invoice stands. Raises KeyError where there is none."""
    return list_standings(db, [invoice_id])[invoice_id]
