"""Choosing a way to pay: the button that was pressed becomes one use case, or a quote to be agreed to first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wallet.business.answer_shop_request import RefuseShopRequest
from wallet.business.ask_checkout import AskCheckout
from wallet.business.collect_checkout import CollectCheckout, PayAtPage, find_checkout_collection
from wallet.business.methods import OfferedMethod, OpenNow, find_open, list_of_open
from wallet.business.payables import find_payable
from wallet.core.values import CURRENCY, Phone
from wallet.operations.actor import Actor
from wallet.operations.pay_addresses import Thing
from wallet.operations.use_case import UseCase
from wallet.prices.quotes import CurrencyQuote, make_quote
from wallet.requests import payment_requests
from wallet.requests.answer_request import RefuseRequest
from wallet.requests.ask_request import AskRequest
from wallet.requests.collect_request import CollectRequest, find_collection
from wallet.requests.pay_request_at_page import PayRequestAtPage
from wallet.topups import recharges
from wallet.topups.pay_recharge import PayRecharge
from web.checkout.bill import BillShown


class NotOffered(Exception):
    """The method, or its currency, is not offered now: closed since the page was shown, or never there."""


@dataclass(frozen=True)
class Typed:
    """The form of a method as it was sent: which, the number of whoever pays by phone, a currency, an agreed quote."""

    method: str = ""
    phone: str = ""
    currency: str = ""
    quote: str = ""


NOTHING: Final = Typed()
BLOCKS: Final = "refuse_all"
REFUSES: Final = ("refuse", BLOCKS)  # a request: the forms that pay nothing; the other, also whatever is asked later
QUOTE: Final = re.compile("[0-9a-f-]{36}")  # its id


def list_ways(bill: BillShown, now: OpenNow) -> list[OfferedMethod]:
    """Return the methods by which a bill can be paid now; money for a wallet comes from none of ours."""
    offers = list_of_open(now, bill.amount)
    if bill.taken is not None:
        return [one for one in offers if one.method.name in bill.taken]
    return [one for one in offers if one.method.way != "wallet" or bill.thing != "recharge"]


def choose_case(db: Connection, bill: BillShown, typed: Typed) -> UseCase | CurrencyQuote:
    """Return the use case of what was chosen, or the quote to be shown first where its payer is charged abroad.

    Raises NotOffered; Misread for a wrong number; Refused, NotNow, QuoteChanged.
    """
    if typed.method in REFUSES and bill.may_refuse:
        refuse = RefuseRequest if bill.thing == "request" else RefuseShopRequest
        return refuse(bill.id, block=typed.method == BLOCKS)
    offer = next((one for one in list_ways(bill, find_open(db)) if one.method.name == typed.method), None)
    if offer is None:
        raise NotOffered
    if offer.method.way == "redirect" and (quote := _find_quote(db, bill, offer, typed)):
        return quote
    return CASES[bill.thing](db, bill, offer, typed)


def _find_quote(db: Connection, bill: BillShown, offer: OfferedMethod, typed: Typed) -> CurrencyQuote | None:
    """Return the quote to be agreed to; None where one was, or francs are charged. Raises NotOffered, NotNow."""
    if typed.quote:
        if not QUOTE.fullmatch(typed.quote):
            raise NotOffered
        return None
    currency = typed.currency or CURRENCY
    if currency not in offer.currencies:
        raise NotOffered
    return make_quote(db, currency, bill.amount, bill.id) if currency != CURRENCY else None


def _pay_checkout(db: Connection, bill: BillShown, offer: OfferedMethod, typed: Typed) -> UseCase:
    payable = find_payable(db, "", bill.code)
    if offer.method.way == "wallet":
        return AskCheckout(payable.checkout_id, Phone.read(typed.phone))
    if offer.method.way == "prompt":
        number = Phone.read(typed.phone)
        return CollectCheckout(find_checkout_collection(db, payable, bill.amount, offer.rail, number))
    return PayAtPage(payable.checkout_id, payable.owner_id, bill.amount, offer.rail, quote_id=typed.quote)


def _pay_recharge(db: Connection, bill: BillShown, offer: OfferedMethod, typed: Typed) -> UseCase:
    phone = Phone.read(typed.phone) if offer.method.way == "prompt" else ""
    owner_id = recharges.get(db, bill.id).owner_id
    return PayRecharge(bill.id, owner_id, bill.amount, offer.rail, phone, typed.quote)


def _pay_request(db: Connection, bill: BillShown, offer: OfferedMethod, typed: Typed) -> UseCase:
    if offer.method.way == "redirect":
        asker_id = payment_requests.get_by_code(db, bill.code).asker_id
        return PayRequestAtPage(bill.id, asker_id, bill.amount, offer.rail, typed.quote)
    number = Phone.read(typed.phone)
    if offer.method.way == "wallet":
        return AskRequest(bill.id, number)
    return CollectRequest(find_collection(db, Actor("payer", bill.id, bill.language), bill.code, offer.rail, number))


CASES: Final[dict[Thing, Callable[[Connection, BillShown, OfferedMethod, Typed], UseCase]]] = {
    "checkout": _pay_checkout,
    "recharge": _pay_recharge,
    "request": _pay_request,
}
