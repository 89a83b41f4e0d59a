"""The menus, one a file: questions in their order. Pure: no network, no clock, no database, no chance.

A menu is a function that asks, and returns a use case (with the PIN that proves it, where one is asked).
Lines are numbered from 1 in their order, without holes: one with nothing behind it is left out.
"""

from ussd_menus.account import account, balance
from ussd_menus.agent import agent
from ussd_menus.first_pin import first_pin
from ussd_menus.pay import pay
from ussd_menus.questions import Menu, choose_menu, look_up
from ussd_menus.recharge import recharge
from ussd_menus.requests import requests
from ussd_menus.reset_pin import reset_pin
from ussd_menus.send_money import send_money
from ussd_menus.stranger import stranger
from ussd_menus.text_change import asks_to_undo, undo_text_change
from ussd_menus.withdraw import withdraw
from wallet.accounts.first_screen import find_first_screen
from wallet.people.people import Caller


def main(caller: Caller) -> Menu:
    """Run the menu that fits this caller: the stranger's, the first PIN's, a reset's, a text's, or the first screen."""
    if caller.is_stranger:
        return (yield from stranger(caller))
    if caller.no_pin:
        return (yield from first_pin(caller))
    first_screen = yield from look_up("first_screen", find_first_screen, caller.person_id)
    if first_screen.reset:
        return (yield from reset_pin(caller))
    if first_screen.text_change and (yield from asks_to_undo(caller, first_screen)):
        return (yield from undo_text_change(caller, first_screen))
    lines = {
        "send_money": send_money,
        "recharge": recharge,
        "withdraw": withdraw,
        "pay": pay,
        "requests": requests,
        "account": account,
    }
    lines |= {"agent": agent} if first_screen.agent else {"balance": balance}
    return (yield from choose_menu("ussd.main", lines, caller, **vars(first_screen)))
