"""Levels of businesses: how far each is known, and what that binds: methods, the size of a payment, a month's sum.

0 tries out, 1 is a person who sells, 2 a company. What a level binds is data (business_level). A month's sum is counted
on one row of the business, which payments to it hold in turn: so only at a level that has such a ceiling. What an
operator or a processor is asked for is judged by what was paid until then, so that a stranger who opens pages and pays
none of them fills nobody's month; and judged again, on that row, once it is paid: of two that were under way together
the one that is too much goes back to where it came from.

No price asks a level about tax: whoever is paid at all is registered, and exempt (taxed_is_not_paid, in the table).
What would carry a tax, a payment to somebody who is not, is refused before it has a price.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.people import numbers

READ: Final = text("""SELECT m.level, l.methods, l.payment_most, l.month_most, l.payout_most, m.name AS shop
    FROM merchant m JOIN business_level l USING (level) WHERE m.id = CAST(:id AS uuid)""")
MONTH: Final = "date_trunc('month', (wallet_now() AT TIME ZONE 'Africa/Douala'))::date"
HOLD: Final = text(f"""SELECT amount FROM business_usage
    WHERE merchant_id = CAST(:id AS uuid) AND month = {MONTH} FOR NO KEY UPDATE""")  # noqa: S608 - a constant
MAKE: Final = text(f"""INSERT INTO business_usage (merchant_id, month, amount)
    SELECT m.id, {MONTH}, 0 FROM merchant m JOIN business_level l USING (level)
    WHERE m.id = CAST(:id AS uuid) AND l.month_most IS NOT NULL ON CONFLICT DO NOTHING""")  # noqa: S608 - a constant
ADD: Final = text(f"""UPDATE business_usage u SET amount = u.amount + :amount
    FROM merchant m JOIN business_level l USING (level) WHERE m.id = u.merchant_id AND l.month_most IS NOT NULL
      AND u.merchant_id = CAST(:id AS uuid) AND u.month = {MONTH} RETURNING u.amount""")  # noqa: S608 - a constant
SET: Final = text("UPDATE merchant SET level = :level WHERE id = CAST(:id AS uuid)")


@dataclass(frozen=True)
class BusinessLevel:
    """A business's level and what it binds; None is no ceiling. `shop` is its name."""

    level: int
    methods: tuple[str, ...]
    payment_most: int | None
    month_most: int | None
    payout_most: int | None
    shop: str


def read_level(db: Connection, merchant_id: str) -> BusinessLevel:
    """Return a business's level, and what it binds. Raises NoResultFound."""
    row = db.execute(READ, {"id": merchant_id}).one()
    return BusinessLevel(row.level, tuple(row.methods), row.payment_most, row.month_most, row.payout_most, row.shop)


def take_in(db: Connection, merchant_id: str, amount: int) -> None:
    """Count what a business is paid from a wallet now. Raises Refused for what its level does not take.

    It is counted even then, as the transaction that refuses is undone.
    """
    bound = refuse_unbound(db, merchant_id, "wallet", amount)
    if bound.month_most is not None and count(db, merchant_id, amount) > bound.month_most:
        raise Refused("refusal.shop_month_most", shop=bound.shop)


def check_asked(db: Connection, merchant_id: str, method: str, amount: int) -> None:
    """Raise Refused for what a business's level does not take, where an operator or a processor is asked for it."""
    bound = refuse_unbound(db, merchant_id, method, amount)
    if bound.month_most is not None and lock_row_month(db, merchant_id) + amount > bound.month_most:
        raise Refused("refusal.shop_month_most", shop=bound.shop)


def has_room(db: Connection, merchant_id: str, amount: int) -> bool:
    """Return True where what came by an operator is within the month's ceiling still; nobody counts meanwhile."""
    most = read_level(db, merchant_id).month_most
    return most is None or lock_row_month(db, merchant_id) + amount <= most


def check_payout(db: Connection, merchant_id: str, way: str, amount: int) -> None:
    """Raise Refused for what a business's level does not let out; its owner's own wallet has ceilings of its own."""
    if way == "wallet":
        return
    bound = read_level(db, merchant_id)
    if not bound.methods:
        raise Refused("member.payout_unverified")
    if bound.payout_most is not None and amount > bound.payout_most:
        raise Refused("member.payout_most", most=bound.payout_most)


def refuse_unbound(db: Connection, merchant_id: str, method: str, amount: int) -> BusinessLevel:
    """Return what binds a business; the month is not looked at. Raises Refused for a method, or an amount."""
    bound = read_level(db, merchant_id)
    if not bound.methods:
        raise Refused("refusal.shop_unverified", shop=bound.shop)
    if method not in bound.methods:
        raise Refused("refusal.shop_method", shop=bound.shop)
    if bound.payment_most is not None and amount > bound.payment_most:
        raise Refused("refusal.shop_payment_most", shop=bound.shop, maximum=bound.payment_most)
    return bound


def lock_row_month(db: Connection, merchant_id: str) -> int:
    """Return what a business was paid this month; until this transaction ends nobody else counts there.

    Nothing is written: it serves to look, too.
    """
    row = db.execute(HOLD, {"id": merchant_id}).scalar()
    if row is None:  # its first of the month: those who come together take turns
        numbers.take_turn(db, f"month {merchant_id}")
        row = db.execute(HOLD, {"id": merchant_id}).scalar()
    return int(row or 0)


def count(db: Connection, merchant_id: str, amount: int) -> int:
    """Count what a business was paid under its month's ceiling; return the sum, whose row is held from now on.

    Where there is no ceiling nothing is counted, and no row is held; what was counted before stays.
    """
    held = {"id": merchant_id, "amount": amount}
    counted = db.execute(ADD, held).scalar()
    if counted is None and read_level(db, merchant_id).month_most is not None:
        lock_row_month(db, merchant_id)
        db.execute(MAKE, {"id": merchant_id})
        counted = db.execute(ADD, held).scalar()
    return int(counted or 0)


def set_level(db: Connection, merchant_id: str, level: int) -> None:
    """Set a business's level, as two of staff agreed, or as its papers no longer show more."""
    db.execute(SET, {"id": merchant_id, "level": level})
