"""Withdraw: to a number at an operator, or at an agent; how much, PIN."""

from ussd_menus.known_people import FAVOURITES, offer_favourites, pick_number
from ussd_menus.operator_number import operator_number, rail_of
from ussd_menus.questions import Menu, Option, ask, choose, look_up
from wallet.agents.ask_cash_out import (
    AskCashOut,
    CancelCashOut,
    ShowCashCode,
    find_counter,
    find_waiting_cash_out,
    quote_cash_out,
)
from wallet.core.codes import AgentCode
from wallet.core.values import Money, Pin
from wallet.people.favourites import list_favourites
from wallet.people.people import Caller
from wallet.people.stops import check_may_withdraw
from wallet.topups.withdraw_money import WithdrawMoney, quote_withdrawing

AT_AGENT = "agent"


def withdraw(caller: Caller) -> Menu:
    """Offer what waits at an agent first; else the caller's own number at its operator, an agent, another's number."""
    waiting = yield from look_up("waiting", find_waiting_cash_out, caller.person_id)
    if waiting.id:
        chosen = yield from choose("ussd.cash_out_waits", "code", "cancel", "other", **vars(waiting))
        if chosen == "code":
            pin = yield from ask("ussd.cash_out_code_pin", Pin)
            return ShowCashCode(), pin
        if chosen == "cancel":
            return CancelCashOut(waiting.id), None
    yield from look_up("may_leave", check_may_withdraw, caller.person_id)
    known = yield from look_up("favourites", list_favourites, caller.person_id)
    at = Option(AT_AGENT, "ussd.withdraw_where_agent", {}, "2")
    phone, rail = yield from operator_number(
        "ussd.withdraw_where", "ussd.withdraw_where_own", "pay_to_phone", caller, at, *offer_favourites(known, "3")
    )
    if phone == AT_AGENT:
        return (yield from at_agent(caller))
    if phone == FAVOURITES:
        phone, rail = yield from rail_of((yield from pick_number(known)), "pay_to_phone", caller)
    amount = yield from ask("ussd.withdraw_amount", Money, operator=rail, phone=phone)
    payout = yield from look_up("quote", quote_withdrawing, caller.person_id, phone, rail, amount)
    pin = yield from ask("ussd.withdraw_pin", Pin, **vars(payout), operator=rail, total=payout.total)
    return WithdrawMoney(payout), pin


def at_agent(caller: Caller) -> Menu:
    """Withdraw at an agent: which one, how much; the code comes after the PIN."""
    code = yield from ask("ussd.cash_out_agent", AgentCode)
    counter = yield from look_up("counter", find_counter, caller.person_id, code)
    amount = yield from ask("ussd.cash_out_amount", Money, name=counter.name)
    quote = yield from look_up("quote", quote_cash_out, caller.person_id, counter, amount)
    pin = yield from ask("ussd.cash_out_pin", Pin, **vars(quote), total=quote.total)
    return AskCashOut(quote), pin
