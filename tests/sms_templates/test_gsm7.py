"""Our GSM-7 table against an independent one (the gsm0338 package)."""

import gsm0338
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms_templates.gsm7 import BASIC, EXTENSION, is_gsm7, segments, septets

ESCAPE = "\x1b"  # the other table calls the escape itself a character; no sentence can show it
CODEC = gsm0338.Codec()
ALPHABET = sorted(BASIC | EXTENSION)


def encoded(text: str) -> bytes | None:
    """The other table's bytes, one for each septet; None where it refuses."""
    try:
        return bytes(CODEC.encode(text)[0])
    except UnicodeError:
        return None


@given(st.text(st.one_of(st.sampled_from(ALPHABET), st.characters(exclude_characters=ESCAPE))))
def test_agrees_with_another_table(text: str) -> None:
    theirs = encoded(text)
    assert is_gsm7(text) == (theirs is not None)
    if theirs is None:
        with pytest.raises(ValueError, match="not in GSM-7"):
            septets(text)
    else:
        assert septets(text) == len(theirs)


def test_every_character_of_the_basic_plane_agrees() -> None:
    assert [chr(c) for c in range(0x10000) if is_gsm7(chr(c)) != (encoded(chr(c)) is not None)] == [ESCAPE]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the escaped one does not fit the first segment's last septet
        ("a" * 153 + "€" + "a" * 151, 2),
    ],
)
def test_segments(text: str, count: int) -> None:
    assert segments(text) == count
