"""Paying what a business asks by a code: from the wallet with the PIN, without one by a prompt on this phone."""

from collections.abc import Generator
from typing import Any

from ussd_menus.operator_number import choose_operator
from ussd_menus.questions import Menu, ask, look_up
from wallet.business.collect_checkout import CollectCheckout, find_checkout_collection
from wallet.business.pay_checkout import PayCheckout, quote_checkout
from wallet.business.payables import Payable
from wallet.core.values import Money, Pin
from wallet.people.people import Caller


def checkout(caller: Caller, payable: Payable) -> Menu:
    """Pay from the wallet: how much, where that is open, and the PIN."""
    amount = yield from ask_amount(payable)
    quote = yield from look_up("checkout_quote", quote_checkout, caller.person_id, payable, amount)
    pin = yield from ask("ussd.checkout_pin", Pin, **vars(quote))
    return PayCheckout(quote), pin


def checkout_by_operator(caller: Caller, payable: Payable) -> Menu:
    """Pay without a wallet: how much, where that is open, and by which operator this phone pays."""
    amount = yield from ask_amount(payable)
    shown = {**vars(payable), "amount": amount}
    rail = yield from choose_operator("ussd.stranger_checkout", "collect_by_prompt", caller.phone, **shown)
    asked = yield from look_up("collection", find_checkout_collection, payable, amount, rail, caller.phone)
    return CollectCheckout(asked), None


def ask_amount(payable: Payable) -> Generator[Any, Any, int]:
    """Return the francs to be paid; those of an open amount are asked for, and refused once they are looked up."""
    if payable.amount:
        return payable.amount
    return int((yield from ask("ussd.checkout_amount", Money, shop=payable.shop, title=payable.title)))
