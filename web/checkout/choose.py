"""Choosing a way to pay: the button that was pressed becomes one use case, or a quote to be agreed to first."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wallet.business.ask_checkout import AskCheckout
from wallet.business.collect_checkout import CollectCheckout, PayAtPage, find_checkout_collection
from wallet.business.methods import list_offers
from wallet.business.payables import find_payable
from wallet.core.values import CURRENCY, Phone
from wallet.operations.use_case import UseCase
from wallet.prices.quotes import CurrencyQuote, make_quote
from web.checkout.bill import Bill


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
QUOTE: Final = re.compile("[0-9a-f-]{36}")  # its id


def choose_case(db: Connection, bill: Bill, typed: Typed) -> UseCase | CurrencyQuote:
    """Return the use case of what was chosen, or the quote to be shown first where its payer is charged abroad.

    Raises NotOffered; Misread for a wrong number; Refused, NotNow, QuoteChanged.
    """
    payable = find_payable(db, "", bill.code)
    offer = next((one for one in list_offers(db, bill.amount) if one.method.name == typed.method), None)
    if offer is None:
        raise NotOffered
    if offer.method.way == "wallet":
        return AskCheckout(payable.checkout_id, Phone.read(typed.phone))
    if offer.method.way == "prompt":
        number = Phone.read(typed.phone)
        return CollectCheckout(find_checkout_collection(db, payable, bill.amount, offer.rail, number))
    currency = typed.currency or CURRENCY
    if not typed.quote and currency not in offer.currencies:
        raise NotOffered
    if not typed.quote and currency != CURRENCY:
        return make_quote(db, currency, bill.amount, bill.id)
    if typed.quote and not QUOTE.fullmatch(typed.quote):
        raise NotOffered
    return PayAtPage(payable.checkout_id, payable.owner_id, bill.amount, offer.rail, quote_id=typed.quote)
