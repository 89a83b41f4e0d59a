"""Numbers where people dial, text and call: {menu}, {short_code}, {service_number} in sentences; settings say them."""

from typing import Final

NUMBERS: Final = {"menu": "*384*237#", "short_code": "8237", "service_number": "222123456", "menu_open": "*384*237"}


def use_numbers(menu: str, short_code: str, service_number: str = "") -> None:
    """Let every sentence of this process name these numbers; the office, which texts nobody, has no number to call."""
    NUMBERS.update(menu=menu, short_code=short_code, menu_open=menu.removesuffix("#"))
    if service_number:
        NUMBERS["service_number"] = service_number
