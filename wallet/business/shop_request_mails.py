"""Facts of mails about a business's requests, found when they are sent; and whose requests come back unread."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.business import checkout_asks, merchants
from wallet.business.checkout_asks import CheckoutAsk


@dataclass(frozen=True)
class ShopRequestMail:
    """A request of a business as its mails tell of it."""

    asked: CheckoutAsk
    shop: str


def find_told(db: Connection, checkout_id: str) -> ShopRequestMail | None:
    """Return a request as it is now, None of one whose shop its reader blocked."""
    asked = checkout_asks.get(db, checkout_id)
    return None if asked.dropped else ShopRequestMail(asked, merchants.get_merchant(db, asked.merchant_id).name)
