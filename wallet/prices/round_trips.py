"""Cash in and out again: whoever owns both sides must never earn more in commission than the fees cost them.

The tax is left out: it is the state's, and a round trip that only the tax makes dear is still paid for by us.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from wallet.core.errors import Refused
from wallet.prices.tariff_book import Book
from wallet.prices.tariffs import WHOLE, Tariff

WAYS_IN: Final = ("take_cash_in", "add_money")
# Every way by which a person's money leaves us, and the tariff it is charged by. What is refunded to its source goes
# back free, as it came: no commission was earned by it. A shop's payout has paid the fee of a sale before its own.
WAYS_OUT: Final[dict[str, str]] = {
    "pay_cash_out": "pay_cash_out",
    "withdraw_money": "withdraw_money",
    "close_wallet": "withdraw_money",
}


def refuse_gain(coming_in: Book, going_out: Book, minimum: int) -> None:
    """Raise Refused where a round trip earns, in by one book and out by another, however it is cut in pieces.

    It is judged for any amount that the ceilings of the second allow.
    """
    rate = max(
        (_compute_rate(coming_in.prices[way]) for way in WAYS_IN if way in coming_in.prices), default=Fraction(0)
    )
    most = max(going_out.ceilings[tier, "out", "operation"] or 0 for tier in going_out.tiers)
    for way in dict.fromkeys(way for way in WAYS_OUT.values() if way in going_out.prices):
        for amount in _list_steps(going_out.prices[way], minimum, most):
            price = going_out.prices[way].price(amount)
            brought = amount + price.fee + price.tax  # what must come in for `amount` to go out
            if rate.numerator * brought > (price.fee - price.commission) * rate.denominator:
                earned = f"{float(rate * brought) + price.commission:.2f}"
                said = {"brought": brought, "amount": amount, "priced": way, "earned": earned, "fee": price.fee}
                raise Refused("staff.round_trip_gains", **said)


def _compute_rate(coming_in: Tariff) -> Fraction:
    """Return how much a franc brought in earns at most; it comes in free (sound_prices.CHARGED)."""
    return Fraction(coming_in.commission_ppm if coming_in.commission_of == "amount" else 0, WHOLE)


def _list_steps(tariff: Tariff, minimum: int, most: int) -> Iterator[int]:
    """Yield the amounts at which a gain is greatest: the last before the fee rises by a franc, and the very last.

    Between two of them the fee stands still and everything else only grows with the amount.
    """
    if tariff.fee_ppm:
        last = tariff.price(most).fee
        for fee in range(tariff.price(minimum).fee, last):
            yield max(minimum, fee * WHOLE // tariff.fee_ppm)
    yield most
