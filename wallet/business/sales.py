"""Payments to a business as its members see them: a list with filters, one of them, and what the business holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.payment_states import ASKED_ABOUT, in_sql
from wallet.operations.kinds import SALES

IN_TIME: Final = """(CAST(:since AS date) IS NULL
      OR m.at >= CAST(:since AS date)::timestamp AT TIME ZONE 'Africa/Douala')
    AND (CAST(:until AS date) IS NULL
      OR m.at < (CAST(:until AS date) + 1)::timestamp AT TIME ZONE 'Africa/Douala')"""
SEEN: Final = """SELECT m.transfer_id::text AS id, m.kind, m.amount, m.fee, m.till, m.reference, m.at,
        coalesce(c.id::text, '') AS checkout_id, coalesce(c.title, '') AS title, coalesce(c.paid_by, '') AS method,
        CASE WHEN c.id IS NOT NULL THEN c.refunded ELSE coalesce((SELECT sum(l.size) FROM transfer_link l
          WHERE l.target = m.transfer_id AND l.role = 'undoes'), 0)::bigint END AS refunded,
        coalesce(c.reference, '') AS their_reference,
        concat_ws(', ', nullif(c.customer_name, ''), nullif(c.customer_phone, ''),
          nullif(c.customer_email, '')) AS customer
    FROM movement m LEFT JOIN checkout c ON m.kind = 'pay_checkout' AND c.paid_with = m.transfer_id"""
LIST: Final = text(f"""{SEEN} WHERE m.merchant_id = :merchant AND m.kind = ANY (:kinds) AND {IN_TIME}
      AND (CAST(:tills AS text[]) IS NULL OR m.till = ANY (CAST(:tills AS text[])))
      AND (:reference = '' OR m.reference = :reference)
      AND (CAST(:before AS uuid) IS NULL
        OR (m.at, m.transfer_id) < (
          SELECT b.at, b.transfer_id FROM movement b WHERE b.transfer_id = CAST(:before AS uuid)))
    ORDER BY m.at DESC, m.transfer_id DESC LIMIT :most""")  # noqa: S608 - constants
ONE: Final = text(f"""{SEEN} WHERE m.merchant_id = :merchant AND m.kind = ANY (:kinds)
    AND m.transfer_id = CAST(:id AS uuid)""")
# Asked of payers by rails that have not said yet; and refunds on their way, of which the business pays all but the fee.
ASKED: Final = f"""FROM checkout c JOIN payment p ON p.checkout_id = c.id
    WHERE c.merchant_id = :merchant AND c.state = 'open' AND p.refunds IS NULL AND p.state IN {in_sql(ASKED_ABOUT)}"""
GOING: Final = (
    "FROM refund r JOIN checkout c ON c.id = r.checkout_id WHERE r.merchant_id = :merchant AND r.state = 'pending'"
)
# However often whoever pays one tried, one payment of it can come in.
ASKED_ONCE: Final = f"""(SELECT DISTINCT ON (c.id) c.title, p.amount, p.reference, p.created_at AS at {ASKED}
    ORDER BY c.id, p.created_at DESC) once"""
PENDING: Final = text(f"SELECT coalesce(sum(amount), 0)::bigint FROM {ASKED_ONCE}")  # noqa: S608 - a constant
RESERVED: Final = text(f"SELECT coalesce(sum(r.amount - r.fee), 0)::bigint {GOING}")
PAYOUTS: Final = text("""SELECT coalesce(sum(amount + fee), 0)::bigint FROM payout
    WHERE merchant_id = :merchant AND state = 'pending' AND NOT for_salary""")
SALARIES: Final = text("""SELECT ((SELECT coalesce(sum(l.amount + l.fee + l.tax), 0)
      FROM payroll b JOIN payroll_line l ON l.payroll_id = b.id AND l.state = 'waiting'
      WHERE b.merchant_id = :merchant AND b.state = 'paying')
    + (SELECT coalesce(sum(amount + fee), 0) FROM payout
      WHERE merchant_id = :merchant AND state = 'pending' AND for_salary))::bigint""")
LIST_PENDING: Final = text(f"SELECT * FROM {ASKED_ONCE} ORDER BY at DESC LIMIT :most")  # noqa: S608 - a constant
LIST_RESERVED: Final = text(f"""SELECT c.title, r.amount - r.fee AS amount, r.reference, r.created_at AS at {GOING}
    ORDER BY r.created_at DESC LIMIT :most""")


@dataclass(frozen=True)
class Sale:
    """One payment to a business; `till`, `checkout_id`, `title` and `method` are "" where there is none.

    `their_reference` and `customer` are what its checkout says: from its program, or as whoever paid wrote them.
    """

    id: str
    kind: str
    amount: int
    fee: int
    till: str
    reference: str
    at: datetime
    checkout_id: str
    title: str
    method: str
    refunded: int
    their_reference: str
    customer: str


@dataclass(frozen=True)
class SaleFilter:
    """The payments of days in Douala, both included; of one kind, some tills (None: all), one reference."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    tills: Sequence[str] | None = None
    reference: str = ""


