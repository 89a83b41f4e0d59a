"""Judge the rows of a payroll: who is paid, by which way, how much; or the one thing to be mended first, by its name.

Pure: what is known of numbers and prices comes with the rows (facts.py). Pages and the API say each name in words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from wallet.banks.latin import write_latin
from wallet.banks.payout_file import NAME_LETTERS_MAX
from wallet.banks.rib import BETWEEN, COUNTRY, RIB, Rib
from wallet.core import clock
from wallet.core.errors import Misread
from wallet.core.values import AMOUNT_DIGITS, SPACES, Money, Phone, Reason
from wallet.payments.prefixes import find_other, find_rail
from wallet.payments.rails import RAILS, list_phone_rails
from wallet.prices.tariffs import MINIMUM, Tariff
from wallet.salaries.match_names import are_one
from wallet.salaries.typed_rows import JudgedRow, TypedRow
from wallet.salaries.wrong_names import WrongNames

LABEL_LETTERS: Final = 20
REFERENCE_LETTERS: Final = 35
PHONE_DIGITS: Final = 9
RIB_DIGITS_LEAST: Final = 14  # from so many on it is no phone, but an account with digits missing
# Of these who made the payroll may say that it is meant so.
VOUCHABLE: Final = ("other_operator", "name_other", "names_enough", "twice", "paid_lately")
NAMES: Final = {"name_other", "names_enough"}  # of these either is said of a name that is not compared
LOST: Final = re.compile(r"[0-9]+([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)  # what a sheet makes of many digits
TWO: Final = re.compile(r"[/;,]|\b(ou|et|or|and)\b", re.IGNORECASE)
# What may stand in a row's column of ways: a rail as texts call it, or by its title. We write the first of each.
WAYS: Final = {
    "wallet": ("mbongo", "wallet", "portefeuille"),
    **{
        rail.name: tuple(dict.fromkeys(
            word.lower() for word in (*rail.words, rail.title, rail.title.replace(" ", ""), *rail.also_called)
        ))
        for rail in list_phone_rails("pay_to_phone")
    },
    "bank": ("bank", "banque", "rib", "virement", "iban"),
}  # fmt: skip
WAY_OF: Final = {word: way for way, words in WAYS.items() for word in words}


class BadRow(Exception):
    """A row that cannot be paid so: what is wrong, by its name, and what its sentence says."""

    def __init__(self, problem: str, **said: Any) -> None:
        super().__init__(problem)
        self.problem, self.said = problem, said


@dataclass(frozen=True)
class KnownWallet:
    """The wallet that a number reaches: whose, under which name, and the most that one like it can ever take.

    What it can take now is for nobody to ask: it would say what is in it. None: no bound.
    """

    person_id: str
    name: str
    is_stopped: bool
    most: int | None


@dataclass(frozen=True)
class Facts:
    """Facts beside the rows: wallets by number, when numbers were paid in 30 days, today's prices, names to guess."""

    wallets: dict[str, KnownWallet]
    paid: dict[str, datetime]
    to_wallet: Tariff
    to_others: Tariff
    most: int | None = None  # of one payment to a phone or a bank at the business's level
    wrong_names: WrongNames = field(default_factory=WrongNames)


def judge(rows: Sequence[TypedRow], facts: Facts) -> list[JudgedRow]:
    """Return each row judged, in order; of two that pay one number, or share a reference, the second is bad."""
    numbers: dict[str, TypedRow] = {}
    references: dict[str, int] = {}
    return [_judge_one(row, facts, numbers, references) for row in rows]


