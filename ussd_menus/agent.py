"""The agent's lines, each at a digit that never changes."""

from ussd_menus.conversation import Menu, ask, ask_code, choose_menu, look_up
from wallet.codes import HandoverCode
from wallet.errors import Refused
from wallet.people import Caller
from wallet.use_cases.cash_in import CashIn, find_customer, quote_cash_in
from wallet.use_cases.pay_out import NOT_HANDED, PayOut, check_handover
from wallet.values import Money, Phone, Pin


def cash_in(caller: Caller) -> Menu:
    """Credit a customer against cash: number, amount, PIN."""
    phone = yield from ask("ussd.cash_in_phone", Phone)
    customer = yield from look_up(find_customer, caller, phone)
    amount = yield from ask("ussd.cash_in_amount", Money, name=customer.name, phone=customer.phone)
    credit = yield from look_up(quote_cash_in, caller, customer, amount)
    pin = yield from ask("ussd.cash_in_pin", Pin, **vars(credit))
    return CashIn(credit), pin


def pay_out(caller: Caller) -> Menu:
    """Hand out a withdrawal: the customer's code, the amount they asked, PIN. Raises Refused when it may not be."""
    sealed = yield from ask_code("ussd.pay_out_code", HandoverCode)
    amount = yield from ask("ussd.pay_out_amount", Money)
    handover = yield from look_up(check_handover, caller, sealed, amount)
    if handover.refusal in NOT_HANDED:
        raise Refused(handover.refusal)
    pin = yield from ask("ussd.pay_out_pin", Pin, **vars(handover))
    return PayOut(handover), pin


def agent(caller: Caller) -> Menu:
    """What an agent does for others, and with their float."""
    return (yield from choose_menu("ussd.agent", {"1": cash_in, "2": pay_out}, caller))
