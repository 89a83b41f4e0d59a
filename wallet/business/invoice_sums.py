"""Sums of an invoice, exact: each line's net, tax per rate on the whole of that rate, what is withheld, what is to pay.

A half franc is rounded up, once per line and once per rate; nothing here is a float.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from wallet.core.errors import Misread

MILLION: Final = 1_000_000
LARGEST: Final = 10**12  # francs: an invoice of more was mistyped
LINES_MOST: Final = 200
TITLE_LETTERS, UNIT_LETTERS, REASON_LETTERS = 200, 20, 200
QUANTITY_PLACES, PERCENT_PLACES = 6, 2


@dataclass(frozen=True)
class VatRate:
    """A rate of tax in millionths of the net: `cac_ppm` of it is the councils'; `reasoned`: a line says why it is 0."""

    code: str
    ppm: int
    cac_ppm: int = 0
    reasoned: bool = False


@dataclass(frozen=True)
class WithholdingRate:
    """The share that a buyer keeps back for the state, in millionths of the "net" or of the "vat"."""

    code: str
    ppm: int
    part: str


@dataclass(frozen=True)
class NewLine:
    """A line as it is said: decimals in digits, francs whole; a discount in francs or per cent, not both.

    Raises Misread for what no line can be.
    """

    title: str
    quantity: str
    unit_price: int
    unit: str = ""
    discount: int = 0
    discount_percent: str = ""
    vat: str = "standard"
    exemption: str = ""

    def __post_init__(self) -> None:
        """Raise Misread for what no line can be."""
        texts = ((self.title, TITLE_LETTERS), (self.unit, UNIT_LETTERS), (self.exemption, REASON_LETTERS))
        if not self.title.strip() or any(not is_line(said, most) for said, most in texts):
            raise Misread("error.malformed")
        if read_decimal(self.quantity, QUANTITY_PLACES) <= 0 or not 0 <= self.unit_price <= LARGEST:
            raise Misread("error.malformed")
        if self.discount_percent and (self.discount or read_decimal(self.discount_percent, PERCENT_PLACES) > 100):
            raise Misread("error.malformed")
        if not 0 <= self.discount <= self.gross:
            raise Misread("error.malformed")

    @property
    def gross(self) -> Decimal:
        """Return quantity times price, exact."""
        return Decimal(self.quantity) * self.unit_price

    @property
    def taken_off(self) -> int:
        """Return its discount in whole francs."""
        if self.discount_percent:
            return round_francs(self.gross * Decimal(self.discount_percent) / 100)
        return self.discount

    @property
    def net(self) -> int:
        """Return what it costs before tax, in whole francs."""
        return max(round_francs(self.gross) - self.taken_off, 0)


@dataclass(frozen=True)
class RateSum:
    """The tax of all lines of one rate: `base` and `cac` are parts of `vat`."""

    rate: VatRate
    net: int
    vat: int
    base: int
    cac: int


@dataclass(frozen=True)
class Withheld:
    """An amount that the buyer keeps back."""

    rate: WithholdingRate
    amount: int


@dataclass(frozen=True)
class Sums:
    """The sums of an invoice in francs: total = net + vat; payable = total - withheld - deposit."""

    rates: tuple[RateSum, ...]
    withholdings: tuple[Withheld, ...]
    net: int
    vat: int
    total: int
    withheld: int
    deposit: int
    payable: int


def sum_up(
    lines: Sequence[NewLine], rates: Mapping[str, VatRate], withheld: Sequence[WithholdingRate] = (), deposit: int = 0
) -> Sums:
    """Return the sums of lines under these rates. Raises Misread for what no invoice can be."""
    if not 1 <= len(lines) <= LINES_MOST or deposit < 0:
        raise Misread("error.malformed")
    net_of: dict[str, int] = {}
    for line in lines:
        if line.vat not in rates or rates[line.vat].reasoned != bool(line.exemption):
            raise Misread("error.malformed")
        net_of[line.vat] = net_of.get(line.vat, 0) + line.net
    of_rates = tuple(_tax(rates[code], net) for code, net in sorted(net_of.items(), key=lambda one: -rates[one[0]].ppm))
    net, vat = sum(one.net for one in of_rates), sum(one.vat for one in of_rates)
    kept = tuple(Withheld(one, share({"net": net, "vat": vat}[one.part], one.ppm)) for one in withheld)
    back = sum(one.amount for one in kept)
    payable = net + vat - back - deposit
    if payable < 0 or net + vat > LARGEST:
        raise Misread("error.malformed")
    return Sums(of_rates, kept, net, vat, net + vat, back, deposit, payable)


def _tax(rate: VatRate, net: int) -> RateSum:
    """Return the tax of one rate: rounded whole, then the councils' part is what the state's own leaves."""
    vat, base = share(net, rate.ppm), share(net, rate.ppm - rate.cac_ppm)
    return RateSum(rate, net, vat, base, vat - base)


def share(francs: int, ppm: int) -> int:
    """Return so many millionths of an amount, a half franc rounded up."""
    return (francs * ppm + MILLION // 2) // MILLION


def round_francs(exact: Decimal) -> int:
    """Return the nearest whole franc, a half rounded up."""
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def read_decimal(written: str, places: int) -> Decimal:
    """Return digits with at most so many decimals as a number. Raises Misread."""
    whole, _, part = written.partition(".")
    if not (written.isascii() and whole.isdigit() and len(whole) <= 9 and len(part) <= places):
        raise Misread("error.malformed")
    if "." in written and not part.isdigit():
        raise Misread("error.malformed")
    try:
        return Decimal(written)
    except InvalidOperation:
        raise Misread("error.malformed") from None


def is_line(said: str, most: int) -> bool:
    """True for a text on one line, no longer than that, which says nothing unseen."""
    return len(said) <= most and (not said or said.isprintable())