def _judge_one(row: TypedRow, facts: Facts, numbers: dict[str, TypedRow], references: dict[str, int]) -> JudgedRow:
    judged = JudgedRow(row)
    try:
        if row.fault:
            raise BadRow(row.fault)
        way, rail, number = read_target(row, facts)
        judged = replace(judged, way=way, rail=rail, number=number)
        first = numbers.setdefault(number, row)
        known = facts.wallets.get(number)
        holder = read_name(row, way, known)
        if known and not NAMES & set(row.vouched.split()):
            check_name(number, holder, known, facts.wrong_names)
        amount = read_amount(row.amount)
        if way == "wallet" and known and known.most is not None and amount > known.most:
            raise BadRow("wallet_takes_less")
        if way != "wallet" and facts.most is not None and amount > facts.most:
            raise BadRow("payout_most", most=facts.most)
        label = read_label(row.label)
        check_reference(row, references)
        if first is not row:
            _refuse_unless_vouched(row, "twice", first=first.nth)
        if number in facts.paid:
            _refuse_unless_vouched(row, "paid_lately", date=clock.shown(facts.paid[number])["date"])
    except BadRow as wrong:
        return replace(judged, problem=wrong.problem, said=wrong.said)
    price = (facts.to_wallet if way == "wallet" else facts.to_others).price(amount)
    return replace(
        judged, holder=holder, amount=amount, fee=price.fee, tax=price.tax if way == "wallet" else 0, label=label,
        person_id=known.person_id if way == "wallet" and known else None,
    )  # fmt: skip


def _refuse_unless_vouched(row: TypedRow, problem: str, **said: Any) -> None:
    if problem not in row.vouched.split():
        raise BadRow(problem, **said)


def read_target(row: TypedRow, facts: Facts) -> tuple[str, str, str]:
    """Return way, rail and number of a row. Raises BadRow."""
    typed = row.number.strip(SPACES)
    word = " ".join(row.way.lower().split())
    way = WAY_OF.get(word, "") if word else ""
    if word and not way:
        raise BadRow("way_unknown", given=row.way[:30])
    if not typed:
        raise BadRow("number_missing")
    if LOST.fullmatch(typed):
        raise BadRow("number_lost", given=typed)
    if way != "bank" and TWO.search(typed):
        raise BadRow("phone_two", given=typed[:30])
    digits = re.sub(r"[^0-9]", "", typed)
    looks_like_rib = len(digits) >= RIB_DIGITS_LEAST and not typed.startswith(("+", "00"))
    if way == "bank" or (not way and looks_like_rib):
        return "bank", "", read_rib(typed, digits)
    if looks_like_rib:
        raise BadRow("phone_is_rib")
    number = read_phone(typed)
    if way == "wallet" or (not way and number in facts.wallets):
        return "wallet", "", number
    rail = way or find_rail(number, "pay_to_phone")
    if rail is None:
        raise BadRow("no_operator", phone=number)
    if other := find_other(number, rail, "pay_to_phone"):
        _refuse_unless_vouched(row, "other_operator", operator=RAILS[other].title, given=RAILS[rail].title)
    return "phone", rail, number


def read_phone(typed: str) -> str:
    """Return a phone's number (E.164). Raises BadRow."""
    try:
        return str(Phone.read(typed))
    except Misread as wrong:
        named = {
            "error.foreign_phone": "phone_foreign",
            "error.fixed_line": "phone_fixed",
            "error.no_such_phone": "phone_unknown",
        }
        if wrong.key in named:
            raise BadRow(named[wrong.key], given=typed[:30]) from None
    local = re.sub(rf"^(\+|00)?237|[{SPACES}.\-]", "", re.sub(rf"[{SPACES}.\-]", "", typed))
    if not re.fullmatch(r"[0-9]+", local):
        raise BadRow("phone_letters", given=typed[:30])
    raise BadRow("phone_short" if len(local) < PHONE_DIGITS else "phone_long", count=len(local))


def read_rib(typed: str, digits: str) -> str:
    """Return a RIB's digits. Raises BadRow."""
    bare = BETWEEN.sub("", typed).upper().removeprefix("IBAN")
    if re.fullmatch(r"[A-Z]{2}[0-9]{2}.*", bare) and not bare.startswith(COUNTRY):
        raise BadRow("iban_foreign", given=bare[:4])
    if not re.fullmatch(r"[0-9]*", bare.removeprefix(COUNTRY)):
        raise BadRow("rib_letters")
    if re.fullmatch(r"(237)?6[0-9]{8}", digits):
        raise BadRow("rib_is_phone")
    if not RIB.fullmatch(bare.removeprefix(COUNTRY)):
        raise BadRow("rib_length", count=len(bare.removeprefix(COUNTRY)))
    try:
        return str(Rib.read(bare))
    except Misread:
        raise BadRow("rib_key") from None


