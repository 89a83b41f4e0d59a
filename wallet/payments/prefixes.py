"""Prefixes of numbers: a default for the rail, never more.

Numbers may be ported, and Orange opens accounts for any network's numbers, so people may always choose. The table is
the one of phonenumbers (name_for_number: safe_display_name is empty for all of Cameroon, which is flagged portable).
"""

from typing import Final

from phonenumbers import NumberParseException, carrier, parse

from wallet.payments.rails import RAILS, Ability

RAIL_OF_NETWORK: Final = {network: rail for rail in RAILS.values() for network in rail.networks}


def find_other(phone: str, rail: str, to: Ability) -> str | None:
    """Return the rail that a number looks like where that is not the one it is said to have its account on; else None.

    It may have one there all the same: whoever says so is asked once more, and believed.
    """
    likely = find_rail(phone, to)
    return likely if likely != rail else None


def find_rail(phone: str, to: Ability) -> str | None:
    """Return the rail that a number (E.164) most likely has its account on; None where no rail that can do `to` has it.

    None too for a network without a rail, and for what is no number.
    """
    try:
        number = parse(phone)
    except NumberParseException:
        return None
    rail = RAIL_OF_NETWORK.get(carrier.name_for_number(number, "en")) if number.country_code == 237 else None
    return rail.name if rail and to in rail.can else None
