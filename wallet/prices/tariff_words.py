"""Each price and ceiling in the words of a tariff's file, and back: `0.5 %, at most 500`."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from wallet.prices.tariff_book import SPANS_OF, Book
from wallet.prices.tariffs import WHOLE, Tariff

NONE: Final = "none"
PERCENT: Final = r"(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,4})?) ?%"
FRANCS: Final = "[0-9][0-9 ]{0,11}"
LINES: Final = {  # how each line of a price is written, with an example
    "fee": (
        rf"{PERCENT}(?:, at least (?P<least>{FRANCS}))?(?:, at most (?P<most>{FRANCS}))?",
        '"0.5 %", "1.5 %, at least 50, at most 3 500" or "none"',
    ),
    "tax": (rf"{PERCENT}(?: ?\+ ?(?P<fixed>{FRANCS}))?", '"0.2 % + 4" or "none"'),
    "commission": (rf"{PERCENT} of the (?P<of>amount|fee)", '"0.2 % of the amount", "40 % of the fee" or "none"'),
}


def read_line(line: str, written: Any) -> dict[str, str] | None:
    """The parts of a fee, tax or commission, {} for "none"; None when it cannot be read."""
    if written == NONE:
        return {}
    matched = re.fullmatch(LINES[line][0], written) if isinstance(written, str) else None
    parts = {name: part for name, part in matched.groupdict().items() if part} if matched else None
    return parts if parts and _ppm(parts) <= WHOLE else None


def tariff_of(fee: dict[str, str], tax: dict[str, str], commission: dict[str, str]) -> Tariff:
    """The tariff of its three lines."""
    return Tariff(
        _ppm(fee),
        _whole(fee.get("least", "0")),
        _whole(fee["most"]) if "most" in fee else None,
        _ppm(tax),
        _whole(tax.get("fixed", "0")),
        _ppm(commission),
        "fee" if commission.get("of") == "fee" else "amount",
    )


def _ppm(parts: dict[str, str]) -> int:
    return int(Decimal(parts.get("percent", "0")) * 10_000)


def _whole(digits: str) -> int:
    return int(digits.replace(" ", ""))


def words_of(tariff: Tariff) -> dict[str, str]:
    """Its fee, tax and commission as a file says them."""
    fee = _percent(tariff.fee_ppm)
    fee += f", at least {tariff.fee_min}" if tariff.fee_min else ""
    fee += f", at most {tariff.fee_max}" if tariff.fee_max is not None else ""
    tax = _percent(tariff.tax_ppm) + (f" + {tariff.tax_fixed}" if tariff.tax_fixed else "")
    commission = f"{_percent(tariff.commission_ppm)} of the {tariff.commission_of}"
    return {
        "fee": fee if tariff.fee_ppm or tariff.fee_min else NONE,
        "tax": tax if tariff.tax_ppm or tariff.tax_fixed else NONE,
        "commission": commission if tariff.commission_ppm else NONE,
    }


def _percent(parts_per_million: int) -> str:
    return f"{(Decimal(parts_per_million) / 10_000).normalize():f} %"


def facts(book: Book) -> dict[str, str]:
    """Every rule by its name in a file, in a file's words."""
    prices = {
        f"price.{kind}.{line}": words
        for kind, tariff in sorted(book.prices.items())
        for line, words in words_of(tariff).items()
    }
    ceilings = {
        f"tier.{tier}.{way}.{span}": NONE if amount is None else str(amount)
        for (tier, way, span), amount in book.ceilings.items()
    }
    return prices | ceilings


def file_of(begins: date, book: Book) -> str:
    """The file that says these rules: what to start the next one from."""
    said = facts(book)
    lines = [f"from = {begins:%Y-%m-%d}  # midnight in Douala", ""]
    for kind in sorted(book.prices):
        lines += [f"[price.{kind}]", *(f'{line} = "{said[f"price.{kind}.{line}"]}"' for line in LINES), ""]
    for tier in book.tiers:
        lines.append(f"[tier.{tier}]")
        for way, spans in SPANS_OF.items():
            values = {span: said[f"tier.{tier}.{way}.{span}"] for span in spans}
            inside = ", ".join(f'{span} = "none"' if one == NONE else f"{span} = {one}" for span, one in values.items())
            lines.append(f"{way} = {{ {inside} }}")
        lines.append("")
    return "\n".join(lines)
