"""Values that people type, read strictly: each type's read(text) returns a plain value or raises Misread.

ASCII digits only: Python's own int() and isdigit() accept Arabic digits, underscores and superscripts.
"""

import re
import unicodedata
from typing import Final

from phonenumbers.data.region_CM import PHONE_METADATA_CM

from wallet.core.errors import Misread
from wallet.core.luring_words import ACCOUNTS, ORDERS, SECRETS, holds_lure
from wallet.core.reserved_names import BRANDS, OFFICES, is_reserved

CURRENCY: Final = "XAF"
PLAN: Final = PHONE_METADATA_CM.mobile  # which mobile numbers the country has given out
MOBILE: Final = re.compile(PLAN.national_number_pattern if PLAN and PLAN.national_number_pattern else "")
AMOUNT_DIGITS: Final = 9  # 999 999 999 FCFA: far above any ceiling, far below a bigint
NAME_LETTERS: Final = 40
REASON_LETTERS: Final = 20
REASON_DIGITS: Final = 8  # in one run, however spread: 12.11.2026 is a date, nine digits are a phone
NO_REASON: Final = "1"
YEAR: Final = re.compile("(19|20)[0-9]{2}")  # the one group of four digits nobody may have as a PIN
SHOP_LETTERS: Final = 20
GSM_LETTERS: Final = "àéèùäöüæÄÇÉÖÜÆåÅøØñÑß"  # letters beyond A–Z that cost one septet (3GPP TS 23.038)
SPACES: Final = " \u00a0\u202f\u2009"


class Money(int):
    """An amount in whole francs (XAF has no decimals)."""

    @classmethod
    def read(cls, text: str) -> "Money":
        """Read `5000`, `5 000`, `5000F`, `5 000 FCFA`. Raises Misread; `5.000` and `5,000` are shown the right form."""
        typed = text.strip(SPACES).upper()
        typed = re.sub(r"(F ?CFA|XAF|F)$", "", typed).rstrip(SPACES)
        if re.fullmatch(r"[0-9]{1,3}([.,][0-9]{3})+|[0-9]+[.,][0-9]*", typed):
            raise Misread("error.amount_dots")
        if re.fullmatch(rf"[1-9][0-9]{{0,2}}([{SPACES}][0-9]{{3}})+", typed):
            typed = re.sub(rf"[{SPACES}]", "", typed)
        if not re.fullmatch(r"[1-9][0-9]*", typed):
            raise Misread("error.not_an_amount")
        if len(typed) > AMOUNT_DIGITS:
            raise Misread("error.amount_too_long")
        if len(typed) == 9 and typed.startswith("6"):
            raise Misread("error.amount_is_phone")
        return cls(typed)


class Phone(str):
    """A Cameroonian mobile number in E.164 (+237 and nine digits beginning with 6)."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Phone":
        """Read `677123456`, `+237 677 12 34 56`, `00237…`, `237…`. Raises Misread naming what is wrong with it."""
        digits = re.sub(rf"[{SPACES}.\-]", "", text.strip(SPACES))
        digits = re.sub(r"^(\+237|00237|237(?=[0-9]{9}$))", "", digits)
        if digits.startswith(("+", "00")) and re.fullmatch(r"[+0-9]{5,20}", digits):
            raise Misread("error.foreign_phone")
        if not re.fullmatch(r"[0-9]{9}", digits):
            raise Misread("error.not_a_phone")
        if digits.startswith("2"):
            raise Misread("error.fixed_line")
        if not digits.startswith("6") or not MOBILE.fullmatch(digits):
            raise Misread("error.no_such_phone")
        return cls("+237" + digits)

    @classmethod
    def from_gateway(cls, text: str) -> "Phone":
        """Read the caller's number as a gateway writes it; an unescaped `+` arrives as a leading space (stack.md)."""
        written = "+" + text[1:] if text.startswith(" ") else text
        if not re.fullmatch(r"(\+|00)?237[0-9]{9}", written):
            abroad = re.fullmatch(r"\+[0-9]{7,15}|[0-9]{10,15}", written)  # nine digits alone may be anybody's
            raise Misread("error.foreign_phone" if abroad else "error.malformed")
        return cls.read(written)


def find_phone(text: str) -> Phone | None:
    """Return the number that Phone reads in a text; None for what is none."""
    try:
        return Phone.read(text)
    except Misread:
        return None


class MoneyOrPhone:
    """An amount, or the mobile number typed instead of one: nine digits beginning with 6 are a number."""

    @classmethod
    def read(cls, text: str) -> Money | Phone:
        """Read one or the other. Raises Misread, as the one it looks like does."""
        digits = re.sub(rf"[{SPACES}+]", "", text)
        return Phone.read(text) if re.fullmatch(r"(00)?(237)?[26][0-9]{8}", digits) else Money.read(text)


