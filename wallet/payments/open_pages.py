"""Pages of rails that are open already: whoever chooses to pay there once more is led back, not to a second one."""

from datetime import timedelta
from typing import Final, Literal

from sqlalchemy import Connection, text

from wallet.core.payment_states import ASKED_ABOUT, in_sql

PaidColumn = Literal["checkout_id", "recharge_id", "request_id"]
LEADS_FOR: Final = timedelta(minutes=15)  # what a page is good for is its rail's to say: a later one is made anew
FIND: Final = """SELECT reference FROM payment
    WHERE {thing} = :id AND direction = 'collect' AND redirect_url <> '' AND rail = :rail AND state IN {live}
    AND currency = :currency AND coalesce(charged, amount) = :charged AND created_at > wallet_now() - :leads_for
    ORDER BY created_at DESC, id LIMIT 1"""


def find_reference(db: Connection, thing: PaidColumn, thing_id: str, rail: str, charged: int, currency: str) -> str:
    """Return the reference of a locked thing's payment at a page that is open and charges the same, "" for none."""
    row = {"id": thing_id, "rail": rail, "charged": charged, "currency": currency, "leads_for": LEADS_FOR}
    statement = FIND.format(thing=thing, live=in_sql(ASKED_ABOUT))
    return db.execute(text(statement), row).scalar_one_or_none() or ""
