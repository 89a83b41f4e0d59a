"""Read how much a person may still move, and what it costs them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.people import people
from wallet.prices import limits, tariff_book, tariffs
from wallet.prices.limits import CeilingWay, Room

PRICED: Final[tuple[str, ...]] = (
    "send_money",
    "pay_request",
    "withdraw_money",
    "pay_cash_out",
    "add_money",
    "take_cash_in",
)  # what a customer may pay for
SPANS: Final[tuple[tuple[CeilingWay, str], ...]] = (
    ("out", "operation"), ("out", "day"), ("out", "week"), ("out", "month"), ("sms", "day"),
    ("in", "operation"), ("in", "day"), ("in", "week"), ("in", "month"), ("in", "balance"),
)  # fmt: skip


@dataclass(frozen=True)
class RuleLine:
    """One line: a ceiling with what is left of it, or what an `amount` costs in one way; `line` says which."""

    line: str
    maximum: int = 0
    left: int = 0
    amount: int = 0
    fee: int = 0
    priced: str = ""


def read_rules(db: Connection, person_id: str) -> list[RuleLine]:
    """Return prices, by an example that fits one page, then a person's ceilings, as they are now."""
    person, now = people.get_person(db, person_id), clock.now(db)
    held = ledger.balance(db, person.account_id)
    rooms = {direction: limits.read_room(db, person, direction) for direction in dict.fromkeys(way for way, _ in SPANS)}
    prices = tariff_book.read(db, now).prices
    return [*_prices(db, [kind for kind in PRICED if kind in prices]), *_ceilings(rooms, held)]


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


def _ceilings(rooms: dict[CeilingWay, Room], held: int) -> Iterator[RuleLine]:
    for direction, span in SPANS:
        room = rooms[direction]
        if span in room.ceilings:
            left = room.left(span, held if span == "balance" else 0)
            yield RuleLine(f"{direction}_{span}", room.ceilings[span], left)


def _prices(db: Connection, priced: list[str]) -> Iterator[RuleLine]:
    """Yield what an amount costs, fee and tax together, in each way that costs something; one line for the rest."""
    costs = {kind: tariffs.read_price(db, kind, EXAMPLE) for kind in priced}
    yield RuleLine("prices", amount=EXAMPLE)
    for kind, price in costs.items():
        if price.fee + price.tax:
            yield RuleLine("price", priced=kind, fee=price.fee + price.tax)
    if any(price.fee + price.tax == 0 for price in costs.values()):
        yield RuleLine("rest_free")