def read_name(row: TypedRow, way: str, known: KnownWallet | None) -> str:
    """Return who is paid, as it is written; a number that is to have a wallet has an open one of that name.

    Raises BadRow.
    """
    name = " ".join(row.name.split())
    if not name:
        raise BadRow("name_missing")
    if sum(map(str.isalpha, name)) < 2:
        raise BadRow("name_short")
    if len(name) > NAME_LETTERS_MAX:
        raise BadRow("name_long", most=NAME_LETTERS_MAX)
    if re.search(r"[0-9]|[^\w '.\-&,()]", name) or (way == "bank" and not write_latin(name, NAME_LETTERS_MAX)):
        raise BadRow("name_letters")
    if way == "wallet" and known is None:
        raise BadRow("no_wallet")
    if way == "wallet" and known and known.is_stopped:
        raise BadRow("wallet_stopped")
    return name


def check_name(number: str, name: str, known: KnownWallet, wrong_names: WrongNames) -> None:
    """Raise BadRow for a name that is not the wallet's, and for any once too many were tried (wrong_names.py)."""
    if not wrong_names.may_compare(number, name):
        raise BadRow("names_enough")
    if not are_one(name, known.name):
        wrong_names.add(number, name)
        raise BadRow("name_other")


def read_amount(typed: str) -> int:
    """Return francs: spaces between thousands and ,00 behind are read. Raises BadRow."""
    bare = typed.strip(SPACES)
    if not bare:
        raise BadRow("amount_missing")
    if LOST.fullmatch(bare):
        raise BadRow("amount_lost", given=bare)
    bare = re.sub(rf"(?<=[0-9])[.,]00?(?=[{SPACES}]*(F|FCFA|F CFA|XAF)?$)", "", bare, flags=re.IGNORECASE)
    if re.match(r"[-−(]", bare):
        raise BadRow("amount_negative", given=typed[:20])
    if re.fullmatch(r"0+", bare):
        raise BadRow("amount_zero")
    if re.fullmatch(rf"[0-9{SPACES}]+[.,][0-9]{{1,2}}", bare):
        raise BadRow("amount_decimals", given=typed[:20])
    try:
        amount = int(Money.read(bare))
    except Misread as wrong:
        named = {
            "error.amount_dots": "amount_dots",
            "error.amount_too_long": "amount_long",
            "error.amount_is_phone": "amount_is_phone",
        }
        problem = named.get(wrong.key, "amount_unreadable")
        raise BadRow(
            problem, **({"most": AMOUNT_DIGITS} if problem == "amount_long" else {"given": typed[:20]})
        ) from None
    if amount < MINIMUM:
        raise BadRow("amount_below", least=int(MINIMUM))
    return amount


def read_label(typed: str) -> str:
    """Return what it is paid for. Raises BadRow."""
    if not typed.strip():
        return ""
    if len(" ".join(typed.split())) > LABEL_LETTERS:
        raise BadRow("label_long", most=LABEL_LETTERS)
    try:
        return str(Reason.read(typed))
    except Misread as wrong:
        raise BadRow("label_lures" if wrong.key == "error.reason_lures" else "label_signs") from None


def check_reference(row: TypedRow, references: dict[str, int]) -> None:
    """Raise BadRow for a reference of the business's own that is too long, or that another row has."""
    own = row.reference.strip()
    if len(own) > REFERENCE_LETTERS:
        raise BadRow("reference_long", most=REFERENCE_LETTERS)
    if own and references.setdefault(own.upper(), row.nth) != row.nth:
        raise BadRow("reference_twice", first=references[own.upper()])
