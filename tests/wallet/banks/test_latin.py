"""Names in a bank's letters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.banks.latin import write_latin


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Épicerie chez Brigitte & Fils", "Epicerie chez Brigitte + Fils"),
        ("Œuvre Ñandú", "Oeuvre Nandu"),
        ("Société «L’Étoile»", "Societe L'Etoile"),
        ("Тимур", "Timur"),
        ("مريم", "mrym"),
        ("A//B\nC\tD", "A/B C D"),
        ("<b>=1+1</b>", "b 1+1 /b"),
        ("🙂", ":slight smile:"),
        ("\x00", ""),
    ],
)
def test_a_name_is_written_in_latin_letters(name: str, written: str) -> None:
    assert write_latin(name, 70) == written


@given(st.text(max_size=200), st.integers(1, 140))
def test_nothing_else_is_ever_written(text: str, most: int) -> None:
    written = write_latin(text, most)
    assert len(written) <= most
    assert re.fullmatch(r"[0-9A-Za-z/\-?:().,'+ ]*", written)
    assert "//" not in written
    assert written == written.strip(" /")
    assert write_latin(written, most) == written
