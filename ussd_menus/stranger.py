"""A phone without a wallet: open one, pay a request, or change the language."""

from typing import Final

from ussd_menus.checkouts import checkout_by_operator
from ussd_menus.code_look import look_at_code
from ussd_menus.language import speak_another
from ussd_menus.operator_number import choose_operator
from ussd_menus.questions import Menu, Option, ask, ask_name, choose_menu, choose_pin, look_up, pick, repeat_pin
from ussd_menus.requests import lines_of
from wallet.accounts.open_wallet import OpenWallet
from wallet.business.payables import find_payable
from wallet.core.codes import RequestCode
from wallet.operations.actor import Actor
from wallet.people.people import Caller
from wallet.requests.answer_request import RefuseRequest
from wallet.requests.collect_request import CollectRequest, find_collection
from wallet.requests.pay_request import find_request
from wallet.requests.payment_requests import find_untold
from wallet.sending.claims import find_waiting_money

BY_CODE: Final = "by_code"


def stranger(caller: Caller) -> Menu:
    """Offer the stranger's first screen; money that waits for the number is said on it."""
    waiting = yield from look_up("waiting", find_waiting_money, caller.phone)
    key = "ussd.stranger_awaited" if waiting.amount else "ussd.stranger"
    lines = {"register": register, "pay_request": pay_request, "language": speak_another}
    return (yield from choose_menu(key, lines, caller, **vars(waiting)))


def register(caller: Caller) -> Menu:
    """Open a wallet: first name, family name, PIN, and the PIN again, which accepts the conditions."""
    name = yield from ask_name("ussd.register_name")
    pin_hash = yield from choose_pin("ussd.register_pin")
    yield from repeat_pin("ussd.register_pin_again", pin_hash)
    return OpenWallet(name, caller.language, pin_hash), None


def pay_request(caller: Caller) -> Menu:
    """Pay a request by an operator, or refuse it: by the code of its SMS, or one that none told; or a business."""
    untold = yield from look_up("untold", find_untold, caller.phone)
    code = BY_CODE
    if untold:
        another = Option(BY_CODE, "ussd.requests_to_pay.by_code", {})
        code = yield from pick("ussd.requests_to_pay.title", [*lines_of(untold), another])
    if code == BY_CODE:
        code = yield from ask("ussd.request_code", RequestCode)
    yield from look_at_code(caller, code)
    payable = yield from look_up("payable", find_payable, "", code)
    if payable.pay_code:
        return (yield from checkout_by_operator(caller, payable))
    actor = Actor.from_caller(caller)
    one = yield from look_up("request", find_request, actor, code)
    others = ["refuse"] if one.mine else []
    chosen = yield from choose_operator(
        "ussd.stranger_request", "collect_by_prompt", caller.phone, *others, **vars(one)
    )
    if chosen == "refuse":
        return RefuseRequest(one.request_id), None
    return CollectRequest((yield from look_up("collection", find_collection, actor, code, chosen))), None