def list_sales(
    db: Connection, merchant_id: str, wanted: SaleFilter, most: int, before: str | None = None
) -> list[Sale]:
    """Return the newest payments that a filter lets through, those before one where it is named."""
    asked: dict[str, Any] = {
        "merchant": merchant_id, "most": most, "before": before, "kinds": [wanted.kind] if wanted.kind else [*SALES],
        "since": wanted.since, "until": wanted.until, "reference": wanted.reference,
        "tills": None if wanted.tills is None else [*wanted.tills],
    }  # fmt: skip
    return [Sale(**row._mapping) for row in db.execute(LIST, asked)]


def find_sale(db: Connection, merchant_id: str, sale_id: str) -> Sale | None:
    """Return one payment to a business, None where it had no such one."""
    row = db.execute(ONE, {"merchant": merchant_id, "id": sale_id, "kinds": [*SALES]}).one_or_none()
    return Sale(**row._mapping) if row else None


@dataclass(frozen=True)
class Holdings:
    """The money of a business here, in francs.

    `available` may leave, `retained` must stay; `pending`: asked of payers by rails that have not said yet; `refunds`,
    `payouts` and `salaries`: put aside for those under way.
    """

    available: int
    retained: int
    pending: int
    refunds: int
    payouts: int
    salaries: int

    @property
    def reserved(self) -> int:
        """Return all that is put aside."""
        return self.refunds + self.payouts + self.salaries


def read_holdings(db: Connection, merchant_id: str) -> Holdings:
    """Return what a business holds now."""
    account = db.execute(text("SELECT account_id FROM merchant WHERE id = :id"), {"id": merchant_id}).scalar_one()
    asked, available = {"merchant": merchant_id}, ledger.available(db, account)
    return Holdings(
        available, ledger.balance(db, account) - available, int(db.execute(PENDING, asked).scalar_one()),
        int(db.execute(RESERVED, asked).scalar_one()), int(db.execute(PAYOUTS, asked).scalar_one()),
        int(db.execute(SALARIES, asked).scalar_one()),
    )  # fmt: skip


@dataclass(frozen=True)
class HoldingPart:
    """One thing that a figure of the holdings sums: what for, how many francs, since when."""

    title: str
    amount: int
    reference: str
    at: datetime


def list_pending(db: Connection, merchant_id: str, most: int) -> list[HoldingPart]:
    """Return what is asked of payers, the newest first."""
    return [HoldingPart(**row._mapping) for row in db.execute(LIST_PENDING, {"merchant": merchant_id, "most": most})]


def list_refunds_under_way(db: Connection, merchant_id: str, most: int) -> list[HoldingPart]:
    """Return refunds on their way, the newest first."""
    return [HoldingPart(**row._mapping) for row in db.execute(LIST_RESERVED, {"merchant": merchant_id, "most": most})]
