"""Codes and references people type: one wrong digit is found, every drawn one is read, spaces do not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.core import references
from wallet.core.codes import AgentCode, CheckedCode, RequestCode, TillCode
from wallet.core.errors import Misread

KINDS = (TillCode, AgentCode, RequestCode)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_read_however_it_is_written(kind: type[CheckedCode]) -> None:
    drawn = {kind.draw() for _ in range(200)}
    assert len(drawn) > 150
    assert all(kind.read(f" {code[:2]} {code[2:4]}-{code[4:]}") == code for code in drawn)
    assert all(len(code) == kind.digits and code[0] != "0" for code in drawn)


@given(st.sampled_from(KINDS), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_found(kind: type[CheckedCode], place: int, more: int) -> None:
    code, place = kind.draw(), place % kind.digits
    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]
    with pytest.raises(Misread):
        kind.read(wrong)


def test_what_was_given_out_once_stays_valid() -> None:
    """Made by the arithmetic of our own that came before the library's."""
    given = {TillCode: ("48215", "10009"), AgentCode: ("999995", "123455"), RequestCode: ("48217368", "10000008")}
    assert all(kind.read(code) == code for kind, codes in given.items() for code in codes)
    keys = {"a": "BK8N-WP9X", "b": "KPZG-NQJN", "moussa:1": "XZJQ-B7GQ"}
    assert {key: references.reference(key) for key in keys} == keys


@given(st.text(min_size=1), st.integers(0, 7), st.sampled_from(references.ALPHABET))
def test_one_wrong_character_of_a_reference_is_found(key: str, place: int, other: str) -> None:
    letters = references.reference(key).replace("-", "")
    assert references.is_reference(f" {letters[:3].lower()} {letters[3:]}")
    wrong = letters[:place] + other + letters[place + 1 :]
    assert references.is_reference(wrong) == (wrong == letters)


@pytest.mark.parametrize("text", ["", "BK8N", "BK8N-WP9X2", "0K8N-WP9X", "BK8N-WP9É", "٤K8N-WP9X"])
def test_anything_else_is_no_reference(text: str) -> None:
    assert not references.is_reference(text)


@pytest.mark.parametrize("typed", ["", "4821", "123456789", "٤٨٢١٧", "48217x", "48²17"])
def test_anything_else_is_no_code(typed: str) -> None:
    for kind in KINDS:
        with pytest.raises(Misread):
            kind.read(typed)
