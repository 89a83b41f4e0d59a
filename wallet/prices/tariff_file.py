"""A tariff as a person writes it: a TOML file with every price, every ceiling and the day it begins.

    from = 2026-12-01

    [price.send]
    fee = "0.5 %, at most 500"
    tax = "0.2 % + 4"

    [price.cash_in]
    commission = "0.2 % of the amount"

    [tier.0]
    out = { operation = 5_000, day = 20_000, week = "none", month = "none" }

`./mbongo tariff show --file` writes the one in force. Reading it collects all that is wrong, so that one correction
mends everything.
"""

import tomllib
from datetime import date
from itertools import pairwise
from typing import Any, Final

from wallet.core.errors import DeniedError
from wallet.prices.tariff_book import ALWAYS, SPANS_OF, Book, Ceiling
from wallet.prices.tariff_words import LINES, NONE, read_line, tariff_of
from wallet.prices.tariffs import Tariff

WIDEST_AMOUNT: Final = 99_999_999  # wider figures are on no screen that was proved to fit
YEARS: Final = range(2000, 2100)
Problems = list[str]


def read(words: str, known: Book) -> tuple[date, Book]:
    """The day a file's rules begin, and the rules: the kinds and tiers of `known`, all of them. Raises DeniedError."""
    try:
        found = tomllib.loads(words)
    except tomllib.TOMLDecodeError as wrong:
        raise DeniedError(f"This is not TOML: {wrong}") from None
    problems: Problems = []
    begins = found.pop("from", None)
    sections = _named("", found, ["price", "tier"], problems)
    prices = {
        kind: _price(f"price.{kind}", lines, problems)
        for kind, lines in _named("price.", sections["price"], list(known.prices), problems).items()
    }
    ceilings: dict[Ceiling, int | None] = {}
    for tier, ways in _named("tier.", sections["tier"], [str(tier) for tier in known.tiers], problems).items():
        ceilings |= _ceilings(tier, ways, problems)
    if type(begins) is not date or begins.year not in YEARS:
        problems.append("from: say the day it begins, as from = 2026-12-01")
    elif not problems:
        return begins, Book(prices, ceilings)
    raise DeniedError("\n".join(["Nothing is loaded:", *sorted(problems)]))


def _named(above: str, found: Any, names: list[str], problems: Problems) -> dict[str, dict[str, Any]]:
    """The tables of these names; one too few is a gap, one too many is unknown."""
    found = found if isinstance(found, dict) else {}
    problems += [f"{above}{name}: unknown; there is {', '.join(names)}" for name in found.keys() - set(names)]
    problems += [f"{above}{name}: missing, a gap" for name in names if not isinstance(found.get(name), dict)]
    return {name: table if isinstance(table := found.get(name), dict) else {} for name in names}


def _price(name: str, lines: dict[str, Any], problems: Problems) -> Tariff:
    problems += [f"{name}.{line}: unknown; there is {', '.join(LINES)}" for line in lines.keys() - LINES.keys()]
    parts = {}
    for line, (_, example) in LINES.items():
        read = read_line(line, lines.get(line, NONE))
        if read is None:
            problems.append(f"{name}.{line}: write {example}, not {lines[line]!r}")
        parts[line] = read or {}
    tariff = tariff_of(**parts)
    if tariff.fee_max is not None and tariff.fee_max < tariff.fee_min:
        problems.append(f"{name}.fee: at most {tariff.fee_max} is below at least {tariff.fee_min}")
    return tariff


def _ceilings(tier: str, ways: dict[str, Any], problems: Problems) -> dict[Ceiling, int | None]:
    ceilings: dict[Ceiling, int | None] = {}
    for way, said in _named(f"tier.{tier}.", ways, list(SPANS_OF), problems).items():
        spans, name = SPANS_OF[way], f"tier.{tier}.{way}"
        problems += [f"{name}.{span}: unknown; there is {', '.join(spans)}" for span in said.keys() - set(spans)]
        read = {span: _ceiling(f"{name}.{span}", way, span, said.get(span), problems) for span in spans}
        _longer_is_higher(name, read, problems)
        ceilings |= {(int(tier), way, span): amount for span, amount in read.items()}
    return ceilings


def _ceiling(name: str, way: str, span: str, amount: Any, problems: Problems) -> int | None:
    if amount == NONE and (way, span) not in ALWAYS:
        return None
    if type(amount) is int and 0 < amount <= WIDEST_AMOUNT:
        return amount
    or_none = "" if (way, span) in ALWAYS else ', or "none"'
    found = "missing, a gap" if amount is None else f"not {amount!r}"
    problems.append(f"{name}: {found}; say francs from 1 to {WIDEST_AMOUNT}{or_none}")
    return None


def _longer_is_higher(name: str, read: dict[str, int | None], problems: Problems) -> None:
    """A month's ceiling below a day's is a slip: the day's would never bite."""
    there = [(span, amount) for span, amount in read.items() if amount is not None]
    for (short, low), (long, high) in pairwise(there):
        if high < low:
            problems.append(f"{name}.{long}: {high} is below the {short}'s {low}")
