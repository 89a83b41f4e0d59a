"""What an operation costs: fee and tax, from the row in force now. Each line rounds up to the whole franc."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from wallet.values import Money


@dataclass(frozen=True)
class Price:
    """What is paid on top of an amount, in francs."""

    fee: int
    tax: int


def price(db: Connection, kind: str, amount: int) -> Price:
    """The price of an operation of this kind now. Raises NoResultFound for a kind without a tariff."""
    row = db.execute(
        text(
            "SELECT fee_ppm, fee_min, fee_max, tax_ppm, tax_fixed FROM tariff"
            " WHERE kind = :kind AND since <= wallet_now() ORDER BY since DESC LIMIT 1"
        ),
        {"kind": kind},
    ).one()
    fee = max(row.fee_min, _share(amount, row.fee_ppm))
    return Price(fee if row.fee_max is None else min(fee, row.fee_max), _share(amount, row.tax_ppm) + row.tax_fixed)


def _share(amount: int, parts_per_million: int) -> int:
    return -(-amount * parts_per_million // 1_000_000)


MINIMUM = Money(100)
