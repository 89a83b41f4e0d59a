# ruff: noqa: E501 - a row of a table stays on its line
"""Texts of all kinds, and the one text that answers each: rows 8–14, 43–48, 51–58, 65, 70–72, 74–76. No money moves.

`error.…` stands inside the sentence that shows the way on; `hides` must not be found in anything stored or logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sms_templates.reading.understand import named

NO_AMOUNT, DOTS, TOO_LONG, SEND_HELP = "error.not_an_amount", "sms.amount_form", "error.amount_too_long", "help.send"
NO_PHONE, PIN_SEEN, UNKNOWN, TWO = "error.not_a_phone", "sms.pin_seen", "sms.unknown", "sms.two_readings"
HELP: Final = "sms.help"
TIER_0: Final = {"maximum": 5_000}


@dataclass(frozen=True)
class Texted:
    """One text from Moussa that does nothing, and its answer."""

    id: str
    text: str
    answer: str
    values: Mapping[str, Any] = field(default_factory=dict)
    hides: str = ""

    @property
    def command(self) -> str:
        """Return the word it begins with: its answer shows how that is written."""
        return named(self.text)


def every(row: str, answer: str, texts: Mapping[str, str], **values: Any) -> tuple[Texted, ...]:
    """Several texts that fare alike."""
    return tuple(Texted(f"{row}-{name}", text, answer, values) for name, text in texts.items())


def amounts(row: str, answer: str, written: Mapping[str, str], **values: Any) -> tuple[Texted, ...]:
    """ENVOI with each of these amounts to Awa."""
    return every(row, answer, {name: f"ENVOI {amount} 699000002" for name, amount in written.items()}, **values)


def phones(row: str, answer: str, written: Mapping[str, str]) -> tuple[Texted, ...]:
    """ENVOI of 500 to each of these numbers."""
    return every(row, answer, {name: f"ENVOI 500 {phone}" for name, phone in written.items()})


def pins(row: str, texts: Mapping[str, str]) -> tuple[Texted, ...]:
    """Texts that show the canary PIN 739146, which nothing may keep."""
    return tuple(Texted(f"{row}-{name}", text, PIN_SEEN, hides="739146") for name, text in texts.items())


RECHARGE, WITHDRAW = "help.recharge", "help.withdraw"
AT_OPERATORS: Final = (
    *every("row-43", NO_AMOUNT, {"recharge-negative": "RECHARGE -500", "recharge-zero": "TOPUP 0 OM", "withdraw-zeros": "RETRAIT 00 MOMO"}),
    *every("row-44", DOTS, {"recharge-cents": "RECHARGE 500.50 OM", "withdraw-comma": "RETRAIT 5,000 677123456"}),
    *every("row-46", DOTS, {"recharge-exponent": "RECHARGE 1e5", "recharge-words": "RECHARGE cinq mille OM"}),
    *every("row-46", DOTS, {"withdraw-hexadecimal": "RETRAIT 0x10 OM"}),
    *every("row-46", WITHDRAW, {"withdraw-all": "WITHDRAW ALL"}),
    *every("row-47", TOO_LONG, {"recharge-twenty-nines": "RECHARGE " + "9" * 20, "withdraw-200-digits": "RETRAIT " + "8" * 200}),
    *every("row-49", "error.amount_above", {"recharge-above": "RECHARGE 25001"}, maximum=25_000),
    *every("row-49", "error.amount_above", {"withdraw-above": "RETRAIT 5001"}, **TIER_0),
    *every("row-49", "error.amount_below", {"recharge-below": "RECHARGE 99 OM", "withdraw-below": "RETRAIT 99"}, minimum=100),
    *every("row-54", "error.no_wallet", {"recharge-for-nobody": "RECHARGE 500 POUR 677777777"}),
    *every("row-56", "error.fixed_line", {"recharge-fixed-line": "RECHARGE 500 OM 222123456", "withdraw-fixed-line": "RETRAIT 500 222123456"}),
    *every("row-56", NO_PHONE, {"recharge-for-a-short-number": "RECHARGE 500 POUR 6771234", "withdraw-ten-digits": "RETRAIT 500 6990000021"}),
    *every("row-57", TWO, {"recharge-two-readings": "RECHARGE 650 000 677 123 456", "withdraw-two-numbers": "RETRAIT 500 699000002 677123456"}),
    *every("row-58", "error.amount_is_phone", {"recharge-amount-that-is-a-phone": "RECHARGE 677123456 699000002"}),
    *every("beyond", RECHARGE, {"recharge-alone": "RECHARGE", "recharge-other-operator": "RECHARGE 500 NEXTTEL", "recharge-both": "RECHARGE 500 OM MOMO",
                                "recharge-for-nobody-said": "RECHARGE 500 POUR"}),
    *every("beyond", TWO, {"recharge-for-two": "RECHARGE 500 POUR 699000002 POUR 677123456"}),
    *every("beyond", WITHDRAW, {"withdraw-alone": "RETRAIT", "withdraw-card": "RETRAIT 500 VISA", "withdraw-number-alone": "RETRAIT 699000002"}),
    *every("beyond", "sms.which_operator", {"recharge-of-neither": "RECHARGE 500 662000002", "withdraw-of-neither": "RETRAIT 500 662000002"}, phone="+237662000002"),
    *every("row-74", HELP, {"braces": "{" * 1_000}),
    *every("row-76", "sms.two_commands", {"recharge-and-withdraw": "RECHARGE 500 RETRAIT 500"}),
    *pins("row-71", {"after-recharge": "RECHARGE 500 739146", "after-an-operator": "RETRAIT 500 OM 739146", "after-pour": "RECHARGE 500 POUR 739146",
                     "after-both-numbers": "RECHARGE 500 OM 690000001 POUR 699000002 739146"}),
)  # fmt: skip
TEXTS: Final = (
    *AT_OPERATORS,
    Texted("row-08-what-is-no-utf8", "SOLDE \ufffd\ufffd 12 \ufffd", "help.balance"),
    *amounts("row-11", NO_AMOUNT, {"arabic": "١٠٠", "full-width": "１００"}),
    *amounts("row-12", SEND_HELP, {"roman": "Ⅴ"}),
    *amounts("row-12", DOTS, {"underscore": "1_000"}),
    *amounts("row-43", NO_AMOUNT, {"negative": "-500", "plus": "+500", "zero": "0", "two-zeros": "00"}),
    *amounts("row-44", DOTS, {"point-and-cents": "500.50", "comma-and-cents": "500,50", "point-last": "5."}),
    *amounts("row-44", NO_AMOUNT, {"point-first": ".5"}),
    *amounts("row-45", DOTS, {"point": "5.000", "comma": "5,000", "point-and-currency": "5.000 FCFA"}),
    *amounts("row-46", DOTS, {"exponent": "1e5", "hexadecimal": "0x10"}),
    *amounts("row-47", TOO_LONG, {"twenty-nines": "9" * 20, "two-hundred-digits": "8" * 200}),
    *amounts("row-48", TOO_LONG, {"beyond-32-bits": "2147483648", "beyond-64-bits": "9223372036854775808"}),
    *amounts("row-48", "error.amount_above", {"nine-digits": "999999999"}, **TIER_0),
    *amounts("row-49", "error.amount_below", {"below-the-minimum": "99"}, minimum=100),
    *amounts("row-49", "error.amount_above", {"above-the-tiers-most": "5001"}, **TIER_0),
    *amounts("row-51", SEND_HELP, {"nan": "NaN", "infinity": "Infinity", "null": "null", "true": "true"}),
    *amounts("row-52", NO_AMOUNT, {"leading-zeros": "00500"}),
    *phones("row-53", "error.own_number", {"own-number": "677000001", "own-number-in-full": "+237 677 00 00 01"}),
    *phones("row-56", NO_PHONE, {"short": "6771234", "ten-digits": "6990000021"}),
    *phones("row-56", "error.fixed_line", {"fixed-line": "222123456"}),
    *phones("row-56", "error.no_such_phone", {"range-nobody-has": "643123456"}),
    *phones("row-56", "error.foreign_phone", {"france": "+33612345678"}),
    *every("row-57", TWO, {"two-readings": "ENVOI 650 000 677 123 456", "three-numbers": "ENVOI 500 699000002 677123456"}),
    *every("row-58", "error.amount_is_phone", {"amount-that-is-a-phone": "ENVOI 677123456 699000002"}),
    *every("row-65", UNKNOWN, {"script": "<script>alert(1)</script>", "jndi": "${jndi:ldap://a/b}", "percent": "%s%n%x",
                               "path": "../../etc/passwd", "jinja": "{{7*7}}", "sql": "'; DROP TABLE text_in; --"}),
    *every("row-65", HELP, {"formatting": "{menu}{phone}{0.__class__}"}),
    *every("row-70", HELP, {"greeting": "BONJOUR", "only-marks": "!!! ???", "empty": "", "spaces": "   ", "emoji": "😀😀😀"}),
    *every("row-70", UNKNOWN, {"unknown-word": "GRENOUILLE", "number-alone": "699000002", "control-characters": "\x00\x1b[2J\x07",
                               "two-digits": "12", "commands-glued": "SOLDEHISTO"}),
    *pins("row-71", {"alone": "739146", "after-a-word": "mon pin 739146", "after-solde": "SOLDE 739146", "spread": "7 3 9 1 4 6",
                     "with-points": "7.3.9.1.4.6", "glued": "PIN739146", "in-two": "739 146", "dashes": "739-146", "stars": "739*146",
                     "after-envoi": "ENVOI 500 699000002 739146", "before-envoi": "739146 ENVOI 500 699000002",
                     "zero-width": "7\u200b39146", "new-lines": "739\n146", "asking-help": "AIDE 739146", "lock": "BLOQUE 739146",
                     "oui-and-six": "OUI 739146"}),
    Texted("row-71-full-width", "SOLDE ７３９１４６", PIN_SEEN, hides="７３９１４６"),
    Texted("row-71-arabic", "pin ٧٣٩١٤٦", PIN_SEEN, hides="٧٣٩١٤٦"),
    *every("row-74", UNKNOWN, {"1530-letters": "Bonjour à tous. " * 96, "ucs2": "你好 мир " * 60, "header-garbage": "\x05\x00\x03\xcc\x02\x01 abc",
                               "combining-marks": "Z" + "\u0351" * 1_000}),
    *every("row-74", HELP, {"braces": "{" * 1_000}),
    *every("row-76", "sms.two_commands", {"two-commands": "SOLDE HISTO", "money-and-balance": "ENVOI 500 699000002 SOLDE",
                                          "two-sends": "ENVOI 500 699000002 ENVOI 600 699000002", "help-in-the-middle": "SOLDE AIDE",
                                          "lines": "SOLDE\nENVOI 500 699000002", "other-language": "BAL HISTO"}),
    *every("row-73", "code_not_asked", {"yes-to-nothing": "OUI 4821", "no-to-nothing": "NON 4821"}),
    *every("row-73", "sms.no_question", {"no-alone": "NON"}),
    *every("row-73", "sms.yes_needs_code", {"yes-alone": "OUI", "three-digits": "OUI 482"}),
    *every("row-73", "sms.yes_needs_code", {"a-forged-seal": "OUI ~deadbeefdeadbeefdeadbeefdeadbeef~", "a-forged-mask": "OUI ABCD"}),
    Texted("row-74-a-pin-where-the-text-is-cut", "Z " * 239 + "739146", UNKNOWN, hides="739146"),
    Texted("row-74-a-pin-after-the-cut", "Z " * 400 + "739146", UNKNOWN, hides="739146"),
    Texted("row-74-a-pin-before-600-digits", "SOLDE 739146 " + "12 " * 200, PIN_SEEN, hides="739146"),
)  # fmt: skip
