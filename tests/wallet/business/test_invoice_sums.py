"""Sums of invoices: the vectors of the tax office's arithmetic, and what holds of any invoice."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.business.invoice_sums import NewLine, Sums, VatRate, WithholdingRate, sum_up
from wallet.core.errors import Misread

STANDARD = VatRate("standard", 192_500, 17_500)
RATES = {
    "standard": STANDARD,
    "zero": VatRate("zero", 0),
    "exempt": VatRate("exempt", 0, reasoned=True),
    "half": VatRate("half", 96_250, 8_750),
}
KEPT = (WithholdingRate("vat_whole", 1_000_000, "vat"), WithholdingRate("income", 22_000, "net"))


def sum_of(*lines: NewLine, deposit: int = 0) -> Sums:
    return sum_up(lines, RATES, deposit=deposit)


@pytest.mark.parametrize(
    ("net", "vat", "base", "cac"),
    [(1_000, 193, 175, 18), (12_345, 2_376, 2_160, 216), (999, 192, 175, 17), (0, 0, 0, 0), (2, 0, 0, 0), (3, 1, 1, 0),
     (200, 39, 35, 4), (1_000_000, 192_500, 175_000, 17_500)],
)  # fmt: skip
def test_tax_is_rounded_once_on_the_whole_of_a_rate(net: int, vat: int, base: int, cac: int) -> None:
    one = sum_of(NewLine("x", "1", net)).rates[0]
    assert (one.vat, one.base, one.cac) == (vat, base, cac)


def test_lines_of_a_rate_are_taxed_together_and_those_of_others_apart() -> None:
    sums = sum_of(*[NewLine("x", "1", 2)] * 3, NewLine("y", "1", 100, vat="zero"), NewLine("z", "1", 50, vat="exempt",
                  exemption="Art. 128"))  # fmt: skip
    assert [(one.rate.code, one.net, one.vat) for one in sums.rates] == [
        ("standard", 6, 1), ("zero", 100, 0), ("exempt", 50, 0)
    ]  # fmt: skip
    assert (sums.net, sums.vat, sums.total, sums.payable) == (156, 1, 157, 157)


@pytest.mark.parametrize(
    ("line", "net"),
    [(NewLine("x", "1.5", 333), 500), (NewLine("x", "0.000001", 499_999), 0), (NewLine("x", "0.000001", 500_000), 1),
     (NewLine("x", "3", 1_000, discount=500), 2_500), (NewLine("x", "3", 1_000, discount_percent="12.5"), 2_625),
     (NewLine("x", "1", 1, discount_percent="50"), 0), (NewLine("x", "1", 999, discount_percent="100"), 0),
     (NewLine("x", "999999999", 1_000), 999_999_999_000)],
)  # fmt: skip
def test_a_line_is_rounded_to_francs_half_up(line: NewLine, net: int) -> None:
    assert line.net == net


def test_what_is_withheld_lowers_what_is_to_pay_and_not_the_total() -> None:
    sums = sum_up([NewLine("x", "1", 100_000)], RATES, KEPT, 10_000)
    assert [one.amount for one in sums.withholdings] == [19_250, 2_200]
    assert (sums.total, sums.withheld, sums.deposit, sums.payable) == (119_250, 21_450, 10_000, 87_800)


@pytest.mark.parametrize(
    "wrong",
    [{"quantity": "0"}, {"quantity": "-1"}, {"quantity": "1e3"}, {"quantity": "1."}, {"quantity": "NaN"},
     {"quantity": "1.1234567"}, {"quantity": "1000000000"}, {"quantity": "١"}, {"quantity": ""}, {"unit_price": -1},
     {"title": ""}, {"title": "  "}, {"title": "a\nb"}, {"title": "x" * 201}, {"discount": 1_001}, {"discount": -1},
     {"discount": 5, "discount_percent": "5"}, {"discount_percent": "100.01"}, {"discount_percent": "1.123"},
     {"unit": "\u202e"}],
)  # fmt: skip
def test_what_is_no_line_is_misread(wrong: dict[str, object]) -> None:
    with pytest.raises(Misread):
        NewLine(**{"title": "x", "quantity": "1", "unit_price": 1_000, **wrong})  # type: ignore[arg-type]  # as said


@pytest.mark.parametrize(
    ("lines", "deposit"),
    [((), 0), ((NewLine("x", "1", 100),), 120), ((NewLine("x", "1", 100),), -1),
     ((NewLine("x", "1", 100, vat="none"),), 0), ((NewLine("x", "1", 100, vat="exempt"),), 0),
     ((NewLine("x", "1", 100, exemption="Art. 1"),), 0), ((NewLine("x", "999999999", 10_000),), 0),
     ((NewLine("x", "1", 1),) * 201, 0)],
)  # fmt: skip
def test_what_is_no_invoice_is_misread(lines: tuple[NewLine, ...], deposit: int) -> None:
    with pytest.raises(Misread):
        sum_of(*lines, deposit=deposit)


QUANTITIES = st.decimals(Decimal("0.000001"), 9_999, places=6).map(lambda one: f"{one:f}")
LINES = st.builds(
    NewLine,
    title=st.just("x"),
    quantity=QUANTITIES,
    unit_price=st.integers(0, 1_000_000),
    discount_percent=st.sampled_from(["", "0", "5", "12.5", "33.33", "100"]),
    vat=st.sampled_from(["standard", "zero", "half"]),
)


@given(st.lists(LINES, min_size=1, max_size=12))
def test_any_invoice_adds_up(lines: list[NewLine]) -> None:
    sums = sum_up(lines, RATES, KEPT)
    assert sums.net == sum(line.net for line in lines) == sum(one.net for one in sums.rates)
    assert sums.total == sums.net + sums.vat
    assert sums.payable == sums.total - sums.withheld - sums.deposit
    for one in sums.rates:
        exact = Fraction(one.net * one.rate.ppm, 1_000_000)
        assert -Fraction(1, 2) < exact - one.vat <= Fraction(1, 2) or exact - one.vat == -Fraction(1, 2)
        assert one.base + one.cac == one.vat
        assert 0 <= one.cac <= one.vat
    for kept in sums.withholdings:
        assert 0 <= kept.amount <= {"net": sums.net, "vat": sums.vat}[kept.rate.part]
    for line in lines:
        gross = Fraction(line.gross)
        assert 0 <= line.net <= gross + 1
