"""Payouts by schedule: each day, on a day of each week, or as soon as a sum is there, to one account of a business.

What is due is paid out once, in the transaction that sets the next time: however long nobody looked, one payout makes
up for it. What cannot be paid out now (an operator that is down, a wallet that is full, an owner who is stopped) is
tried again an hour later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import levels, merchants
from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import WalletError
from wallet.core.logs import log
from wallet.operations import drawn_references
from wallet.payouts import put_aside, settlement_accounts
from wallet.payouts.put_aside import Leaving
from wallet.people import people
from wallet.prices import tariffs
from wallet.prices.tariffs import MINIMUM

ScheduleEvery = Literal["day", "week", "sum"]
EVERY: Final = ("day", "week", "sum")
AT_HOUR: Final = 6  # in Douala, before shops open
LOOKED_AFTER: Final = timedelta(minutes=15)  # of a sum: how often it is looked whether it is there
TRIED_AGAIN_AFTER: Final = timedelta(hours=1)
DUE: Final = "SELECT merchant_id::text FROM payout_schedule WHERE next_at <= wallet_now() ORDER BY next_at"
COLUMNS: Final = "merchant_id::text, account_id::text, every, weekday, least, next_at"
FIND: Final = text(f"SELECT {COLUMNS} FROM payout_schedule WHERE merchant_id = :merchant")  # noqa: S608 - a constant
LOCK: Final = text(f"""SELECT {COLUMNS} FROM payout_schedule
    WHERE merchant_id = :merchant AND next_at <= wallet_now() FOR NO KEY UPDATE""")  # noqa: S608 - a constant
SAVE: Final = text("""INSERT INTO payout_schedule (merchant_id, account_id, every, weekday, least, next_at, since)
    VALUES (CAST(:merchant_id AS uuid), CAST(:account_id AS uuid), :every, :weekday, :least, :next_at, wallet_now())
    ON CONFLICT (merchant_id) DO UPDATE SET (account_id, every, weekday, least, next_at, since)
      = (excluded.account_id, excluded.every, excluded.weekday, excluded.least, excluded.next_at, excluded.since)""")
DROP: Final = text("DELETE FROM payout_schedule WHERE merchant_id = :merchant")
MOVE: Final = text("UPDATE payout_schedule SET next_at = :next_at WHERE merchant_id = :merchant")


@dataclass(frozen=True)
class Schedule:
    """One of them; `weekday` is from 1, Monday, and `least` the francs without which nothing is paid out."""

    merchant_id: str
    account_id: str
    every: ScheduleEvery
    weekday: int
    least: int
    next_at: datetime


def find(db: Connection, merchant_id: str) -> Schedule | None:
    """Return the schedule of a business, None where it has none."""
    row = db.execute(FIND, {"merchant": merchant_id}).one_or_none()
    return Schedule(**row._mapping) if row else None


def save(db: Connection, merchant_id: str, account_id: str, every: ScheduleEvery, weekday: int, least: int) -> Schedule:
    """Write the schedule of a business, in the place of the one it had; return it."""
    next_at = find_next(clock.now(db), every, weekday)
    schedule = Schedule(merchant_id, account_id, every, weekday, least, next_at)
    db.execute(SAVE, vars(schedule))
    return schedule


def drop(db: Connection, merchant_id: str) -> bool:
    """Take the schedule of a business away; False where it had none."""
    return bool(db.execute(DROP, {"merchant": merchant_id}).rowcount)


def find_next(now: datetime, every: ScheduleEvery, weekday: int) -> datetime:
    """Return when it is due next, after now: at six in Douala, on a day; of a sum, in a quarter of an hour."""
    if every == "sum":
        return now + LOOKED_AFTER
    at = now.astimezone(DOUALA).replace(hour=AT_HOUR, minute=0, second=0, microsecond=0)
    while at <= now or (every == "week" and at.isoweekday() != weekday):
        at += timedelta(days=1)
    return at


def end(db: Connection, merchant_id: str) -> None:
    """Pay out what a schedule says, once, and set its next time."""
    shop = merchants.get_merchant(db, merchant_id)
    owner = people.lock_rows(db, shop.owner_id)[shop.owner_id]
    row = db.execute(LOCK, {"merchant": merchant_id}).one_or_none()
    if row is None:
        return
    schedule, now = Schedule(**row._mapping), clock.now(db)
    next_at = find_next(now, schedule.every, schedule.weekday)
    account = settlement_accounts.find(db, merchant_id, schedule.account_id)
    is_free = account is None or account.kind == "wallet"
    amount = find_amount(db, ledger.available(db, shop.account_id), is_free=is_free)
    if not is_free:
        amount = min(amount, levels.read_level(db, merchant_id).payout_most or amount)
    if account and amount >= max(schedule.least, MINIMUM):
        fee = put_aside.read_fee(db, account, amount)
        name = drawn_references.draw(db, f"payout schedule:{merchant_id}:{schedule.next_at.isoformat()}")
        order = Leaving(shop, owner, account, amount, fee, name, "system")
        try:
            with db.begin_nested():
                people.refuse_stopped(owner)
                levels.check_payout(db, merchant_id, account.kind, amount)
                put_aside.begin(db, order, by_schedule=True)
        except WalletError as wrong:
            log.warning("payout by schedule not made", merchant=merchant_id, why=wrong.key)
            next_at = min(next_at, now + TRIED_AGAIN_AFTER)
    db.execute(MOVE, {"merchant": merchant_id, "next_at": next_at})


def find_amount(db: Connection, balance: int, *, is_free: bool) -> int:
    """Return the most that can be paid out of a balance with its price on top."""
    if is_free:
        return balance
    tariff, low, high = tariffs.read_tariff(db, "make_payout"), 0, balance
    while low < high:  # a price grows with its amount
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tariff.total(middle) <= balance else (low, middle - 1)
    return low
