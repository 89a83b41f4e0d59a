"""Read how much a person may still move, and what it costs them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.people import people
from wallet.prices import limits, tariff_book, tariffs
from wallet.prices.limits import Direction, Room
from wallet.prices.tariffs import Tariff

PRICED: Final[tuple[str, ...]] = (
    "send_money",
    "pay_request",
    "withdraw_money",
    "pay_cash_out",
    "add_money",
    "take_cash_in",
)  # what a customer may pay for
SPANS: Final[tuple[tuple[Direction, str], ...]] = (
    ("out", "operation"), ("out", "day"), ("out", "week"), ("out", "month"), ("sms", "day"),
    ("in", "operation"), ("in", "day"), ("in", "week"), ("in", "month"), ("in", "balance"),
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One line: a ceiling with what is left of it, or a price; `line` says which, `rate` is in parts per million."""

    line: str
    maximum: int = 0
    left: int = 0
    minimum: int = 0
    rate: int = 0
    tax: int = 0
    priced: str = ""


def read_rules(db: Connection, person_id: str) -> list[Rule]:
    """Return a person's ceilings and prices, as they are now."""
    person, now = people.get_person(db, person_id), clock.now(db)
    held = ledger.balance(db, person.account_id)
    rooms = {direction: limits.read_room(db, person, direction) for direction in dict.fromkeys(way for way, _ in SPANS)}
    prices = tariff_book.read(db, now).prices
    known: dict[str, Tariff] = {kind: prices[kind] for kind in PRICED if kind in prices}
    return [*_ceilings(rooms, held), *_prices(known), *_taxes(known)]


@dataclass(frozen=True)
class PriceExample:
    """An amount with its costs, fee and tax together, and the ceilings of whose number asked."""

    amount: int
    sent: int
    withdrawn: int
    cash: int
    maximum: int
    day: int
    sms: int


EXAMPLE: Final = 5_000
NO_CEILING: Final = 999_999_999  # the highest amount that can be typed


def read_example(db: Connection, person_id: str) -> PriceExample:
    """Return what things cost now, by an example; for a number without a wallet, what it would find."""
    tier = people.get_person(db, person_id).tier if person_id else 0
    prices = [tariffs.read_price(db, kind, EXAMPLE) for kind in ("send_money", "withdraw_money", "pay_cash_out")]
    out, by_sms = limits.read_ceilings(db, tier, "out"), limits.read_ceilings(db, tier, "sms")
    most = [ceilings.get(span, NO_CEILING) for ceilings, span in ((out, "operation"), (out, "day"), (by_sms, "day"))]
    return PriceExample(EXAMPLE, *(price.fee + price.tax for price in prices), *most)


def _ceilings(rooms: dict[Direction, Room], held: int) -> Iterator[Rule]:
    for direction, span in SPANS:
        room = rooms[direction]
        if span in room.ceilings:
            left = room.left(span, held if span == "balance" else 0)
            yield Rule(f"{direction}_{span}", room.ceilings[span], left)


def _prices(known: dict[str, Tariff]) -> Iterator[Rule]:
    for kind, tariff in known.items():
        if not (tariff.fee_ppm or tariff.fee_min):
            yield Rule("free", priced=kind)
            continue
        line = "fee" + ("_min" if tariff.fee_min else "") + ("" if tariff.fee_max is None else "_max")
        yield Rule(line, tariff.fee_max or 0, minimum=tariff.fee_min, rate=tariff.fee_ppm, priced=kind)


def _taxes(known: dict[str, Tariff]) -> Iterator[Rule]:
    """Yield one line where everything taxed is taxed alike, as it is by law; else one for each."""
    taxed = {kind: (one.tax_ppm, one.tax_fixed) for kind, one in known.items() if one.tax_ppm or one.tax_fixed}
    if len(set(taxed.values())) == 1:
        [(rate, fixed)] = set(taxed.values())
        yield Rule("tax", rate=rate, tax=fixed)
        return
    for kind, (rate, fixed) in taxed.items():
        yield Rule("tax_of", rate=rate, tax=fixed, priced=kind)
