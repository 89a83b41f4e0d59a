"""RIB and IBAN of Cameroon: vectors, and every wrong digit found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from wallet.banks.rib import Rib, calc_key, print_rib
from wallet.core.errors import Misread

KNOWN = "10002000300277976315008"  # the example of the IBAN registry
PARTS = st.tuples(*(st.text("0123456789", min_size=n, max_size=n) for n in (5, 5, 11)))


@pytest.mark.parametrize(
    "typed",
    [
        KNOWN,
        "10002 00030 02779763150 08",
        "10002-00030-02779763150-08",
        "CM2110002000300277976315008",
        "cm21 1000 2000 3002 7797 6315 008",
        "IBAN CM21 10002 00030 02779763150 08",
        "10002\u00a000030\u00a002779763150\u00a008",
    ],
)
def test_a_rib_is_read_however_it_is_written(typed: str) -> None:
    read = Rib.read(typed)
    assert read == KNOWN
    assert (read.bank, read.branch, read.account) == ("10002", "00030", "02779763150")
    assert read.iban == "CM2110002000300277976315008"
    assert print_rib(read) == "10002 00030 02779763150 08"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("", "not_a_rib"),
        (KNOWN[:-1], "not_a_rib"),
        (KNOWN + "0", "not_a_rib"),
        ("CM21" + KNOWN[:-1], "not_a_rib"),
        ("1000200030027797631500٨", "not_a_rib"),
        ("1000A000300277976315008", "not_a_rib"),
        ("CM91" + KNOWN, "iban_of_another"),
        ("FR7630006000011234567890189", "iban_of_another"),
        (KNOWN[:-1] + "9", "rib_key_wrong"),
    ],
)
def test_what_is_no_rib_is_refused_by_what_is_wrong(typed: str, wrong: str) -> None:
    with pytest.raises(Misread) as refused:
        Rib.read(typed)
    assert refused.value.key == f"staff.{wrong}"


@given(PARTS)
def test_the_ibans_own_check_digits_never_change(parts: tuple[str, str, str]) -> None:
    whole = "".join(parts) + calc_key(*parts)
    assert Rib.read(whole).iban == f"CM21{whole}"
    assert mod_97_10.is_valid(f"{whole}CM21")


@given(PARTS, st.integers(0, 22), st.integers(1, 9))
def test_a_changed_digit_is_found(parts: tuple[str, str, str], place: int, more: int) -> None:
    whole = "".join(parts) + calc_key(*parts)
    changed = whole[:place] + str((int(whole[place]) + more) % 10) + whole[place + 1 :]
    with pytest.raises(Misread):
        Rib.read(changed)


@given(PARTS, st.integers(0, 21))
def test_two_swapped_neighbours_are_found(parts: tuple[str, str, str], place: int) -> None:
    whole = "".join(parts) + calc_key(*parts)
    swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    if swapped != whole:
        with pytest.raises(Misread):
            Rib.read(swapped)
