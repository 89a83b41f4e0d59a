"""The figures of a business: its sales of a day or of some days, beside those of the time before.

They are read from sums by hour and by day (sale_sum), and what ended since the last roll-up (sale_due), in one
statement: a million payments cost what a thousand do. Days and hours are those of Douala.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Connection, TextClause, text

from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.payment_states import in_sql
from wallet.operations.kinds import SALES

REFUNDED: Final = "refund_payment"
NOTHING: Final = "came_to_nothing"
WALLET: Final = "wallet"
DAYS: Final = (7, 30, 90)  # a page may look so far back
ROLLED_MOST: Final = 20_000  # rows a tick folds in
# What a payment in a checkout was paid by stands on the checkout's row alone.
SEEN: Final = """(SELECT began, kind, till, method, reason, count, amount, fee FROM sale_sum
        WHERE merchant_id = CAST(:merchant AS uuid) AND grain = :grain AND began >= :since AND began < :until
      UNION ALL
        SELECT date_trunc(:grain, d.at, 'Africa/Douala'), d.kind, d.till, coalesce(c.paid_by, d.method), d.reason,
          d.count, d.count * d.amount, d.count * d.fee
        FROM sale_due d LEFT JOIN checkout c ON d.kind = 'pay_checkout' AND c.paid_with = d.thing
        WHERE d.merchant_id = CAST(:merchant AS uuid) AND d.at >= :since AND d.at < :until) seen"""
SUMS: Final = "sum(count)::bigint, sum(amount)::bigint, sum(fee)::bigint"
BY_DAY: Final = text(f"""SELECT began, kind, till, method, reason, {SUMS} FROM {SEEN}
    GROUP BY began, kind, till, method, reason""")  # noqa: S608 - constants
# By the hour nobody asks which till or why: the database adds them up, so that as few rows come however much was sold.
BY_HOUR: Final = text(f"""SELECT began, kind, '', '', '', {SUMS} FROM {SEEN}
    WHERE CAST(:tills AS text[]) IS NULL OR till = ANY (CAST(:tills AS text[])) GROUP BY began, kind""")  # noqa: S608 - constants
UNPAID: Final = text(f"""SELECT age, count(*) AS many, sum(owed)::bigint AS owed FROM (
      SELECT CASE WHEN due_on IS NULL OR due_on >= {clock.TODAY} THEN 0 WHEN due_on >= {clock.TODAY} - 30 THEN 1
          WHEN due_on >= {clock.TODAY} - 60 THEN 2 ELSE 3 END AS age,
        greatest(i.payable - back.payable - coalesce((SELECT sum(c.amount - c.refunded) FROM checkout c
          WHERE c.invoice_id = i.id AND c.state = 'paid'), 0), 0) AS owed
      FROM invoice i CROSS JOIN LATERAL (SELECT coalesce(sum(n.payable), 0) AS payable FROM invoice n
          WHERE n.of_id = i.id AND n.kind = 'credit_note' AND n.state = 'final') back
      WHERE i.merchant_id = :merchant AND i.kind = 'invoice' AND i.state = 'final') owing
    WHERE owed > 0 GROUP BY age ORDER BY age""")  # noqa: S608 - constants
AGES: Final = 4  # not due yet; 1 to 30 days late; 31 to 60; more


@dataclass(frozen=True)
class Cell:
    """Sales of one hour or day, of one kind; of a day of one till, method and reason too: how many, and francs."""

    began: datetime
    kind: str
    till: str
    method: str
    reason: str
    count: int
    amount: int
    fee: int


@dataclass
class SalesTotal:
    """Sales added up, in francs: `failed` came to nothing, and `paid_online` is who came through of those who tried."""

    count: int = 0
    taken: int = 0
    fees: int = 0
    refunds: int = 0
    refunded: int = 0
    failed: int = 0
    paid_online: int = 0

    def add(self, cell: Cell) -> None:
        """Add a cell."""
        if cell.kind in SALES:
            self.count += cell.count
            self.taken += cell.amount
            self.fees += cell.fee
            self.paid_online += cell.count if cell.method not in ("", WALLET) else 0
        elif cell.kind == REFUNDED:
            self.refunds += cell.count
            self.refunded += cell.amount
        else:
            self.failed += cell.count

    @property
    def basket(self) -> int:
        """Return the average payment, 0 where there was none."""
        return self.taken // self.count if self.count else 0

    @property
    def success_percent(self) -> int | None:
        """Return how many of a hundred payments asked of operators and providers came through, None of none."""
        tried = self.paid_online + self.failed
        return round(100 * self.paid_online / tried) if tried else None


def add_up(cells: Iterable[Cell]) -> SalesTotal:
    """Return cells added up."""
    total = SalesTotal()
    for cell in cells:
        total.add(cell)
    return total


def group(cells: Iterable[Cell], name: Callable[[Cell], str]) -> dict[str, SalesTotal]:
    """Return sales added up by a name, what took most first."""
    totals: dict[str, SalesTotal] = {}
    for cell in cells:
        totals.setdefault(name(cell), SalesTotal()).add(cell)
    return dict(sorted(totals.items(), key=lambda one: (-one[1].taken, -one[1].failed, one[0])))


@dataclass(frozen=True)
class Days:
    """Some days up to today, and as many before them."""

    since: date
    days: int
    now: list[Cell] = field(repr=False)
    before: list[Cell] = field(repr=False)

    def list_days(self) -> list[tuple[date, SalesTotal, SalesTotal]]:
        """Return each day, what it came to, and what the day as many days before came to."""
        now, before = (_by_day(cells) for cells in (self.now, self.before))
        none, back = SalesTotal(), timedelta(days=self.days)
        every = [self.since + timedelta(days=number) for number in range(self.days)]
        return [(day, now.get(day, none), before.get(day - back, none)) for day in every]


def _by_day(cells: Iterable[Cell]) -> dict[date, SalesTotal]:
    totals: dict[date, SalesTotal] = {}
    for cell in cells:
        totals.setdefault(cell.began.astimezone(DOUALA).date(), SalesTotal()).add(cell)
    return totals


def begin_day(day: date) -> datetime:
    """Return when a day begins in Douala."""
    return datetime.combine(day, time(), DOUALA)


def _read(
    db: Connection, by: TextClause, merchant_id: str, since: datetime, until: datetime, **more: Any
) -> list[Cell]:
    asked = {"merchant": merchant_id, "since": since, "until": until, **more}
    return [Cell(*row) for row in db.execute(by, asked)]


def read_days(db: Connection, merchant_id: str, days: int) -> Days:
    """Return the last days, today the last of them, and as many before."""
    today = clock.now(db).astimezone(DOUALA).date()
    since = today - timedelta(days=days - 1)
    first, until = begin_day(since - timedelta(days=days)), begin_day(today + timedelta(days=1))
    cells, between = _read(db, BY_DAY, merchant_id, first, until, grain="day"), begin_day(since)
    return Days(
        since, days, [one for one in cells if one.began >= between], [one for one in cells if one.began < between]
    )


@dataclass(frozen=True)
class Today:
    """Sales of today by hour, those of yesterday, and of yesterday up to the same hour."""

    at: datetime
    total: SalesTotal
    by_then: SalesTotal
    hours: Sequence[tuple[int, SalesTotal, SalesTotal]]


def read_today(db: Connection, merchant_id: str, tills: Sequence[str] | None = None) -> Today:
    """Return what today came to, hour by hour, beside yesterday; of some tills where they are named."""
    now = clock.now(db).astimezone(DOUALA)
    began = begin_day(now.date())
    since, until = began - timedelta(days=1), began + timedelta(days=1)
    named = None if tills is None else [*tills]
    seen = _read(db, BY_HOUR, merchant_id, since, until, grain="hour", tills=named)
    today = [one for one in seen if one.began >= began]
    yesterday = [one for one in seen if one.began < began]
    by_then = add_up(one for one in yesterday if one.began <= now - timedelta(days=1))
    hours = [(hour, SalesTotal(), SalesTotal()) for hour in range(24)]
    for place, side in ((1, today), (2, yesterday)):
        for one in side:
            total = hours[one.began.astimezone(DOUALA).hour][place]
            assert isinstance(total, SalesTotal)
            total.add(one)
    return Today(now, add_up(today), by_then, hours)


@dataclass(frozen=True)
class Owed:
    """Invoices that are not paid whole: how many, and francs."""

    count: int = 0
    owed: int = 0


def list_unpaid(db: Connection, merchant_id: str) -> list[Owed]:
    """Return what is owed by age: not due yet, late by 30 days at most, by 60, by more."""
    found = {row.age: Owed(row.many, row.owed) for row in db.execute(UNPAID, {"merchant": merchant_id})}
    return [found.get(age, Owed()) for age in range(AGES)]


def roll_up(db: Connection, most: int = ROLLED_MOST) -> int:
    """Fold what ended into the sums of hours and days, and return how many rows were; who reads sees the same."""
    return int(db.execute(text("SELECT roll_up_sales(:most)"), {"most": most}).scalar_one())


INVARIANTS: Final = {
    "kept sales say what payments and refunds of each day and hour came to": f"""
        SELECT NULL, concat_ws(' ', 'shop', merchant_id, grain, began, kind, till, method, reason, 'keep',
          coalesce(k.count, 0), coalesce(k.amount, 0), 'came', coalesce(c.count, 0), coalesce(c.amount, 0))
        FROM (SELECT merchant_id, grain, began, kind, till, method, reason, sum(count) AS count,
            sum(amount) AS amount, sum(fee) AS fee
          FROM (SELECT * FROM sale_sum UNION ALL
            SELECT d.merchant_id, grain, date_trunc(grain, d.at, 'Africa/Douala'), d.kind, d.till,
              coalesce(c.paid_by, d.method), d.reason, d.count, d.count * d.amount, d.count * d.fee
            FROM sale_due d CROSS JOIN (VALUES ('hour'), ('day')) g (grain)
            LEFT JOIN checkout c ON d.kind = 'pay_checkout' AND c.paid_with = d.thing) s
          GROUP BY 1, 2, 3, 4, 5, 6, 7) k
        FULL JOIN (SELECT merchant_id, grain, date_trunc(grain, at, 'Africa/Douala') AS began, kind, till, method,
            reason, count(*) AS count, sum(amount) AS amount, sum(fee) AS fee
          FROM (SELECT m.merchant_id, m.at, m.kind, m.till, coalesce(c.paid_by, '') AS method, '' AS reason, m.amount,
              m.fee
            FROM movement m LEFT JOIN checkout c ON m.kind = 'pay_checkout' AND c.paid_with = m.transfer_id
            WHERE m.merchant_id IS NOT NULL
              AND m.kind IN {in_sql((*SALES, "refund_payment"))}
            UNION ALL SELECT c.merchant_id, p.created_at, 'came_to_nothing', '', p.rail, CASE p.state
              WHEN 'expired' THEN 'expired' ELSE coalesce(nullif(left(p.reason, 40), ''), 'failed') END, p.amount, 0
            FROM payment p JOIN checkout c ON c.id = p.checkout_id
            WHERE p.direction = 'collect' AND p.state IN ('failed', 'expired')) e
          CROSS JOIN (VALUES ('hour'), ('day')) g (grain) GROUP BY 1, 2, 3, 4, 5, 6, 7) c
        USING (merchant_id, grain, began, kind, till, method, reason)
        WHERE (coalesce(k.count, 0), coalesce(k.amount, 0), coalesce(k.fee, 0))
          <> (coalesce(c.count, 0), coalesce(c.amount, 0), coalesce(c.fee, 0))""",  # noqa: S608 - constants
}
