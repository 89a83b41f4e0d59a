"""A tariff's file: TOML with every price, every ceiling and the day it begins.

    from = 2026-12-01  # midnight in Douala

    [price.send_money]
    fee_percent = 0.5
    fee_max = 500
    tax_percent = 0.2
    tax_fixed = 4

    [price.take_cash_in]
    commission_percent = 0.2

    [tier.0]
    out = { operation = 5000, day = 20000, week = "none", month = "none" }

The one in force can be written as such a file, to start the next one from.
"""

import tomllib
from datetime import date
from decimal import Decimal

from wallet.core.errors import Refused
from wallet.prices import written_tariff
from wallet.prices.tariff_book import SPANS_OF, Book
from wallet.prices.written_tariff import NONE, WrittenPrice


def read(words: str, known: Book) -> tuple[date, Book]:
    """Return the day a file's rules begin, and the rules: the kinds and tiers of `known`, all of them.

    Raises Refused with all that is wrong, so that one correction mends everything.
    """
    try:
        written = tomllib.loads(words, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as wrong:  # figures too long or large, brackets too deep
        raise Refused("staff.not_toml", why=str(wrong)) from None
    return written_tariff.read(written, known)


def write(begins: date, book: Book) -> str:
    """Return the file that says these rules: what to start the next one from."""
    lines = [f"from = {begins:%Y-%m-%d}  # midnight in Douala", ""]
    for kind, tariff in sorted(book.prices.items()):
        said = WrittenPrice.of(tariff).model_dump(exclude_defaults=True)
        lines += [f"[price.{kind}]", *(f"{name} = {_write_value(value)}" for name, value in said.items()), ""]
    for tier in book.tiers:
        lines.append(f"[tier.{tier}]")
        for way, spans in SPANS_OF.items():
            inside = ", ".join(
                f"{span} = {_write_value(NONE if (most := book.ceilings[tier, way, span]) is None else most)}"
                for span in spans
            )
            lines.append(f"{way} = {{ {inside} }}")
        lines.append("")
    return "\n".join(lines)


def _write_value(value: Decimal | int | str) -> str:
    """Return a value as TOML writes it."""
    return f'"{value}"' if isinstance(value, str) else str(value)
