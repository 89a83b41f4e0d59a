# ruff: noqa: E501 - a row of a table stays on its line
"""Answers typed on a screen that cannot be read, which is shown again: rows 8–14, 39, 43–48, 52–60, 63, 65–67.

A place is named by the answers that lead to it; what is read as a PIN there is typed live.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

MAIN, RECIPIENT, AMOUNT, PIN = "", "1", "1*699000002", "1*699000002*500"
ACCOUNT, BALANCE_PIN, OLD_PIN = "6", "6*1", "6*7*3"
NAME, NEW_PIN = "1", "1*Ada*Bih"  # a stranger's
CHOICE, NO_AMOUNT, DOTS, TOO_LONG = "error.choice", "error.not_an_amount", "error.amount_dots", "error.amount_too_long"
NO_PHONE, PIN_FORM, LETTERS = "error.not_a_phone", "error.pin_form", "error.name_letters"


@dataclass(frozen=True)
class Typed:
    """One answer that is not accepted, and the line it is told so in; `typed` in bytes where it is no UTF-8."""

    id: str
    at: str
    typed: str | bytes
    error: str
    values: Mapping[str, Any] = field(default_factory=dict)
    leaves: Mapping[str, int] = field(default_factory=dict)


def every(row: str, at: str, error: str, answers: Mapping[str, str], **values: Any) -> tuple[Typed, ...]:
    """Several answers that fare alike."""
    return tuple(Typed(f"{row}-{name}", at, typed, error, values) for name, typed in answers.items())


TIER_0: Final = {"maximum": 5_000}
WRONG: Final = {"PIN_tries": 1, "security_event": 1}
BY_A_CUSTOMER: Final = (
    Typed("row-08-no-utf8-at-a-menu", MAIN, b"\xff\xfe", CHOICE),
    Typed("row-08-no-utf8-as-amount", AMOUNT, b"5\xff00", NO_AMOUNT),
    Typed("row-08-no-utf8-as-pin", PIN, b"48\xff26", PIN_FORM),
    Typed("row-09-nul-at-a-menu", MAIN, "1\0", CHOICE),
    Typed("row-09-nul-in-a-number", RECIPIENT, "699000002\0", NO_PHONE),
    Typed("row-09-nul-in-an-amount", AMOUNT, "500\0", NO_AMOUNT),
    Typed("row-09-nul-in-a-pin", PIN, "4826\0", PIN_FORM),
    Typed("row-10-new-lines-and-a-forged-screen", MAIN, "1\r\nCON ", CHOICE),
    Typed("row-10-new-line-after-a-number", RECIPIENT, "699000002\n", NO_PHONE),
    Typed("row-10-new-line-after-an-amount", AMOUNT, "500\n", NO_AMOUNT),
    Typed("row-10-new-line-after-a-pin", PIN, "4826\n", PIN_FORM),
    Typed("row-10-control-characters", AMOUNT, "\x1b[2J\x07\x08500", NO_AMOUNT),
    Typed("row-10-forged-log-line", RECIPIENT, '\n{"level":"info","event":"credited"}', NO_PHONE),
    *every("row-11", MAIN, CHOICE, {"choice-in-arabic": "١", "choice-in-full-width": "１"}),
    *every("row-11", AMOUNT, NO_AMOUNT, {"amount-in-arabic": "٥٠٠", "amount-in-devanagari": "५००",
                                         "amount-half-arabic": "5٠٠", "amount-mathematical": "𝟓𝟎𝟎"}),
    *every("row-11", PIN, PIN_FORM, {"pin-in-arabic": "٤٨٢٦", "pin-in-full-width": "４８２６", "pin-devanagari": "४८२६"}),
    *every("row-11", RECIPIENT, NO_PHONE, {"number-in-arabic": "٦٩٩٠٠٠٠٠٢", "number-in-full-width": "６９９０００００２"}),
    *every("row-12", AMOUNT, NO_AMOUNT, {"superscript": "5²", "roman": "Ⅴ", "underscore": "1_000", "fraction": "½",
                                         "circled": "⑤⓪⓪"}),
    *every("row-12", PIN, PIN_FORM, {"superscript-pin": "482²", "underscore-pin": "4_826"}),
    *every("row-39", MAIN, CHOICE, {"not-listed": "9", "a-line-left-out": "8", "negative": "-1", "decimal": "1.0",
                                    "letter-o": "O1", "leading-zero": "01", "three-zeros": "000", "a-word": "envoyer",
                                    "hash": "1#", "hash-alone": "#", "next-page-where-there-is-none": "98",
                                    "previous-page-where-there-is-none": "99", "a-menus-own-name": "send"}),
    *every("row-39", ACCOUNT, CHOICE, {"not-listed-in-account": "9", "an-options-name": "balance"}),
    *every("row-43", AMOUNT, NO_AMOUNT, {"negative": "-500", "plus": "+500", "minus-sign": "−500"}),
    *every("row-44", AMOUNT, DOTS, {"point-and-cents": "500.50", "comma-and-cents": "500,50", "point-last": "5."}),
    Typed("row-44-point-first", AMOUNT, ".5", NO_AMOUNT),
    *every("row-45", AMOUNT, DOTS, {"point": "5.000", "comma": "5,000", "points": "1.000.000", "point-and-currency": "5.000F"}),
    *every("row-45", AMOUNT, NO_AMOUNT, {"spaces-in-the-wrong-place": "50 00", "other-currency": "50 EUR", "dollar": "$500"}),
    *every("row-46", AMOUNT, NO_AMOUNT, {"exponent": "1e5", "hexadecimal": "0x10", "underscore": "1_000",
                                         "arabic": "١٠٠٠", "full-width": "１０００", "sum": "250+250", "binary": "0b1"}),
    *every("row-47", AMOUNT, TOO_LONG, {"twenty-nines": "9" * 20, "five-hundred-digits": "9" * 500}),
    *every("row-48", AMOUNT, TOO_LONG, {"beyond-32-bits": "2147483648", "beyond-64-bits": "9223372036854775808"}),
    *every("row-48", AMOUNT, "error.amount_above", {"nine-digits": "999999999"}, **TIER_0),
    Typed("row-49-below-the-minimum", AMOUNT, "99", "error.amount_below", {"minimum": 100}),
    Typed("row-49-above-the-tiers-most", AMOUNT, "5001", "error.amount_above", TIER_0),
    *every("row-51", AMOUNT, NO_AMOUNT, {"nan": "NaN", "infinity": "Infinity", "null": "null", "true": "true",
                                         "quoted": '"500"', "listed": "[500]", "braces": "{}", "none": "None"}),
    *every("row-52", AMOUNT, NO_AMOUNT, {"leading-zeros": "00500", "one-leading-zero": "0500", "three-zeros": "000"}),
    *every("row-53", RECIPIENT, "error.own_number", {"own-number": "677000001", "own-number-in-full": "+237 677 00 00 01",
                                                     "own-number-by-00": "00237677000001"}),
    *every("row-56", RECIPIENT, NO_PHONE, {"short": "67712", "ten-digits": "6771234567", "a-word": "AWA", "sql": "' OR 1=1--",
                                           "percent": "%", "two-numbers": "699000002 677000001"}),
    *every("row-56", RECIPIENT, "error.foreign_phone", {"france": "+33612345678", "nigeria-by-00": "002348012345678"}),
    Typed("row-56-fixed-line", RECIPIENT, "222123456", "error.fixed_line"),
    Typed("row-56-range-nobody-has", RECIPIENT, "643123456", "error.no_such_phone"),
    Typed("row-58-amount-that-is-a-phone", AMOUNT, "677123456", "error.amount_is_phone"),
    *every("row-59", PIN, PIN_FORM, {"three-digits": "482", "seven-digits": "4826123", "letters": "48a6", "words": "PIN 4826",
                                     "space-inside": "48 26", "sign": "+4826", "thousand-digits": "4" * 500}),
    Typed("row-59-wrong-one", PIN, "7391", "error.wrong_pin", {"tries": 2}, WRONG),
    Typed("row-59-wrong-one-before-the-balance", BALANCE_PIN, "7391", "error.wrong_pin", {"tries": 2}, WRONG),
    Typed("row-59-wrong-old-one", OLD_PIN, "7391", "error.wrong_pin", {"tries": 2}, WRONG),
    Typed("row-63-pin-at-a-menu", MAIN, "4826", CHOICE),
    Typed("row-63-pin-as-number", RECIPIENT, "4826", NO_PHONE),
    Typed("row-63-six-digits-as-amount", AMOUNT, "482615", "error.amount_above", TIER_0),
    *every("beyond", RECIPIENT, NO_PHONE, {"formatting": "{phone}{menu}", "formatting-attributes": "{0.__class__}", "percent-s": "%s%n"}),
)  # fmt: skip

BY_A_STRANGER: Final = (
    *every("row-13", NAME, LETTERS, {"right-to-left": "Awa\u202eognom", "zero-width": "Aw\u200ba", "bom": "\ufeffAwa Ngono",
                                     "soft-hyphen": "Aw\u00ada", "line-separator": "Awa\u2028Ngono", "isolates": "\u2066Awa\u2069"}),
    *every("row-14", NAME, LETTERS, {"emoji": "Awa 😀", "flag": "🇨🇲 Awa", "family": "👩‍👩‍👧", "keycap": "Awa 1️⃣"}),
    *every("row-63", NAME, LETTERS, {"pin-as-name": "4826", "pin-after-the-name": "Awa 4826"}),
    *every("row-65", NAME, LETTERS, {"script": "<script>alert(1)</script>", "jinja": "{{7x7}}",
                                     "jndi": "${jndi:ldap://a}", "percent": "Awa%s%n", "path": "../../etc/passwd",
                                     "double-quote": 'Awa "N"', "sql": "Awa'; DROP TABLE person; --", "formatting": "{menu}",
                                     "apostrophe-first": "'Awa", "nul": "Awa\0", "tags": "Awa<b>", "semicolon": "Awa;Bih"}),
    *every("row-66", NAME, LETTERS, {"hyperlink": "=HYPERLINK(1)", "plus": "+cmd", "minus": "-2+3", "minus-and-letters": "-Awa Bih",
                                     "at": "@SUM", "tab": "\tAwa", "carriage-return": "\rAwa"}),
    Typed("row-67-five-hundred-letters", NAME, "A" * 500, "error.name_too_long"),
    Typed("row-67-forty-one-letters", NAME, "A" * 41, "error.name_too_long"),
    *every("row-67", NAME, LETTERS, {"only-spaces": "   ", "one-letter": "A", "only-marks": "\u0301\u0302", "no-break-spaces": "\u00a0\u00a0",
                                     "one-letter-and-marks": "A'-", "zalgo": "Z\u0351\u036b\u0343\u036a\u0302\u036bA" + "\u0300" * 20}),
    *every("row-67", NAME, LETTERS, {"greek": "Αθηνά", "cyrillic-homoglyphs": "Мbоngо", "chinese": "李小龙", "arabic": "عمر"}),
    *every("row-67", NAME, "error.name_reserved", {"reserved": "Mbongo", "reserved-inside": "Agent Awa", "reserved-in-capitals": "ORANGE",
                                                   "reserved-with-accents": "Mbôngo", "reserved-in-pieces": "M-T-N Awa",
                                                   "reserved-full-of-spaces": "M T N"}),
)  # fmt: skip

WEAK_PINS: Final = {
    "zeros": "0000", "ones": "1111", "nines": "9999", "six-alike": "555555", "up": "1234", "down": "4321", "up-to-six": "123456",
    "over-the-top": "8901", "birth-year": "1987", "birth-year-2000": "2004", "halves": "4747", "phone-tail": "0099",
    "longer-phone-tail": "00099",
}  # fmt: skip
