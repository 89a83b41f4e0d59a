"""Send money: number or favourite, amount, PIN."""

from ussd_menus.questions import Menu, Option, ask, ask_or_choose, choose, look_up
from wallet.core.values import Money, Phone, Pin
from wallet.people.favourites import list_favourites
from wallet.people.people import Caller
from wallet.sending.new_beneficiary import check_beneficiary
from wallet.sending.send_money import find_recipient, quote_sending
from wallet.sending.send_to_stranger import choose_sending


def send_money(caller: Caller) -> Menu:
    """Send money: to whom, how much; the PIN's screen says who, how much and what it costs."""
    known = yield from look_up("favourites", list_favourites, caller.person_id)
    names = [Option(one.phone, "ussd.favourites.name", vars(one)) for one in known]
    phone = yield from ask_or_choose("ussd.send_recipient", Phone, names)
    recipient = yield from look_up("recipient", find_recipient, caller.person_id, phone)
    amount = yield from ask("ussd.send_amount", Money, name=recipient.name, phone=recipient.phone)
    caution = yield from look_up("caution", check_beneficiary, caller.person_id, recipient, amount)
    if caution.needed:
        yield from choose("ussd.send_new", {"1": "yes"}, **vars(recipient), amount=amount)
    quote = yield from look_up("quote", quote_sending, caller.person_id, recipient, amount)
    asked = "ussd.send_pin" if quote.person_id else "ussd.send_to_stranger_pin"
    pin = yield from ask(asked, Pin, **vars(quote), total=quote.total)
    return choose_sending(quote), pin
