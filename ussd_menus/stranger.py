"""A phone without a wallet: open one, or hear the other language."""

from ussd_menus.conversation import Menu, Speak, ask, choose, choose_pin, repeat_pin
from wallet.people import Caller
from wallet.use_cases.register import Register
from wallet.values import PersonName


def stranger(caller: Caller) -> Menu:
    """The stranger's first screen."""
    chosen = yield from choose("ussd.stranger", {"1": "register", "3": "language"}, next=caller.next_language)
    if chosen == "language":
        return Speak(caller.next_language), None
    name = yield from ask("ussd.register_name", PersonName)
    pin_hash = yield from choose_pin("ussd.register_pin")
    yield from repeat_pin("ussd.register_pin_again", pin_hash)
    return Register(name, caller.language, pin_hash), None
