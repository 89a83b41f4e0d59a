"""A thing to be paid, or a link, as its page shows it: who asks, how much, what for, until when, and how it stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from documents.shown import show_phone
from wallet.business import checkouts, invoice_checkouts, links, merchants, methods
from wallet.business.checkouts import AtPage, Checkout
from wallet.business.links import Link
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress, Thing
from wallet.payments import payments
from wallet.payments.payments import Payment
from wallet.payments.rails import RAILS
from wallet.people import people
from wallet.requests import payment_requests
from wallet.subscriptions import plans
from wallet.subscriptions.plans import Plan
from wallet.topups import recharges

REFERENCE: Final = re.compile("[0-9A-Z-]{4,12}")


@dataclass(frozen=True)
class BillShown:
    """A thing that is paid once, on its page: `id` is the thing's, `payee` the name of whoever it is paid to.

    `payment_id` is the payment that paid it, `payment` the one the reader follows, None before they chose how to pay;
    `besides` are the francs that came at its page and were not what was asked.
    """

    thing: Thing
    id: str
    code: str
    token: str
    payee: str
    amount: int
    title: str
    state: str
    due_at: datetime
    is_over: bool
    ended_at: datetime | None
    paid_by: str
    payment_id: str | None
    language: str
    reference: str = ""
    return_url: str = ""
    merchant_id: str = ""
    payment: Payment | None = None
    moved_to: str = ""  # the token of the page that asks for what is left of the same invoice
    invoice_id: str | None = None
    is_mailed: bool = False  # a request of an e-mail address
    besides: int = 0
    taken: tuple[str, ...] | None = None  # the methods by which its business's level lets it be paid; None: no business
    logo: str = ""  # the digest of the business's
    email: str = ""  # at which the business is asked
    asked: str = ""  # how a business asked for it: "texted", "mailed"; "refused" once it was; "" where nobody was asked

    @property
    def may_refuse(self) -> bool:
        """True for what somebody was asked for, and may refuse."""
        return self.thing == "request" or self.asked in ("texted", "mailed")

    @property
    def stands(self) -> str:
        """Return one word of how it stands, which changes whenever the page has something else to say."""
        followed = f"{self.payment.state}{'>' if self.payment.redirect_url else ''}" if self.payment else ""
        return f"{self.state}:{followed}"


@dataclass(frozen=True)
class LinkBill:
    """A link on its page, before it has made a checkout."""

    link: Link
    shop: str
    code: str
    token: str
    logo: str = ""


@dataclass(frozen=True)
class PlanBill:
    """A plan on its page: it is agreed to on a phone."""

    plan: Plan
    shop: str
    token: str
    logo: str = ""


Shown = BillShown | LinkBill | PlanBill


def find_bill(db: Connection, token: str, reference: str = "") -> Shown | None:
    """Return what stands behind a page's address, None for nothing; `reference` is the payment its reader follows."""
    if len(token) != pay_addresses.TOKEN_LETTERS:
        return None
    if found := checkouts.find_at(db, token):
        return _add_besides(db, _read_checkout(db, found, token, find_followed(db, reference)))
    address = pay_addresses.find_by_token(db, token)
    if address is None:
        return None
    if address.thing == "link":
        link = links.get_link(db, address.id)
        shop = merchants.get_merchant(db, link.merchant_id)
        return LinkBill(link, shop.name, address.code, address.token, shop.logo)
    if address.thing == "plan":
        plan = plans.get_plan(db, address.id)
        shop = merchants.get_merchant(db, plan.merchant_id)
        return PlanBill(plan, shop.name, plan.token, shop.logo)
    read = READ.get(address.thing)
    return _add_besides(db, read(db, address, find_followed(db, reference))) if read else None


def _add_besides(db: Connection, bill: BillShown | None) -> BillShown | None:
    """Return a bill with what came besides at the page of the payment its reader follows."""
    followed = bill.payment if bill else None
    if bill is None or followed is None or RAILS[followed.rail].kind != "redirect":
        return bill
    return replace(bill, besides=payments.sum_francs_beside(db, followed.id))


def _read_checkout(
    db: Connection, found: AtPage, token: str, followed: Payment | None,
) -> BillShown:  # fmt: skip
    one = found.checkout
    own = followed if followed and followed.checkout_id == one.id else None  # nobody looks at another's payment
    return BillShown(
        "checkout", one.id, found.code, token, found.shop, one.amount,
        one.title, one.state, one.due_at, one.is_over, one.ended_at, one.paid_by, one.payment_id, one.language,
        one.reference, one.return_url, one.merchant_id,
        own, "" if own else _find_next(db, one), one.invoice_id, is_mailed=found.asked == "mailed",
        asked=found.asked, taken=found.taken, logo=found.logo, email=found.email,
    )  # fmt: skip


def _find_next(db: Connection, one: Checkout) -> str:
    """Return the token of the page that asks for what is left of a checkout's invoice, "" where it is this one."""
    if one.invoice_id is None or one.state == "open":
        return ""
    following = invoice_checkouts.find_followed(db, one.id)
    return "" if following == one.id else pay_addresses.get_of(db, "checkout", following).token


def _read_recharge(db: Connection, address: PayAddress, followed: Payment | None) -> BillShown:
    """Return a recharge as its page shows it: of the wallet's owner no more than somebody who knows them needs."""
    one = recharges.get(db, address.id)
    owner, asker = people.get_person(db, one.owner_id), people.get_person(db, one.asked_by)
    paid = payments.find(db, one.payment_id) if one.payment_id else None
    return BillShown(
        "recharge", one.id, address.code, address.token, f"{owner.shown} {show_phone(owner.phone)}".strip(), one.amount,
        "", one.state, one.due_at, one.is_over, one.paid_at, methods.BY_RAIL[paid.rail] if paid else "", one.payment_id,
        asker.language,
        payment=followed if followed and followed.recharge_id == one.id else None,
    )  # fmt: skip


def _read_request(db: Connection, address: PayAddress, followed: Payment | None) -> BillShown | None:
    """Return a request between people as its page shows it, None of one whose asker is blocked by whoever was asked."""
    one = payment_requests.get_by_code(db, address.code)
    if one.dropped:
        return None
    asker, ended_at = people.get_person(db, one.asker_id), one.ended_at
    paid = payments.find(db, one.paid_with) if one.paid_with else None
    return BillShown(
        "request", one.id, address.code, address.token, f"{asker.shown} {show_phone(asker.phone)}".strip(), one.amount,
        one.reason, one.state, one.due_at, one.is_over, ended_at, methods.BY_RAIL[paid.rail] if paid else "",
        one.paid_with, one.language,
        payment=followed if followed and followed.request_id == one.id else None, is_mailed=bool(one.email),
    )  # fmt: skip


READ: Final[dict[Thing, Callable[[Connection, PayAddress, Payment | None], BillShown | None]]] = {
    "recharge": _read_recharge,
    "request": _read_request,
}


def find_followed(db: Connection, reference: str) -> Payment | None:
    """Return the payment of the reference in a page's address, None for none."""
    return payments.find_by_reference(db, reference) if REFERENCE.fullmatch(reference) else None
