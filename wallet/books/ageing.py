"""The ageing of what waits: suspense, held, unclaimed, on its way, not matched; by days, so many and so much."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

BUCKETS: Final = (1, 7, 30, 90)  # up to so many days; the last is for all that is older
# What waits, each with its amount and since when. Of suspense, what was put there last is what is still there.
WAITING: Final = {
    "held": """SELECT t.posted_at AS since, w.total AS amount FROM (
        SELECT held AS id, amount + fee + tax AS total FROM cash_out WHERE state = 'open'
        UNION ALL SELECT hold, amount + fee + tax FROM claim WHERE state = 'waiting'
        UNION ALL SELECT hold_id, held - fee FROM contest WHERE state = 'open' AND held > 0) w
      JOIN transfer t ON t.id = w.id""",
    "unclaimed": """SELECT t.posted_at, transfer_size(t.amounts)
      FROM case_file c JOIN transfer t ON t.id = c.transfer_id WHERE c.kind = 'unclaimed' AND c.state = 'open'""",
    "in transit": """SELECT t.posted_at, transfer_size(t.amounts) FROM (
        SELECT p.reservation AS id FROM payment p
        WHERE p.reservation IS NOT NULL AND p.state NOT IN ('succeeded', 'failed', 'expired')
        UNION SELECT transfer_id('payout:' || o.id) FROM payout o WHERE o.state = 'pending') w
      JOIN transfer t ON t.id = w.id""",
    "bank lines not matched": """SELECT b.booked_on::timestamptz, abs(b.amount) FROM bank_line b
      WHERE b.state <> 'matched' AND NOT EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id)
      AND (b.case_id IS NULL OR EXISTS (SELECT FROM case_file c WHERE c.id = b.case_id AND c.state = 'open'))""",
    "moves no statement told of": "SELECT made_at, abs(amount) FROM bank_leg WHERE line_id IS NULL",
    "differences of operators": """SELECT d.found_at, coalesce(p.amount, r.amount, 0) FROM discrepancy d
      LEFT JOIN payment p ON p.id = d.payment_id LEFT JOIN settlement_row r ON r.id = d.row_id
      WHERE d.state = 'open'""",
}
SUSPENSE: Final = """SELECT code, posted_at, least(size, stands - (upto - size)) AS amount FROM (
    SELECT l.code, l.posted_at, abs(l.amount) AS size, abs(l.stands) AS stands,
      sum(abs(l.amount)) OVER (PARTITION BY l.code ORDER BY l.posted_at DESC, l.id) AS upto
    FROM (SELECT a.code, t.id, t.posted_at, leg.amount, sum(leg.amount) OVER (PARTITION BY a.code) AS stands
      FROM account a JOIN transfer t ON a.id = ANY (t.accounts)
      CROSS JOIN LATERAL unnest(t.accounts, t.amounts) leg (id, amount)
      WHERE a.kind = 'suspense' AND leg.id = a.id) l
    WHERE sign(l.amount) = sign(l.stands)) x WHERE upto - size < stands"""
AGED: Final = text(f"""SELECT what, width_bucket(extract(epoch FROM wallet_now() - since) / 86400,
      CAST(:edges AS numeric[])) AS bucket, count(*) AS number, sum(amount)::bigint AS amount
    FROM ({" UNION ALL ".join(f"SELECT '{what}', w.* FROM ({rows}) w" for what, rows in WAITING.items())}
      UNION ALL {SUSPENSE}) w (what, since, amount) GROUP BY 1, 2""")  # noqa: S608 - constants


@dataclass(frozen=True)
class Aged:
    """All that waits of one kind: so many and so much by the places of BUCKETS, and behind them what is older."""

    what: str
    numbers: tuple[int, ...]
    amounts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Return how much waits in all."""
        return sum(self.amounts)


def read_ageing(db: Connection) -> list[Aged]:
    """Return what waits now, by how long; what nothing waits of is left out."""
    found: dict[str, tuple[list[int], list[int]]] = {}
    for row in db.execute(AGED, {"edges": list(BUCKETS)}):
        numbers, amounts = found.setdefault(row.what, ([0] * (len(BUCKETS) + 1), [0] * (len(BUCKETS) + 1)))
        numbers[row.bucket] += row.number
        amounts[row.bucket] += row.amount
    return [Aged(what, tuple(numbers), tuple(amounts)) for what, (numbers, amounts) in sorted(found.items())]
