"""A PIN that the caller may choose anew, because somebody saw their ID: choose it, or say it was not asked for."""

from ussd_menus.questions import Menu, choose_menu, choose_pin, look_up, repeat_pin
from wallet.accounts.reset_pin import KeepPin, ResetPin, find_ready_reset
from wallet.people.people import Caller


def reset_pin(caller: Caller) -> Menu:
    """Offer to choose a new PIN or keep the old one; stands before every other menu while the reset is open."""
    lines = {"new_pin": new_pin, "keep_pin": keep_pin}
    return (yield from choose_menu("ussd.reset", lines, caller))


def new_pin(caller: Caller) -> Menu:
    """Ask for the new PIN, twice, once the SIM has been looked at."""
    yield from look_up("ready", find_ready_reset, caller.person_id)
    pin_hash = yield from choose_pin("ussd.pin_new")
    yield from repeat_pin("ussd.pin_again", pin_hash)
    return ResetPin(pin_hash), None


def keep_pin(_: Caller) -> Menu:
    """Keep the old PIN: the caller did not ask for a new one."""
    return KeepPin(), None
    yield  # a menu is a generator even when it has nothing to ask
