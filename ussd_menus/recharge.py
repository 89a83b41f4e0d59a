"""Add money: how much, or for whom; who pays, by which operator; then that phone is asked to approve."""

from ussd_menus.known_people import FAVOURITES, offer_favourites, pick_number
from ussd_menus.operator_number import operator_number
from ussd_menus.questions import Menu, ask, ask_or_choose, choose, look_up
from wallet.core.values import Money, MoneyOrPhone, Phone
from wallet.payments.prefixes import find_rail
from wallet.people.favourites import list_favourites
from wallet.people.people import Caller
from wallet.topups.add_money import AddMoney, check_recharge, find_beneficiary, quote_recharge


def recharge(caller: Caller) -> Menu:
    """Add money to the caller's wallet, or to that of the number typed or chosen instead of an amount.

    Who pays is all that is confirmed where the caller's own number pays into their own wallet.
    """
    known = yield from look_up("favourites", list_favourites, caller.person_id)
    typed = yield from ask_or_choose("ussd.recharge_amount", MoneyOrPhone, offer_favourites(known, "1"))
    if typed == FAVOURITES:
        typed = Phone((yield from pick_number(known)))
    phone = typed if isinstance(typed, Phone) else caller.phone
    to = yield from look_up("beneficiary", find_beneficiary, caller.person_id, phone)
    amount = typed
    if isinstance(typed, Phone):
        amount = yield from ask("ussd.recharge_amount_for", Money, name=to.name, phone=to.phone)
    to = yield from look_up("beneficiary_checked", check_recharge, caller.person_id, to, amount)
    mine = phone == caller.phone
    asked = "ussd.recharge_payer_mine" if mine else "ussd.recharge_payer"
    payer, rail = yield from operator_number(
        asked, "ussd.recharge_payer_own", "collect_by_prompt", caller, amount=amount
    )
    collection = yield from look_up("quote", quote_recharge, to, amount, payer, rail)
    if not (mine and payer == caller.phone and find_rail(payer, "collect_by_prompt")):
        yield from choose("ussd.recharge_confirm", "yes", **vars(collection), operator=rail)
    return AddMoney(collection), None
