"""A text as its words and groups of digits. All that a person may read as a digit counts as one: no PIN slips by.

Only ASCII digits are ever read as amounts, phones or codes; the others are seen so that they can be masked.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from sms_templates.numbers import NUMBERS
from sms_templates.reading.words import plain
from wallet.payments.rails import ROWS

KEPT_LETTERS: Final = 480  # three segments: more than any command needs
READ_LETTERS: Final = 2_000  # a shielded text grows by its code's digest and by its masks
PIN_DIGITS: Final = range(4, 7)
PIN: Final = "****"  # what stands for what may be a PIN
HIDDEN: Final = "####"  # what stands for a figure that is no PIN, and has no place
COUNTRY: Final = re.compile(r"\((\+237|00237|237)\)")  # in brackets, before a number
THOUSANDS_MARK: Final = re.compile(r"(?<=[0-9])['’_](?=[0-9]{3}(?![0-9]))")  # as wrong as a point, and as clear
UNSEEN: Final = ("Cc", "Cf", "Cn", "Co", "Cs")  # controls, zero-width signs, what is no character
MARKS: Final = ("Me", "Mn")  # what no letter took in, such as the ring of a keycap
DASHES: Final = dict.fromkeys(
    [*range(0x2010, 0x2016), 0x2212, 0x2043, 0xFE58, 0xFE63, 0xFF0D], "-"
)  # as phones copy them

LOOKALIKES: Final = "OoIiLlZzSsBb|ОоЗзІіΟοΙι"  # letters, Cyrillic and Greek ones too, that are typed for a digit
UNIT_BEHIND: Final = re.compile(r"[0-9]+[LlZzSsBb]")  # `100l`: a letter that is a unit, or nothing
CLUMP: Final = re.compile(r"(?:[^\W_]|\|)+")

Kind = Literal["word", "number", "code", "pin", "hidden", "mark"]
DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
MONTH: Final = r"(?:0?[1-9]|1[0-2])"
WHEN: Final = (  # 28/11, 28/11/26, 28-11-2026, 11/2026, 18:30, 18h30: no other number stands at their sides
    rf"(?<![\w.,/+\-])(?:{DAY}/{MONTH}(?:/(?:(?:19|20)?[0-9]{{2}}))?|{DAY}(?P<part>[.\-]){MONTH}(?P=part)(?:19|20)[0-9]{{2}}"
    rf"|{MONTH}/20[0-9]{{2}}|(?:[01]?[0-9]|2[0-3])[:hH][0-5][0-9])(?!\w|[.,/\-][0-9])"
)
REFERENCE: Final = (
    r"(?<!\w)[A-Za-z]{2}[0-9]{6}\.[0-9]{4}\.[A-Za-z][0-9]{4,6}(?!\w)"  # an operator's: MP261128.1234.A56789
)
DIALLED: Final = (
    r"(?<![0-9])[*#][0-9]{2,3}#"  # *126#: what somebody meant to dial; longer ones are known, or may hold a PIN
)
TOKEN: Final = (
    rf"(?P<code>~[0-9a-f]+~)|(?P<pin>\*{{4}})|(?P<hidden>#{{4}})|(?P<seen>{WHEN}|{REFERENCE}|{DIALLED}|KNOWN)"
    r"|(?P<number>[+\-.,/]*[0-9]+)"
    r"|(?P<word>[^\W\d_]+)|(?P<mark>\S)"
)


@dataclass(frozen=True)
class Token:
    """A word, a group of digits with the marks before it, a code's digest, a cover, or a lone mark; its place.

    Numbers with no word between them share a `group`. `glued`: nothing stands between it and the token before it.
    """

    kind: Kind
    text: str
    start: int
    end: int
    group: int
    glued: bool = False

    @property
    def word(self) -> str:
        """Word in capitals without accents; "" for anything else."""
        return plain(self.text) if self.kind == "word" else ""

    @property
    def digits(self) -> str:
        """Digits of a number, each of another script as 0; "" for anything else."""
        return re.sub(r"[^0-9]", "", self.shape) if self.kind == "number" else ""

    @property
    def shape(self) -> str:
        """Text of a number with 0 for each digit that is no ASCII digit, and for each letter in place of one."""
        return digit_shape("".join("0" if letter in LOOKALIKES else letter for letter in self.text))

    @property
    def is_disguised(self) -> bool:
        """True for a number with letters in place of digits: `O357`."""
        return self.kind == "number" and any(letter in LOOKALIKES for letter in self.text)

    @property
    def is_readable(self) -> bool:
        """True for a number of ASCII digits alone, which may be read."""
        return self.text.isascii() and not self.is_disguised


def clean(text: str, letters: int = READ_LETTERS) -> str:
    """Return the text with plain spaces and dashes, nothing unseen, at most `letters` long, no number cut in two."""
    spaced = "".join(" " if c.isspace() else c for c in text.translate(DASHES))
    seen = "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN)
    whole = "".join(c for c in unicodedata.normalize("NFC", seen) if unicodedata.category(c) not in MARKS)
    whole = THOUSANDS_MARK.sub(".", COUNTRY.sub(r"\1 ", whole))
    if len(whole) <= letters:
        return whole
    cut = whole[:letters]
    return cut[: len(re.sub(r"[0-9.,\-/]+$", "", one_digit_each(cut)))]


def tokens(text: str) -> list[Token]:
    """Return everything in a cleaned text but its spaces, in order."""
    found, group = list[Token](), 0
    for match in _compile(NUMBERS["menu"]).finditer(one_digit_each(text)):
        kind: Kind = match.lastgroup if match.lastgroup != "seen" else "mark"  # type: ignore[assignment]
        group += kind not in ("number", "mark")
        start, end = match.span()
        glued = bool(found) and found[-1].end == start
        found.append(Token(kind, text[start:end], start, end, group, glued))
    return found


@cache
def _compile(menu: str) -> re.Pattern[str]:
    """Return the pattern of a token, where `menu` and the codes of operators are dialled."""
    known = "|".join(re.escape(code) for code in (menu, *(rail.prompt_code for rail in ROWS if rail.prompt_code)))
    return re.compile(TOKEN.replace("KNOWN", known))


def one_digit_each(text: str) -> str:
    """Return the text with 0 for every digit of another script, or letter for one: same length, places unchanged."""
    shown = "".join(shape[0] for shape in map(_shape, text))
    return CLUMP.sub(lambda clump: "0" * len(clump[0]) if is_disguise(clump[0]) else clump[0], shown)


def is_disguise(clump: str) -> bool:
    """True for four to six digits of which letters that look like them stand for some: `O357`, `13S7`, `5OOO`.

    Four digits in a row are found without this; more letters than digits are a word, unless all of them are O.
    """
    letters = [letter for letter in clump if letter in LOOKALIKES]
    digits = re.sub(r"[^0-9]", "", clump)
    if not letters or not digits or len(letters) + len(digits) != len(clump) or len(clump) not in PIN_DIGITS:
        return False
    few = len(letters) <= len(digits) or {*letters} <= {"O", "o"}
    return few and not re.search("[0-9]{4}", clump) and not UNIT_BEHIND.fullmatch(clump)


def digit_shape(text: str) -> str:
    """Return the text with 0 for every digit of another script; `⑩` reads as two digits, and so counts as two."""
    return "".join(map(_shape, text))


def _shape(letter: str) -> str:
    if letter.isascii():
        return letter
    count = sum(c.isnumeric() for c in unicodedata.normalize("NFKC", letter))
    return "0" * count or letter
