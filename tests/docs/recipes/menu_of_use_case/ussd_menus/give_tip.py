"""Give a tip: to whom, how much, PIN."""

from ussd_menus.questions import Menu, ask, look_up
from wallet.core.values import Money, Phone, Pin
from wallet.people.people import Caller
from wallet.sending.give_tip import GiveTip
from wallet.sending.send_money import find_recipient


def give_tip(caller: Caller) -> Menu:
    """Give a tip: the PIN's screen says to whom, and how much."""
    phone = yield from ask("ussd.tip_phone", Phone)
    to = yield from look_up("recipient", find_recipient, caller.person_id, phone)
    amount = yield from ask("ussd.tip_amount", Money, name=to.name, phone=to.phone)
    pin = yield from ask("ussd.tip_pin", Pin, name=to.name, phone=to.phone, amount=amount)
    return GiveTip(to.person_id, amount), pin
