"""Prices that may be charged: each kind has only the parts that something posts, and none exceeds its amount."""

from typing import Final

from wallet.core.errors import Refused
from wallet.prices.tariff_book import Book
from wallet.prices.tariffs import Tariff

FEE_AND_TAX: Final = frozenset({"fee", "tax"})
# What is charged of a kind, where it is not a fee and a tax on top of the amount: of what a shop is paid a fee out of
# it, of its payouts a fee, and what an agent earns. A part that nothing posts would be shown and never charged.
CHARGED: Final[dict[str, frozenset[str]]] = {
    "pay_cash_out": FEE_AND_TAX | {"commission"},
    "take_cash_in": frozenset({"commission"}),
    "add_money": frozenset(),
    "pay_till": frozenset({"fee"}),
    "pay_bill": frozenset({"fee"}),
    "pay_checkout": frozenset({"fee"}),
    "pay_subscription": frozenset({"fee"}),
    "make_payout": frozenset({"fee"}),
}


def refuse_unsound(book: Book, minimum: int) -> None:
    """Raise Refused for a price with a part that is never charged, or as large as the least amount it is taken of.

    With fee and tax each rounded up, a price that is less than every amount up to twice the least is less than any.
    """
    for kind, tariff in book.prices.items():
        for part in sorted(list_parts(tariff) - CHARGED.get(kind, FEE_AND_TAX)):
            raise Refused("staff.price_never_charged", priced=kind, part=part)
        for amount in range(minimum, 2 * minimum + 1):
            price = tariff.price(amount)
            if price.fee + price.tax >= amount:
                raise Refused("staff.price_above_amount", priced=kind, amount=amount, price=price.fee + price.tax)


def list_parts(tariff: Tariff) -> set[str]:
    """Return the parts that a tariff asks something for."""
    asked = {
        "fee": (tariff.fee_ppm or tariff.fee_min) and tariff.fee_max != 0,
        "tax": tariff.tax_ppm or tariff.tax_fixed,
        "commission": tariff.commission_ppm,
    }
    return {part for part, parts_per_million in asked.items() if parts_per_million}
