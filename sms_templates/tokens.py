"""A text as its words and numbers. All that a person may read as a digit counts as one: no PIN slips by.

Only ASCII digits are ever read as amounts, phones or codes; the others are seen so that they can be masked.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

KEPT_LETTERS: Final = 480  # three segments: more than any command needs
READ_LETTERS: Final = 2_000  # a shielded text grows by its code's digest and by its masks
MASK: Final = "****"
UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs")  # controls, zero-width signs, what is no character
MARKS: Final = ("Me", "Mn")  # what no letter took in, such as the ring of a keycap

Kind = Literal["word", "number", "code", "mask", "mark"]
TOKEN: Final = re.compile(
    r"(?P<code>~[0-9a-f]+~)|(?P<mask>\*{4})"
    r"|(?P<number>[+\-.,]*[0-9]+(?:[.,\-/]+[0-9]+)*[.,]*)"
    r"|(?P<word>[^\W\d_]+)|(?P<mark>\S)"
)


@dataclass(frozen=True)
class Token:
    """A word, a number, a code's digest, a mask, or a lone mark, and its place in the text.

    Numbers with no word between them share a `group`.
    """

    kind: Kind
    text: str
    start: int
    end: int
    group: int

    @property
    def word(self) -> str:
        """Word in capitals without accents; "" for anything else."""
        return plain(self.text) if self.kind == "word" else ""

    @property
    def digits(self) -> str:
        """Digits of a number, each of another script as 0; "" for anything else."""
        return re.sub(r"[^0-9]", "", digit_shape(self.text)) if self.kind == "number" else ""


def plain(word: str) -> str:
    """Return capitals without accents: `Arrêt` → `ARRET`."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)).upper()


def clean(text: str, letters: int = READ_LETTERS) -> str:
    """Return the text with plain spaces, nothing unseen, at most `letters` long; a number is never cut in two."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    seen = "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN)
    whole = "".join(c for c in unicodedata.normalize("NFC", seen) if unicodedata.category(c) not in MARKS)
    if len(whole) <= letters:
        return whole
    cut = whole[:letters]
    return cut[: len(re.sub(r"[0-9.,\-/]+$", "", one_digit_each(cut)))]


def tokens(text: str) -> list[Token]:
    """Return everything in a cleaned text but its spaces, in order."""
    found, group = [], 0
    for match in TOKEN.finditer(one_digit_each(text)):
        kind: Kind = match.lastgroup  # type: ignore[assignment]  # the pattern's groups are the kinds
        group += kind not in ("number", "mark")
        found.append(Token(kind, text[match.start() : match.end()], match.start(), match.end(), group))
    return found


def one_digit_each(text: str) -> str:
    """Return the text with 0 for every digit of another script: same length, places unchanged."""
    return "".join(shape[0] for shape in map(_shape, text))


def digit_shape(text: str) -> str:
    """Return the text with 0 for every digit of another script; `⑩` reads as two digits, and so counts as two."""
    return "".join(map(_shape, text))


def _shape(letter: str) -> str:
    if letter.isascii():
        return letter
    count = sum(c.isnumeric() for c in unicodedata.normalize("NFKC", letter))
    return "0" * count or letter
