"""Amounts in files: every currency that a rail is paid in is written and read with its decimals."""

import pytest

from simulators.settlement import PLACES
from wallet.banks.amounts import DIGITS, read_minor, write_decimal
from wallet.payments.rails import RAILS

CURRENCIES = sorted({currency for rail in RAILS.values() for currency in rail.currencies})


@pytest.mark.parametrize("currency", CURRENCIES)
def test_what_a_rail_is_paid_in_is_read_as_it_is_written(currency: str) -> None:
    assert read_minor(write_decimal(1_525, currency), currency) == 1_525
    assert PLACES[currency] == DIGITS[currency], "simulated providers write it so"
