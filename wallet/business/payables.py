"""The thing that a code of a business pays: a checkout, or a link that makes one when it is paid."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.business import checkouts, links, merchants
from wallet.business.checkouts import Checkout
from wallet.business.invoice_checkouts import find_followed
from wallet.core.errors import Misread, QuoteChanged, Refused
from wallet.operations import pay_addresses


@dataclass(frozen=True)
class Payable:
    """The thing to be paid by a code, as a screen shows it: `pay_code` is "" where the code is of no business.

    `amount` is 0 where whoever pays says one, from `least` to `most` francs. Of `checkout_id`, `link_id` and `plan_id`
    all but one are ""; of a plan nothing else is said here: it is not paid, but agreed to.
    """

    pay_code: str
    checkout_id: str = ""
    link_id: str = ""
    merchant_id: str = ""
    owner_id: str = ""
    shop: str = ""
    title: str = ""
    amount: int = 0
    least: int = 0
    most: int = 0
    plan_id: str = ""


def find_payable(db: Connection, person_id: str, code: str) -> Payable:
    """Return what a code of a business pays, now. Raises Refused once it has ended, Misread for one's own."""
    address = pay_addresses.find_by_code(db, code)
    if address is None or address.thing == "request":
        return Payable("")
    if address.thing == "plan":
        if not person_id:
            raise Refused("refusal.plan_needs_wallet")
        return Payable(address.code, plan_id=address.id)
    if address.thing == "link":
        link = links.get_link(db, address.id)
        links.check_open(db, link)
        merchant, amounts = link.merchant_id, (link.amount or 0, link.least or 0, link.most or 0)
        title, ids = link.title, ("", link.id)
    else:
        checkout = checkouts.get(db, find_followed(db, address.id))
        checkouts.check_open(checkout)
        merchant, amounts, title, ids = checkout.merchant_id, (checkout.amount, 0, 0), checkout.title, (checkout.id, "")
    shop = merchants.get_merchant(db, merchant)
    if shop.owner_id == person_id:
        raise Misread("error.own_till")
    return Payable(address.code, *ids, shop.id, shop.owner_id, shop.name, title, *amounts)


def choose_amount(_: Connection, payable: Payable, amount: int) -> int:
    """Return what is paid, of an open amount what was said. Raises Misread outside its bounds."""
    if payable.amount:
        return payable.amount
    if amount < payable.least:
        raise Misread("error.amount_below", minimum=payable.least)
    if amount > payable.most:
        raise Misread("error.above_link", maximum=payable.most)
    return amount


def lock_row_payable(db: Connection, checkout_id: str, link_id: str, amount: int, **customer: str) -> Checkout:
    """Return the checkout that is about to be paid, locked and open; of a link, one it makes now.

    Raises Refused once it can be paid no more, QuoteChanged where its amount is another by now.
    """
    if checkout_id:
        checkout = checkouts.lock_row_open(db, checkout_id)
    else:
        link = links.lock_row(db, link_id)
        links.check_open(db, link)
        checkout, _ = checkouts.create_by_link(db, link, links.choose_amount(link, amount), **customer)
    if checkout.amount != amount:
        raise QuoteChanged("error.price_changed")
    return checkout
