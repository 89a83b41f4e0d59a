"""Codes people type: one wrong digit is found, every drawn one is read, spaces do not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("typed", ["", "4821", "123456789", "٤٨٢١٧", "48217x", "48²17"])
def test_anything_else_is_no_code(typed: str) -> None:
    for kind in KINDS:
        with pytest.raises(Misread):
            kind.read(typed)
