"""Withdraw: to which number at which operator, how much, PIN."""

from ussd_menus.conversation import Menu, ask, look_up
from ussd_menus.operator_number import operator_number
from wallet.people import Caller
from wallet.use_cases.withdraw import Withdraw, quote_withdrawing
from wallet.values import Money, Pin


def withdraw(caller: Caller) -> Menu:
    """The caller's own number at its operator, or another one typed there."""
    phone, rail = yield from operator_number("ussd.withdraw_where", caller)
    amount = yield from ask("ussd.withdraw_amount", Money, operator=rail, phone=phone)
    payout = yield from look_up(quote_withdrawing, caller, phone, rail, amount)
    pin = yield from ask("ussd.withdraw_pin", Pin, **vars(payout), operator=rail, total=payout.total)
    return Withdraw(payout), pin
