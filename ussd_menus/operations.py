"""Operations: the latest of a wallet or of a shop, the details of each, and what can be done there."""

from collections.abc import Callable, Generator
from typing import Any, Final

from ussd_menus.questions import LookUp, Menu, Option, Question, ask, ask_or_choose, look_up, pick, prove, read_only
from wallet.accounts.contest_operation import ContestOperation
from wallet.accounts.contests import find_given
from wallet.accounts.read_history import read_history, read_sales
from wallet.business.refund import Refund, check_refund, find_refundable
from wallet.core.values import Money, Pin
from wallet.operations.movements import Movement
from wallet.people.people import Caller
from wallet.sending.keep_favourite import AddFavourite

ALL: Final = "all"


def operations(caller: Caller) -> Menu:
    """The latest operations after the PIN, the details of each, and what can be done there."""
    yield from prove("ussd.history_pin")
    movements = yield from look_up(read_history, caller)
    return (yield from one_of(caller, movements))


def sales(caller: Caller) -> Menu:
    """The latest operations of the caller's shop."""
    yield from prove("ussd.sales_pin")
    movements = yield from look_up(read_sales, caller)
    return (yield from one_of(caller, movements))


def one_of(caller: Caller, movements: list[Movement]) -> Menu:
    """Choose one, read it, and choose what to do about it."""
    chosen = yield from choose_one(movements)
    kind, left = chosen.kind, chosen.amount < 0
    key = f"ussd.operation_{SHOWN[kind, left]}"
    values = {**vars(chosen), "amount": abs(chosen.amount), "name": chosen.name or chosen.shop}
    menus = {digit: menu for digit, menu in DONE_ABOUT.get((kind, left), {}).items() if is_open(menu, chosen)}
    if not menus:
        yield from read_only(key, **values)
    lines = [Option(menu.__name__, f"ussd.operation_do.{menu.__name__}", {}, digit) for digit, menu in menus.items()]
    name = yield from pick(key, lines, **values)
    [menu] = [menu for menu in menus.values() if menu.__name__ == name]
    return (yield from menu(caller, chosen))


def is_open(menu: Callable[[Caller, Movement], Menu], chosen: Movement) -> bool:
    """Whether this can be done about it now; the rest is said once it is tried."""
    return menu is not contest or bool(chosen.contestable)


def choose_one(movements: list[Movement]) -> Generator[Question | LookUp, Any, Movement]:
    """A line for each."""
    lines = [
        Option(
            str(one.seq),
            "ussd.history.line_operator" if one.operator else "ussd.history.line",
            {**vars(one), "signed": one.amount, "name": one.other},
        )
        for one in movements
    ]
    seq = yield from pick("ussd.history.title", lines)
    return next(one for one in movements if str(one.seq) == seq)


def refund(caller: Caller, paid: Movement) -> Menu:
    """Give it back, whole or in part, with the PIN."""
    found = yield from look_up(find_refundable, caller, paid.transfer)
    whole = Option(ALL, "ussd.refund_all", {"left": found.left}, "1")
    typed = yield from ask_or_choose("ussd.refund_amount", Money, [whole], **vars(found))
    amount = found.left if typed == ALL else typed
    found = yield from look_up(check_refund, found, amount)
    pin = yield from ask("ussd.refund_pin", Pin, **{**vars(found), "amount": amount})
    return Refund(found.transfer, found.person_id, amount), pin


def favourite(_: Caller, paid: Movement) -> Menu:
    """Put the other side on the caller's list."""
    return AddFavourite(paid.person_id), None
    yield  # a menu is a generator even when it has nothing to ask


def contest(caller: Caller, given: Movement) -> Menu:
    """Say that one did not mean to give this, with the PIN."""
    found = yield from look_up(find_given, caller, given.transfer)
    pin = yield from ask("ussd.contest_pin", Pin, **vars(found))
    return ContestOperation(found), pin


SHOWN: Final = {
    ("send", True): "out",
    ("send", False): "in",
    ("send_held", True): "held",
    ("request", True): "request_paid",
    ("request", False): "request_received",
    ("send_returned", False): "returned",
    ("cash_in", False): "cash_in",
    ("cash_out", True): "cash_out",
    ("recharge", False): "recharge",
    ("withdraw", True): "withdraw",
    ("till", True): "till",
    ("bill", True): "bill",
    ("bill", False): "bill_in",
    ("till", False): "till_in",
    ("takings", False): "takings",
    ("takings", True): "takings_out",
    ("contest_held", True): "contest_held",
    ("contest_given", False): "contest_given",
    ("contest_left", False): "contest_left",
    ("unclaimed_paid", False): "unclaimed_paid",
    ("refund", True): "refund_out",
    ("refund", False): "refund_in",
}  # (kind, whether money left)

# What can be done about each, by digit; a line is the sentence ussd.operation_do.<the menu's name>.
DONE_ABOUT: Final[dict[tuple[str, bool], dict[str, Callable[[Caller, Movement], Menu]]]] = {
    ("send", False): {"1": refund, "2": favourite},
    ("send", True): {"1": contest, "2": favourite},
    ("till", True): {"1": contest},
    ("request", True): {"1": contest, "2": favourite},
    ("request", False): {"1": refund, "2": favourite},
    ("bill", True): {"1": contest},
    ("till", False): {"1": refund},
    ("bill", False): {"1": refund},
}
