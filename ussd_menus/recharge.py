"""Recharge: how much, or for whom; who pays, by which operator; then that phone is asked to approve."""

from ussd_menus.operator_number import operator_number
from ussd_menus.questions import Menu, ask, choose, look_up
from wallet.core.values import Money, MoneyOrPhone, Phone
from wallet.people.people import Caller
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge


def recharge(caller: Caller) -> Menu:
    """Recharge the caller's wallet, or that of the number typed instead of an amount."""
    typed = yield from ask("ussd.recharge_amount", MoneyOrPhone)
    phone = typed if isinstance(typed, Phone) else caller.phone
    to = yield from look_up("beneficiary", find_beneficiary, caller.person_id, phone)
    amount = typed
    if isinstance(typed, Phone):
        amount = yield from ask("ussd.recharge_amount_for", Money, name=to.name, phone=to.phone)
    to = yield from look_up("beneficiary_checked", check_recharge, caller.person_id, to, amount)
    payer, rail = yield from operator_number("ussd.recharge_payer", "collect_by_prompt", caller)
    collection = yield from look_up("quote", quote_recharge, to, amount, payer, rail)
    yield from choose("ussd.recharge_confirm", {"1": "yes"}, **vars(collection), operator=rail)
    return AddMoney(collection), None
