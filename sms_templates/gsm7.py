"""GSM-7, the alphabet of USSD screens and cheap SMS: its characters, and the length of a text.

One character outside the alphabet turns the whole message into UCS-2: 70 characters a segment instead of 160.
"""

from typing import Final

BASIC: Final = frozenset(  # 3GPP TS 23.038, default alphabet: one septet each
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = frozenset("\f^{}\\[~]|€")  # an escape and a septet: two each
SINGLE: Final = 160  # septets in a message of one segment
JOINED: Final = 153  # septets in each segment of a longer one: a 6-byte header takes seven


def is_gsm7(text: str) -> bool:
    """True when every character of the text is in the alphabet."""
    return all(letter in BASIC or letter in EXTENSION for letter in text)


def septets(text: str) -> int:
    """Return the length of the text in septets. Raises ValueError naming the first character outside GSM-7."""
    if BASIC.issuperset(text):
        return len(text)
    for letter in text:
        if letter not in BASIC and letter not in EXTENSION:
            raise ValueError(f"{letter!r} (U+{ord(letter):04X}) is not in GSM-7")
    return sum(1 if letter in BASIC else 2 for letter in text)


def segments(text: str) -> int:
    """Return how many segments the text is billed as. An escaped character is never cut in two."""
    if septets(text) <= SINGLE:
        return 1
    count, room = 1, JOINED
    for letter in text:
        cost = 1 if letter in BASIC else 2
        if cost > room:
            count, room = count + 1, JOINED
        room -= cost
    return count
