"""Send money: number, favourite or somebody paid lately; amount, PIN."""

from ussd_menus.known_people import name_people
from ussd_menus.questions import Menu, ask, ask_or_choose, choose, look_up
from wallet.core.values import Money, Phone, Pin
from wallet.people.people import Caller
from wallet.people.stops import check_may_send
from wallet.sending.known_people import list_known
from wallet.sending.new_beneficiary import check_beneficiary
from wallet.sending.send_money import find_recipient, quote_sending
from wallet.sending.send_to_stranger import choose_sending


def send_money(caller: Caller) -> Menu:
    """Send money: to whom, how much; the PIN's screen says who, how much and what it costs."""
    yield from look_up("may_leave", check_may_send, caller.person_id)
    known = yield from look_up("known", list_known, caller.person_id)
    phone = yield from ask_or_choose("ussd.send_recipient", Phone, name_people(known))
    recipient = yield from look_up("recipient", find_recipient, caller.person_id, phone)
    amount = yield from ask("ussd.send_amount", Money, name=recipient.name, phone=recipient.phone)
    caution = yield from look_up("caution", check_beneficiary, caller.person_id, recipient, amount)
    if caution.needed:
        yield from choose("ussd.send_new", "yes", **vars(recipient), amount=amount)
    quote = yield from look_up("quote", quote_sending, caller.person_id, recipient, amount)
    asked = "ussd.send_pin" if quote.person_id else "ussd.send_to_stranger_pin"
    pin = yield from ask(asked, Pin, **vars(quote), total=quote.total)
    return choose_sending(quote), pin
