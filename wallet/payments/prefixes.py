"""Whose prefix a number carries: a default for the rail, never more.

Numbers may be ported, and Orange opens accounts for any network's numbers, so people may always choose. The table is
the one of phonenumbers (name_for_number: safe_display_name is empty for all of Cameroon, which is flagged portable).
"""

from typing import Final

from phonenumbers import NumberParseException, carrier, parse

RAILS: Final = {"MTN Cameroon": "mtn", "Orange": "orange"}


def rail_of(phone: str) -> str | None:
    """The rail a number in E.164 most likely has its account on; None for NEXTTEL, Camtel and what is no number."""
    try:
        number = parse(phone)
    except NumberParseException:
        return None
    return RAILS.get(carrier.name_for_number(number, "en")) if number.country_code == 237 else None
