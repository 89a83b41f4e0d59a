"""Send money: number, amount, PIN."""

from ussd_menus.conversation import Menu, ask, look_up
from wallet.people import Caller
from wallet.use_cases.send_money import find_recipient, quote_sending
from wallet.use_cases.send_to_stranger import sending
from wallet.values import Money, Phone, Pin


def send_money(caller: Caller) -> Menu:
    """To whom, how much; who, how much and what it costs are on the PIN's screen."""
    phone = yield from ask("ussd.send_recipient", Phone)
    recipient = yield from look_up(find_recipient, caller, phone)
    amount = yield from ask("ussd.send_amount", Money, name=recipient.name, phone=recipient.phone)
    quote = yield from look_up(quote_sending, caller, recipient, amount)
    asked = "ussd.send_pin" if quote.person_id else "ussd.send_to_stranger_pin"
    pin = yield from ask(asked, Pin, **vars(quote), total=quote.total)
    return sending(quote), pin
