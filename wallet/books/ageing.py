"""The ageing of what waits: suspense, held, unclaimed, on its way, not matched; by days, so many and so much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core import clock

BUCKETS: Final = (1, 7, 30, 90)  # up to so many days; the last is for all that is older
# What waits now, each with its amount and since when: first what is held, by a transfer that waits for its end.
HELD_NOW: Final = {
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
}
# The same as a day was over: what was held until then, and not ended or taken back until then.
HOLDS: Final = {
    "held": """SELECT held AS id, amount + fee + tax AS total FROM cash_out
      UNION ALL SELECT hold, amount + fee + tax FROM claim
      UNION ALL SELECT hold_id, held - fee FROM contest WHERE held > 0""",
    "unclaimed": "SELECT transfer_id AS id, NULL::bigint AS total FROM case_file WHERE kind = 'unclaimed'",
    "in transit": """SELECT p.reservation AS id, NULL::bigint AS total FROM payment p WHERE p.reservation IS NOT NULL
      UNION SELECT transfer_id('payout:' || o.id), NULL FROM payout o""",
}
HELD_THEN: Final = {
    what: f"""SELECT t.posted_at, coalesce(w.total, transfer_size(t.amounts)) FROM ({holds}) w
      JOIN transfer t ON t.id = w.id AND t.posted_at < CAST(:over AS timestamptz)
      WHERE NOT EXISTS (SELECT FROM transfer_link k JOIN transfer e ON e.id = k.by_id
        WHERE k.target = t.id AND e.posted_at < CAST(:over AS timestamptz))"""  # noqa: S608 - constants
    for what, holds in HOLDS.items()
}
# What waits until somebody finds what explains it: of a day that is over, as far as it waits still.
UNEXPLAINED: Final = {
    "bank lines not matched": """SELECT b.booked_on::timestamptz, abs(b.amount) FROM bank_line b
      WHERE b.state <> 'matched' AND b.booked_on <= :day AND NOT EXISTS (SELECT FROM bank_leg g WHERE g.line_id = b.id)
      AND (b.case_id IS NULL OR EXISTS (SELECT FROM case_file c WHERE c.id = b.case_id AND c.state = 'open'))""",
    "moves no statement told of": """SELECT made_at, abs(amount) FROM bank_leg
      WHERE line_id IS NULL AND made_at < CAST(:over AS timestamptz)""",
    "moves no operator told of": """SELECT made_at, abs(amount) FROM rail_leg
      WHERE row_id IS NULL AND made_at < CAST(:over AS timestamptz)""",
    "differences of operators": """SELECT d.found_at, coalesce(p.amount, r.amount, 0) FROM discrepancy d
      LEFT JOIN payment p ON p.id = d.payment_id LEFT JOIN settlement_row r ON r.id = d.row_id
      WHERE d.state = 'open' AND d.found_at < CAST(:over AS timestamptz)""",
}  # fmt: skip
SUSPENSE: Final = "SELECT code, since, abs(amount) FROM list_suspense(CAST(:day AS date))"


def _write_query(held: Mapping[str, str]) -> str:
    waiting = {**held, **UNEXPLAINED}
    each = (f"SELECT '{what}', w.* FROM ({rows}) w" for what, rows in waiting.items())  # noqa: S608 - constants
    waits = " UNION ALL ".join(each)
    return f"""SELECT what, width_bucket(extract(epoch FROM least(wallet_now(), CAST(:over AS timestamptz)) - since)
        / 86400, CAST(:edges AS numeric[])) AS bucket, count(*) AS number, sum(amount)::bigint AS amount
      FROM ({waits} UNION ALL {SUSPENSE}) w (what, since, amount) GROUP BY 1, 2"""  # noqa: S608 - constants


AGED: Final = {then: text(_write_query(held)) for then, held in ((False, HELD_NOW), (True, HELD_THEN))}


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


def read_ageing(db: Connection, day: date | None = None) -> list[Aged]:
    """Return what waits now, or waited as a day was over, by how long; what nothing waits of is left out."""
    today = clock.now(db).astimezone(clock.DOUALA).date()
    on = day or today
    over = datetime.combine(on + timedelta(days=1), time.min, clock.DOUALA)
    asked = {"edges": list(BUCKETS), "day": on, "over": over}
    found: dict[str, tuple[list[int], list[int]]] = {}
    for row in db.execute(AGED[on < today], asked):
        numbers, amounts = found.setdefault(row.what, ([0] * (len(BUCKETS) + 1), [0] * (len(BUCKETS) + 1)))
        numbers[row.bucket] += row.number
        amounts[row.bucket] += row.amount
    return [Aged(what, tuple(numbers), tuple(amounts)) for what, (numbers, amounts) in sorted(found.items())]
