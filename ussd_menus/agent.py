"""The agent's lines, each at a digit that never changes."""

from ussd_menus.conversation import Menu, ask, choose_menu, look_up
from wallet.people import Caller
from wallet.use_cases.cash_in import CashIn, find_customer, quote_cash_in
from wallet.values import Money, Phone, Pin


def cash_in(caller: Caller) -> Menu:
    """Credit a customer against cash: number, amount, PIN."""
    phone = yield from ask("ussd.cash_in_phone", Phone)
    customer = yield from look_up(find_customer, caller, phone)
    amount = yield from ask("ussd.cash_in_amount", Money, name=customer.name, phone=customer.phone)
    credit = yield from look_up(quote_cash_in, caller, customer, amount)
    pin = yield from ask("ussd.cash_in_pin", Pin, **vars(credit))
    return CashIn(credit), pin


def agent(caller: Caller) -> Menu:
    """What an agent does for others, and with their float."""
    return (yield from choose_menu("ussd.agent", {"1": cash_in}, caller))
