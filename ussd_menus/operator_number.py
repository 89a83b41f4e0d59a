"""A number at an operator: the caller's own, or one typed; its prefix chooses the operator, the screen names it."""

from collections.abc import Generator
from typing import Any

from ussd_menus.questions import Option, ask_or_choose, look_up, pick
from wallet.core.values import Phone
from wallet.payments.operators import find_closed, get_open
from wallet.payments.prefixes import find_rail
from wallet.payments.rails import Ability, list_phone_rails
from wallet.people.people import Caller

OWN = "own"


def operator_number(key: str, to: Ability, caller: Caller, *others: Option) -> Generator[Any, Any, tuple[str, str]]:
    """Ask for a number, and return it with its rail; or the name of one of the `others` offered beside it.

    The operator is asked for only when the prefix belongs to none that can do it.
    """
    rail = find_rail(caller.phone, to)
    own = []
    if rail:
        found = yield from look_up("operator", find_closed, rail)
        own = [Option(OWN, f"{key}_{OWN}", {"operator": rail, "phone": caller.phone, "closed": found.closed}, "1")]
    typed = yield from ask_or_choose(key, Phone, [*own, *others])
    if typed in {other.name for other in others}:
        return typed, ""
    phone = caller.phone if typed == OWN else str(typed)
    rail = find_rail(phone, to)
    if rail is None:
        rail = yield from choose_operator("ussd.operator", to, phone=phone)
    yield from look_up("operator", get_open, rail)
    return phone, rail


def choose_operator(key: str, to: Ability, *others: str, **values: Any) -> Generator[Any, Any, str]:
    """Offer who can do it, one that is down saying so on its line, then the `others`. Return the name chosen."""
    lines = []
    for rail in list_phone_rails(to):
        found = yield from look_up("operator", find_closed, rail.name)
        values_of_line = {"operator": rail.name, "closed": found.closed}
        lines.append(Option(rail.name, "ussd.operator_line", values_of_line, rail.digit))
    lines += [Option(name, f"{key}.{name}", {}, str(digit)) for digit, name in enumerate(others, len(lines) + 1)]
    return (yield from pick(f"{key}.title", lines, **values))
