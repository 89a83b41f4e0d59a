"""Operations: the latest of a wallet or of a shop, the details of each, and what can be done about it."""

from collections.abc import Callable, Generator
from typing import Any, Final

from ussd_menus.mistake import contest
from ussd_menus.questions import LookUp, Menu, Option, Question, ask, ask_or_choose, look_up, pick, prove, read_only
from wallet.accounts.read_history import read_history, read_sales
from wallet.business.refund_checkout import RefundCheckout, check_refund_checkout, find_refundable_sale
from wallet.business.refund_payment import RefundPayment, check_refund, find_refundable
from wallet.core.values import Money, Pin
from wallet.operations.kinds import KINDS
from wallet.operations.movements import Movement
from wallet.people.people import Caller
from wallet.sending.keep_favourite import AddFavourite
from wallet.topups.give_back_recharge import GiveBackRecharge
from wallet.topups.lots import check_lot, find_lot

ALL: Final = "all"
REFUND_PIN: Final = {
    "wallet": "ussd.refund_pin", "number": "ussd.refund_to_number_pin", "source": "ussd.refund_by_operator_pin",
}  # fmt: skip


def operations(caller: Caller) -> Menu:
    """Show the latest operations after the PIN, then the details of one and what can be done about it."""
    yield from prove("ussd.history_pin")
    movements = yield from look_up("movements", read_history, caller.person_id)
    return (yield from one_of(caller, movements))


def sales(caller: Caller) -> Menu:
    """Show the latest operations of the caller's shop, after the PIN."""
    yield from prove("ussd.sales_pin")
    movements = yield from look_up("movements", read_sales, caller.person_id)
    return (yield from one_of(caller, movements))


def one_of(caller: Caller, movements: list[Movement]) -> Menu:
    """Offer these operations, show the one chosen, and offer what can be done about it."""
    chosen = yield from choose_one(movements)
    key = f"ussd.operation_{'given' if chosen.amount < 0 else 'received'}.{chosen.kind}"
    values = {**vars(chosen), "amount": abs(chosen.amount), "name": chosen.name or chosen.shop}
    menus = done_about(chosen)
    if not menus:
        yield from read_only(key, **values)
    lines = [Option(name, f"ussd.operation_do.{name}", {}, str(digit)) for digit, name in enumerate(menus, 1)]
    name = yield from pick(key, lines, **values)
    return (yield from menus[name](caller, chosen))


def choose_one(movements: list[Movement]) -> Generator[Question | LookUp, Any, Movement]:
    """Offer a line for each operation, and return the one chosen."""
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


def refund_payment(caller: Caller, paid: Movement) -> Menu:
    """Give a payment back, whole or in part, with the PIN."""
    found = yield from look_up("payment", find_refundable, caller.person_id, paid.transfer)
    whole = Option(ALL, "ussd.refund_all", {"left": found.left}, "1")
    typed = yield from ask_or_choose("ussd.refund_amount", Money, [whole], **vars(found))
    amount = found.left if typed == ALL else typed
    found = yield from look_up("refund", check_refund, found, amount)
    pin = yield from ask("ussd.refund_pin", Pin, **{**vars(found), "amount": amount})
    return RefundPayment(found.transfer, found.person_id, amount), pin


def refund_checkout(caller: Caller, paid: Movement) -> Menu:
    """Give a checkout back, whole or in part, with the PIN: the screen says which way it goes."""
    found = yield from look_up("payment", find_refundable_sale, caller.person_id, paid.transfer)
    whole = Option(ALL, "ussd.refund_all", {"left": found.left}, "1")
    typed = yield from ask_or_choose("ussd.refund_amount", Money, [whole], **vars(found))
    amount = found.left if typed == ALL else typed
    yield from look_up("refund", check_refund_checkout, found, amount)
    pin = yield from ask(REFUND_PIN[found.way], Pin, **{**vars(found), "amount": amount})
    return RefundCheckout(found.checkout_id, amount, found.owner_id, found.person_id, found.operator), pin


def give_back_recharge(caller: Caller, added: Movement) -> Menu:
    """Give a top-up that was not used back to its source, whole or in part, with the PIN."""
    lot = yield from look_up("lot", find_lot, caller.person_id, added.transfer)
    whole = Option(ALL, "ussd.refund_all", {"left": lot.left}, "1")
    typed = yield from ask_or_choose("ussd.give_back_amount", Money, [whole], **vars(lot))
    amount = lot.left if typed == ALL else typed
    yield from look_up("give_back", check_lot, lot, amount)
    pin = yield from ask("ussd.refund_by_operator_pin", Pin, **{**vars(lot), "amount": amount})
    return GiveBackRecharge(lot.transfer, lot.operator, amount, lot.phone), pin


def add_favourite(_: Caller, paid: Movement) -> Menu:
    """Put the other side of a payment on the caller's list."""
    return AddFavourite(paid.person_id), None
    yield  # a menu is a generator even when it has nothing to ask


def contest_payment(caller: Caller, given: Movement) -> Menu:
    """Contest a payment that the caller did not mean to make."""
    return (yield from contest(caller, given.transfer))


def done_about(one: Movement) -> dict[str, Callable[[Caller, Movement], Menu]]:
    """Return what can be done about a movement now; a line is the sentence operation_do.<its name>.

    The rest of its limits are said once it is tried.
    """
    kind, menus = KINDS[one.kind], dict[str, Callable[[Caller, Movement], Menu]]()
    if one.amount < 0 and kind.may_contest and one.contestable:
        menus["contest_payment"] = contest_payment
    if one.amount > 0 and kind.may_refund:
        menus["refund_payment"] = refund_checkout if one.kind == "pay_checkout" else refund_payment
    if one.amount > 0 and one.kind == "add_money" and one.operator:
        menus["give_back_recharge"] = give_back_recharge
    if kind.may_favour:
        menus["add_favourite"] = add_favourite
    return menus
