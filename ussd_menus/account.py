"""My account: balance, operations, ceilings and prices, mistakes (each in its file), lock, PIN, language."""

from ussd_menus.favourites import favourites
from ussd_menus.language import change_language
from ussd_menus.mistake import mistake
from ussd_menus.operations import operations
from ussd_menus.operator_number import choose_operator
from ussd_menus.questions import Menu, ask, choose_menu, choose_pin, look_up, prove, repeat_pin
from ussd_menus.rules import rules
from ussd_menus.subscriptions import subscriptions
from wallet.accounts.change_pin import ChangePin
from wallet.accounts.close_wallet import CloseWallet, find_closable, quote_closing
from wallet.accounts.lock_wallet import LockWallet, UnlockWallet
from wallet.accounts.read_balance import ReadBalance
from wallet.accounts.send_page_link import SendPageLink
from wallet.core.values import Pin
from wallet.payments.operators import get_open
from wallet.payments.prefixes import find_rail
from wallet.people.people import Caller


def balance(_: Caller) -> Menu:
    """Show the balance, after the PIN."""
    pin = yield from ask("ussd.balance_pin", Pin)
    return ReadBalance(), pin


def lock(_: Caller) -> Menu:
    """Lock withdrawals and money by SMS, with the PIN."""
    pin = yield from ask("ussd.lock_pin", Pin)
    return LockWallet(), pin


def unlock(_: Caller) -> Menu:
    """Unlock withdrawals and money by SMS, with the PIN."""
    pin = yield from ask("ussd.unlock_pin", Pin)
    return UnlockWallet(), pin


def change_pin(_: Caller) -> Menu:
    """Ask for the old PIN, then a new one, twice."""
    yield from prove("ussd.pin_old")
    pin_hash = yield from choose_pin("ussd.pin_new")
    yield from repeat_pin("ussd.pin_again", pin_hash)
    return ChangePin(pin_hash), None


def close(caller: Caller) -> Menu:
    """Close the account; what is left, shown after the PIN, goes to the caller's own number at its operator.

    The PIN once more does it.
    """
    yield from look_up("closable", find_closable, caller.person_id)
    rail = find_rail(caller.phone, "pay_to_phone")
    if rail is None:
        rail = yield from choose_operator("ussd.operator", "pay_to_phone", caller.phone, phone=caller.phone)
    yield from look_up("operator", get_open, rail)
    yield from prove("ussd.close_look_pin")
    quote = yield from look_up("closing", quote_closing, caller.person_id, rail)
    pin = yield from ask("ussd.close_pin", Pin, **vars(quote))
    return CloseWallet(quote), pin


def send_page(_: Caller) -> Menu:
    """Have a link to one's page texted, with the PIN: whoever holds the phone a moment opens nothing."""
    pin = yield from ask("ussd.page_pin", Pin)
    return SendPageLink(), pin


def settings(caller: Caller) -> Menu:
    """Offer what is done once in a while: another language, closing, another PIN, who is a favourite, one's page."""
    lines = {"language": change_language, "close": close, "change_pin": change_pin, "favourites": favourites,
             "page": send_page}  # fmt: skip
    return (yield from choose_menu("ussd.settings", lines, caller))


def account(caller: Caller) -> Menu:
    """Offer the account's lines, seven at most."""
    lines = {
        "balance": balance,
        "operations": operations,
        "subscriptions": subscriptions,
        "rules": rules,
        **({"unlock": unlock} if caller.locked_by_owner else {"lock": lock}),
        "mistake": mistake,
        "settings": settings,
    }
    return (yield from choose_menu("ussd.account", lines, caller))
