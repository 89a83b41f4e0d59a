"""Cash in and out again: whoever owns both sides must never earn more in commission than the fees cost them.

The tax is left out: it is the state's, and a round trip that only the tax makes dear is still paid for by us.
"""

from collections.abc import Iterator
from fractions import Fraction

from wallet.core.errors import Refused
from wallet.prices.tariff_book import Book
from wallet.prices.tariffs import WHOLE, Tariff

WAYS_OUT = ("pay_cash_out", "withdraw_money")


def refuse_gain(book: Book, minimum: int) -> None:
    """Raise Refused where a round trip earns, of any amount that ceilings allow, however it is cut in pieces."""
    if "take_cash_in" not in book.prices:
        return
    most_in, most_out = (_find_highest(book, way) for way in ("in", "out"))
    coming_in = book.prices["take_cash_in"]
    rate = max(_compute_rate(coming_in, amount) for amount in _list_steps(coming_in, minimum, most_in))
    for way in (way for way in WAYS_OUT if way in book.prices):
        for amount in _list_steps(book.prices[way], minimum, most_out):
            price = book.prices[way].price(amount)
            brought = amount + price.fee + price.tax  # what must come in for `amount` to go out
            if rate.numerator * brought > (price.fee - price.commission) * rate.denominator:
                earned = f"{float(rate * brought) + price.commission:.2f}"
                said = {"brought": brought, "amount": amount, "priced": way, "earned": earned, "fee": price.fee}
                raise Refused("staff.round_trip_gains", **said)


def _find_highest(book: Book, way: str) -> int:
    return max(book.ceilings[tier, way, "operation"] or 0 for tier in book.tiers)


def _compute_rate(coming_in: Tariff, amount: int) -> Fraction:
    """Return how much a franc brought in earns at most, its fee paid."""
    fee = coming_in.price(amount).fee
    earned = Fraction(coming_in.commission_ppm * (fee if coming_in.commission_of == "fee" else amount), WHOLE)
    return (earned - fee) / amount


def _list_steps(tariff: Tariff, minimum: int, most: int) -> Iterator[int]:
    """Yield the amounts at which a gain is greatest: the last before the fee rises by a franc, and the very last.

    Between two of them the fee stands still and everything else only grows with the amount.
    """
    if tariff.fee_ppm:
        last = tariff.price(most).fee
        for fee in range(tariff.price(minimum).fee, last):
            yield max(minimum, fee * WHOLE // tariff.fee_ppm)
    yield most
