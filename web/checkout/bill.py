"""A checkout, or a link, as its page shows it: who asks, how much, what for, until when, and how it stands."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wallet.business import checkouts, links, merchants
from wallet.business.checkouts import Checkout
from wallet.business.links import Link
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress
from wallet.payments import payments
from wallet.payments.payments import Payment

REFERENCE: Final = re.compile("[0-9A-Z-]{4,12}")


@dataclass(frozen=True)
class Bill:
    """A checkout on its page; `payment` is the one the reader follows, None before they chose how to pay."""

    checkout: Checkout
    shop: str
    code: str
    token: str
    payment: Payment | None = None

    @property
    def stands(self) -> str:
        """Return one word of how it stands, which changes whenever the page has something else to say."""
        followed = f"{self.payment.state}{'>' if self.payment.redirect_url else ''}" if self.payment else ""
        return f"{self.checkout.state}:{followed}"


@dataclass(frozen=True)
class LinkBill:
    """A link on its page, before it has made a checkout."""

    link: Link
    shop: str
    code: str
    token: str


def find_bill(db: Connection, token: str, reference: str = "") -> Bill | LinkBill | None:
    """Return what stands behind a page's address, None for nothing; `reference` is the payment its reader follows."""
    address = pay_addresses.find_by_token(db, token)
    if address is None or address.thing == "request":
        return None
    if address.thing == "link":
        link = links.get_link(db, address.id)
        return LinkBill(link, merchants.get_merchant(db, link.merchant_id).name, address.code, address.token)
    return _read_bill(db, address, reference)


def _read_bill(db: Connection, address: PayAddress, reference: str) -> Bill:
    checkout = checkouts.get(db, address.id)
    followed = payments.find_by_reference(db, reference) if REFERENCE.fullmatch(reference) else None
    mine = followed if followed and followed.checkout_id == checkout.id else None  # nobody looks at another's payment
    return Bill(checkout, merchants.get_merchant(db, checkout.merchant_id).name, address.code, address.token, mine)