class Pin(str):
    """A PIN: four to six digits, never printed."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Pin":
        """Read four to six ASCII digits. Raises Misread for anything else, which then is no try."""
        if not re.fullmatch(r"[0-9]{4,6}", text.strip(" ")):
            raise Misread("error.pin_form")
        return cls(text.strip(" "))

    def __repr__(self) -> str:
        return "Pin(****)"


class PersonName(str):
    """A person's name: letters, space, ' and -, within GSM-7 once folded."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "PersonName":
        """Read a name. Raises Misread; accents outside GSM-7 are folded, never stripped."""
        name = re.sub(r" {2,}", " ", fold(unicodedata.normalize("NFC", text)).strip(" "))
        if len(name) > NAME_LETTERS:
            raise Misread("error.name_too_long")
        if (
            not re.fullmatch(rf"[A-Za-z{GSM_LETTERS}][A-Za-z{GSM_LETTERS} '\-]*", name)
            or sum(map(str.isalpha, name)) < 2
        ):
            raise Misread("error.name_letters")
        if is_reserved(name, (*BRANDS, *OFFICES)) or holds_lure(name, SECRETS, ACCOUNTS):
            raise Misread("error.name_reserved")
        return cls(name)


class ShopName(str):
    """A shop's name: at most 20 letters, digits, spaces, ' - . and &, within GSM-7 once folded."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "ShopName":
        """Read a name. Raises Misread; a shop may not be named as we or an operator are."""
        name = re.sub(r" {2,}", " ", fold(unicodedata.normalize("NFC", text)).strip(" "))
        if len(name) > SHOP_LETTERS:
            raise Misread("error.name_too_long")
        if not re.fullmatch(rf"[A-Za-z{GSM_LETTERS}][A-Za-z0-9{GSM_LETTERS} '.&\-]+", name):
            raise Misread("error.name_letters")
        if is_reserved(name, BRANDS) or holds_lure(name, SECRETS, ACCOUNTS):
            raise Misread("error.name_reserved")
        return cls(name)


class Priced:
    """Mixin of a price that was shown, agreed to and kept: `amount`, `fee` and `tax`, in whole francs."""

    amount: int
    fee: int
    tax: int

    @property
    def total(self) -> int:
        """Francs that leave the payer's account: the price is on top."""
        return self.amount + self.fee + self.tax


class BillReference(str):
    """A biller's name for one bill or contract: letters and digits, in capitals."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "BillReference":
        """Read `fact-2026/118` as `FACT2026118`. Raises Misread; 4–6 bare digits could be a PIN, and are none."""
        typed = re.sub(r"[ .\-/]", "", text).upper()
        if not re.fullmatch(r"[0-9]{7,20}|(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,20}", typed):
            raise Misread("error.not_a_reference")
        return cls(typed)


class Reason(str):
    """The reason money is asked for: it goes to others' phones in our name. `1` stands for none."""

    __slots__ = ()

    @classmethod
    def read(cls, text: str) -> "Reason":
        """Read at most 20 letters, digits, spaces and . - '. Raises Misread, also for a likely PIN, phone or link.

        And for what would have our number ask for a secret, speak of an account or give an order.
        """
        reason = re.sub(r" {2,}", " ", fold(unicodedata.normalize("NFC", text)).strip(" "))
        if reason == NO_REASON:
            return cls("")
        if len(reason) > REASON_LETTERS or not re.fullmatch(rf"[A-Za-z0-9{GSM_LETTERS} .'\-]+", reason):
            raise Misread("error.reason")
        digits = [group for group in re.findall(r"[0-9]{4,}", reason) if not YEAR.fullmatch(group)]
        spread = max(map(len, re.findall(r"[0-9]+", re.sub(r"(?<=[0-9])[ .'\-]+(?=[0-9])", "", reason))), default=0)
        if digits or spread > REASON_DIGITS or sum(map(str.isalpha, reason)) < 2:
            raise Misread("error.reason")
        if re.search(r"\.[A-Za-z]|www|http", reason, re.IGNORECASE):
            raise Misread("error.reason")
        if holds_lure(reason, SECRETS, ACCOUNTS, ORDERS):
            raise Misread("error.reason_lures")
        return cls(reason)


def fold(text: str) -> str:
    """Return letters outside GSM-7 as their nearest one inside it: ç → c, Ê → E, œ → oe."""
    joined = text.replace("œ", "oe").replace("Œ", "OE").replace("’", "'")
    return "".join(c if c.isascii() or c in GSM_LETTERS else unicodedata.normalize("NFD", c)[0] for c in joined)


def space(amount: int) -> str:
    """Return an amount in francs as people read it: 500 000."""
    return f"{amount:,}".replace(",", " ")
