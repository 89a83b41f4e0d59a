"""My ceilings, what is left of each, and prices: pages to read, after the PIN."""

from ussd_menus.questions import Menu, Option, look_up, prove, read_pages
from wallet.accounts.read_rules import read_rules
from wallet.people.people import Caller


def rules(caller: Caller) -> Menu:
    """Show ceilings, then fees, then the tax; what is left tells of past use, so it takes the PIN."""
    yield from prove("ussd.rules_pin")
    lines = yield from look_up("rules", read_rules, caller.person_id)
    while True:
        yield from read_pages("ussd.rules.title", [Option("", f"ussd.rules.{one.line}", vars(one)) for one in lines])
