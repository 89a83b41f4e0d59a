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


def operator_number(
    key: str, own_line: str, to: Ability, caller: Caller, *others: Option, **values: Any
) -> Generator[Any, Any, tuple[str, str]]:
    """Ask for a number, and return it with its rail; or the name of one of the `others` offered beside it.

    `own_line` is the sentence of the line for the caller's own number.
    """
    rail = find_rail(caller.phone, to)
    own = []
    if rail:
        found = yield from look_up("operator", find_closed, rail)
        own = [Option(OWN, own_line, {"operator": rail, "phone": caller.phone, "closed": found.closed}, "1")]
    typed = yield from ask_or_choose(key, Phone, renumber([*own, *others]), **values)
    if typed in {other.name for other in others}:
        return typed, ""
    return (yield from rail_of(caller.phone if typed == OWN else str(typed), to, caller))


def rail_of(phone: str, to: Ability, caller: Caller) -> Generator[Any, Any, tuple[str, str]]:
    """Return a number with its rail, which is asked for only when the prefix tells none. It must not be down."""
    rail = find_rail(phone, to)
    if rail is None:
        rail = yield from choose_operator("ussd.operator", to, caller.phone, phone=phone)
    yield from look_up("operator", get_open, rail)
    return phone, rail


def choose_operator(key: str, to: Ability, caller_phone: str, *others: str, **values: Any) -> Generator[Any, Any, str]:
    """Offer who can do it, the likeliest of the caller first, one that is down saying so; then the `others`.

    Return the name chosen.
    """
    lines = []
    likely = find_rail(caller_phone, to)
    for digit, rail in enumerate(sorted(list_phone_rails(to), key=lambda rail: rail.name != likely), 1):
        found = yield from look_up("operator", find_closed, rail.name)
        values_of_line = {"operator": rail.name, "closed": found.closed}
        lines.append(Option(rail.name, "ussd.operator_line", values_of_line, str(digit)))
    lines += [Option(name, f"{key}.{name}", {}, str(digit)) for digit, name in enumerate(others, len(lines) + 1)]
    return (yield from pick(f"{key}.title", lines, **values))


def renumber(lines: list[Option]) -> list[Option]:
    """Return lines numbered from 1 in their order."""
    return [line._replace(digit=str(digit)) for digit, line in enumerate(lines, 1)]
