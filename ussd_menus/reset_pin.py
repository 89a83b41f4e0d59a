"""A PIN somebody let the caller choose anew: choose it, or say that it was not asked for."""

from ussd_menus.questions import Menu, choose_menu, choose_pin, repeat_pin
from wallet.accounts.reset_pin import KeepPin, ResetPin
from wallet.people.people import Caller


def reset_pin(caller: Caller) -> Menu:
    """Stands before every other menu while it is open."""
    lines = {"1": ("new_pin", new_pin), "2": ("keep_pin", keep_pin)}
    return (yield from choose_menu("ussd.reset", lines, caller))


def new_pin(_: Caller) -> Menu:
    """The new PIN, twice."""
    pin_hash = yield from choose_pin("ussd.pin_new")
    yield from repeat_pin("ussd.pin_again", pin_hash)
    return ResetPin(pin_hash), None


def keep_pin(_: Caller) -> Menu:
    """Nobody asked for it."""
    return KeepPin(), None
    yield  # a menu is a generator even when it has nothing to ask
