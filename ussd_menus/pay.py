"""Pay: at a till. And for who owns a shop, what it was paid."""

from ussd_menus.conversation import Menu, Option, ask, ask_or_choose, choose_menu, look_up, prove
from ussd_menus.operations import sales
from ussd_menus.requests import by_code
from wallet.codes import TillCode
from wallet.people import Caller
from wallet.use_cases.empty_till import EmptyTill, check_takings, find_shop, find_takings
from wallet.use_cases.pay_till import PayTill, find_till, quote_till
from wallet.values import Money, Pin

ALL = "all"


def pay(caller: Caller) -> Menu:
    """The lines of paying, each at a digit that never changes."""
    own = yield from look_up(find_shop, caller)
    lines = {"1": till, "3": by_code}
    if own.shop:
        lines["4"] = my_shop
    return (yield from choose_menu("ussd.pay", lines, caller, **vars(own)))


def till(caller: Caller) -> Menu:
    """The till's code, how much; the shop's name is on every screen after."""
    code = yield from ask("ussd.till_code", TillCode)
    at = yield from look_up(find_till, caller, code)
    amount = yield from ask("ussd.till_amount", Money, shop=at.shop)
    quote = yield from look_up(quote_till, caller, at, amount)
    pin = yield from ask("ussd.till_pin", Pin, **vars(quote))
    return PayTill(quote), pin


def my_shop(caller: Caller) -> Menu:
    """What the shop was paid: moving it to the wallet, and its operations."""
    return (yield from choose_menu("ussd.my_shop", {"1": takings, "2": sales}, caller))


def takings(caller: Caller) -> Menu:
    """How much of it to move; what there is is said after the PIN, and the PIN moves it."""
    yield from prove("ussd.takings_proof")
    found = yield from look_up(find_takings, caller)
    everything = Option(ALL, "ussd.takings_all", {}, "1")
    typed = yield from ask_or_choose("ussd.takings_amount", Money, [everything], **vars(found))
    amount = found.balance if typed == ALL else typed
    found = yield from look_up(check_takings, found, amount)
    pin = yield from ask("ussd.takings_pin", Pin, **{**vars(found), "amount": amount})
    return EmptyTill(found.merchant_id, amount), pin
