"""A shop's sales told once a day, to owners who want no text for each: at 20:00 in Douala, of the day ending then."""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import merchants
from wallet.core import clock
from wallet.core.payment_states import in_sql
from wallet.messages import notices
from wallet.operations.kinds import SALES
from wallet.people import people

EVENING: Final = timedelta(hours=20)
SETTLED_AFTER: Final = "5 minutes"  # a sale takes no longer to commit
DUE: Final = f"""SELECT id::text FROM sales_digest
    WHERE told_at IS NULL AND until <= wallet_now() - interval '{SETTLED_AFTER}' ORDER BY until"""  # noqa: S608 - a constant
OPEN: Final = text("""INSERT INTO sales_digest (id, merchant_id, until)
    SELECT gen_random_uuid(), CAST(:merchant AS uuid),
      date_trunc('day', posted_at - :evening, 'Africa/Douala') + interval '1 day' + :evening
    FROM transfer WHERE id = CAST(:transfer AS uuid)
    ON CONFLICT DO NOTHING""")
CLOSE: Final = text("""UPDATE sales_digest SET told_at = wallet_now() WHERE id = :id AND told_at IS NULL
    RETURNING merchant_id::text, until""")
SOLD: Final = text(f"""SELECT count(*) AS sales, COALESCE(sum(amount), 0)::bigint AS amount,
      COALESCE(sum(fee), 0)::bigint AS fee
    FROM movement WHERE merchant_id = :merchant AND kind IN {in_sql(SALES)}
    AND at >= :until - interval '1 day' AND at < :until""")  # noqa: S608 - constants


def open_digest(db: Connection, merchant_id: str, transfer: str) -> None:
    """Have the day of a shop's sale by this transfer told in the evening; once, however many sales it has."""
    db.execute(OPEN, {"merchant": merchant_id, "transfer": transfer, "evening": EVENING})


def tell_day(db: Connection, digest_id: str) -> None:
    """Tell the owner what was sold that day; told before, or closed since, nothing."""
    closed = db.execute(CLOSE, {"id": digest_id}).one_or_none()
    if closed is None:
        return
    shop = merchants.get_merchant(db, closed.merchant_id)
    owner = people.find_by_ids(db, [shop.owner_id]).get(shop.owner_id)
    sold = db.execute(SOLD, {"merchant": shop.id, "until": closed.until}).one()
    if owner and sold.sales:
        said = {"shop": shop.name, "balance": ledger.balance(db, shop.account_id), **clock.shown(closed.until)}
        notices.tell(db, owner, "receipt", "sales_of_day", **sold._mapping, **said)
