"""The first call of a person whose wallet was opened for them: they choose their PIN before anything else."""

from ussd_menus.questions import Menu, choose_pin, repeat_pin
from wallet.accounts.choose_pin import ChoosePin
from wallet.people.people import Caller


def first_pin(_: Caller) -> Menu:
    """Ask for a PIN, and again, which accepts the conditions."""
    pin_hash = yield from choose_pin("ussd.first_pin")
    yield from repeat_pin("ussd.register_pin_again", pin_hash)
    return ChoosePin(pin_hash), None
