"""RF references: vectors, every wrong letter found, and finding them in what payers write."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.banks.rf_reference import RfReference, find_rf_references
from wallet.core.errors import Misread

LETTERS = string.digits + string.ascii_uppercase
BODIES = st.text(LETTERS, min_size=1, max_size=21)


@pytest.mark.parametrize(
    ("name", "written"),
    [("MB2026000123", "RF25MB2026000123"), ("539007547034", "RF18539007547034"), ("BK8N-WP9X", "RF76BK8NWP9X")],
)
def test_vectors(name: str, written: str) -> None:
    assert RfReference.write(name) == written
    assert RfReference.read(f" {written[:4]} {written[4:8].lower()}-{written[8:]}") == written
    assert RfReference.read(written).body == name.replace("-", "")


@pytest.mark.parametrize(
    "typed", ["", "RF", "RF18", "RF19539007547034", "RF1853900754703412345678901", "RF18é", "٣F18"]
)
def test_what_is_none_is_refused(typed: str) -> None:
    with pytest.raises(Misread):
        RfReference.read(typed)


@pytest.mark.parametrize("name", ["", "a", "A B", "É1", "1" * 22])
def test_a_name_it_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        RfReference.write(name)


@given(BODIES, st.data())
def test_a_changed_letter_is_found(body: str, data: st.DataObject) -> None:
    written = RfReference.write(body)
    place = data.draw(st.integers(2, len(written) - 1))
    other = data.draw(st.sampled_from(string.digits if written[place].isdigit() else string.ascii_uppercase))
    if other != written[place]:
        with pytest.raises(Misread):
            RfReference.read(written[:place] + other + written[place + 1 :])


@given(BODIES, st.text(" abc.,-/é", max_size=10), st.integers(0, 3))
def test_one_is_found_in_a_payers_words(body: str, words: str, form: int) -> None:
    written = RfReference.write(body)
    spaced = " ".join(written[place : place + 4] for place in range(0, len(written), 4))
    told = (written, spaced, spaced.lower(), "\n".join((written[:6], written[6:])))[form]
    assert written in find_rf_references(f"VIREMENT {told} {words}")


@pytest.mark.parametrize(
    "words", ["", "RF", "RFID 12", "FACTURE 2026", "RF00 ABC", "SURF18539007547O34", "RF18539007547034X" * 40]
)
def test_nothing_is_found_where_none_is(words: str) -> None:
    assert not list(find_rf_references(words))


def test_two_are_found() -> None:
    assert list(find_rf_references("RF25MB2026000123 + RF18539007547034")) == ["RF25MB2026000123", "RF18539007547034"]
