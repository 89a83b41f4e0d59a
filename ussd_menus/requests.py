"""Requests: asking for money, answering who asks, looking after one's own. Lines with nothing behind are left out."""

from dataclasses import replace
from typing import Final

from ussd_menus.checkouts import checkout
from ussd_menus.code_look import look_at_code
from ussd_menus.known_people import name_people
from ussd_menus.questions import Menu, Option, ask, ask_or_choose, choose, choose_menu, look_up, pick
from ussd_menus.subscriptions import subscribe
from wallet.business.answer_shop_request import RefuseShopRequest
from wallet.business.pay_bill import PayBill, find_bill_by_code
from wallet.business.payables import find_payable
from wallet.core.codes import RequestCode
from wallet.core.values import Money, Phone, Pin, Reason
from wallet.operations.actor import Actor
from wallet.people.people import Caller
from wallet.requests.answer_request import CancelRequest, RefuseRequest, RemindRequest
from wallet.requests.ask_payment import AskPayment, check_asking, find_payer
from wallet.requests.block_person import UnblockPerson
from wallet.requests.blocks import find_blocked
from wallet.requests.pay_request import PayRequest, find_request, quote_request
from wallet.requests.payment_requests import Listed, find_asked, find_counts, find_to_pay
from wallet.sending.known_people import list_known

ANSWERS: Final = ("pay", "refuse", "refuse_and_block")


def requests(caller: Caller) -> Menu:
    """Offer the lines of requests that have something behind them."""
    counts = yield from look_up("counts", find_counts, caller.person_id)
    behind = {
        "ask_money": (ask_money, 1),
        "to_pay": (to_pay, counts.to_pay),
        "asked": (asked, counts.asked),
        "blocked": (blocked, counts.blocked),
    }
    lines = {name: menu for name, (menu, count) in behind.items() if count}
    return (yield from choose_menu("ussd.requests", lines, caller, **vars(counts)))


def ask_money(caller: Caller) -> Menu:
    """Ask somebody for money: whom, how much, and why; that last answer, under person and amount, sends it."""
    known = yield from look_up("known", list_known, caller.person_id)
    phone = yield from ask_or_choose("ussd.request_payer", Phone, name_people(known))
    payer = yield from look_up("payer", find_payer, caller.person_id, phone)
    amount = yield from ask("ussd.request_amount", Money, name=payer.name, phone=payer.phone)
    asking = yield from look_up("asking", check_asking, caller.person_id, payer, amount)
    reason = yield from ask("ussd.request_reason", Reason, **{**vars(asking), "reason": ""})
    return AskPayment(replace(asking, reason=str(reason))), None


def to_pay(caller: Caller) -> Menu:
    """Offer the requests that wait for the caller's answer; a single one is opened at once."""
    found = yield from look_up("to_pay", find_to_pay, caller.person_id)
    code = found[0].code
    if len(found) > 1:
        code = yield from pick("ussd.requests_to_pay.title", lines_of(found))
    return (yield from answer(caller, next(one for one in found if one.code == code)))


def by_code(caller: Caller, code: RequestCode) -> Menu:
    """Find what a code names: a bill looked for, what a business asks, or a request; and have it paid."""
    bill = yield from look_up("bill", find_bill_by_code, caller.person_id, code)
    if bill.bill_id:
        pin = yield from ask("ussd.bill_pin", Pin, **vars(bill))
        return PayBill(bill), pin
    yield from look_at_code(caller, code)
    payable = yield from look_up("payable", find_payable, caller.person_id, code)
    if payable.plan_id:
        return (yield from subscribe(caller, payable.pay_code))
    if payable.pay_code:
        return (yield from checkout(caller, payable))
    return (yield from answer(caller, (yield from look_up("request", find_request, Actor.from_caller(caller), code))))


def answer(caller: Caller, one: Listed) -> Menu:
    """Offer to pay a request, with the PIN; the one asked may also refuse."""
    if one.by_shop:
        return (yield from answer_shop(caller, one))
    lines = ANSWERS if one.mine else ("pay",)
    chosen = yield from choose("ussd.request", *lines, **vars(one))
    if chosen != "pay":
        return RefuseRequest(one.request_id, block=chosen == "refuse_and_block"), None
    quote = yield from look_up("quote", quote_request, Actor.from_caller(caller), one.code)
    pin = yield from ask("ussd.request_pin", Pin, **vars(quote), total=quote.total)
    return PayRequest(quote), pin


def answer_shop(caller: Caller, one: Listed) -> Menu:
    """Offer to pay what a shop asks, with the PIN, or to refuse it."""
    chosen = yield from choose("ussd.shop_request", *ANSWERS, shop=one.name, amount=one.amount, date=one.date)
    if chosen != "pay":
        return RefuseShopRequest(one.request_id, block=chosen == "refuse_and_block"), None
    payable = yield from look_up("payable", find_payable, caller.person_id, RequestCode(one.code))
    return (yield from checkout(caller, payable))


def asked(caller: Caller) -> Menu:
    """Offer the caller's own requests, to be said once more or taken back."""
    found = yield from look_up("asked", find_asked, caller.person_id)
    code = yield from pick("ussd.requests_asked.title", lines_of(found))
    one = next(one for one in found if one.code == code)
    lines = ("cancel",) if one.reminded else ("remind", "cancel")
    chosen = yield from choose("ussd.request_asked", *lines, **vars(one))
    return (RemindRequest if chosen == "remind" else CancelRequest)(one.request_id), None


def blocked(caller: Caller) -> Menu:
    """Offer the people whose requests the caller blocked, to let them ask again."""
    found = yield from look_up("blocked", find_blocked, caller.person_id)
    lines = [Option(one.person_id, "ussd.blocked_people.line", vars(one)) for one in found]
    person_id = yield from pick("ussd.blocked_people.title", lines)
    one = next(one for one in found if one.person_id == person_id)
    yield from choose("ussd.blocked", "unblock", **vars(one))
    return UnblockPerson(person_id), None


def lines_of(found: list[Listed]) -> list[Option]:
    """Return requests as lines of a list."""
    return [Option(one.code, "ussd.requests.line", {**vars(one), "name": one.name or one.phone}) for one in found]
