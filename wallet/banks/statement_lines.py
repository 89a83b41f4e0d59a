"""The lines of bank statements, in our words, whatever format told them."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from wallet.banks.rib import COUNTRY, Rib
from wallet.core.errors import Misread

ACCOUNT_LETTERS_MAX: Final = 34
WORDS_LETTERS_MAX: Final = 500
SAYS_NOTHING: Final = {"NONREF", "NOTPROVIDED", "NOT PROVIDED", "NA", "N/A"}


class StatementLine(NamedTuple):
    """One movement of a bank account; `amount` in minor units, above zero for what came in.

    `rf` is the creditor reference where the bank carried it apart, `words` what the payer wrote; both may be "". `name`
    and `party_account` are the other side's. `reverses` says that it takes an earlier line back, `returned` is the
    reason (ISO 20022, as AC04) of a payment of ours that came back.
    """

    line: int
    account: str
    statement: str
    booked_on: date
    value_on: date
    amount: int
    currency: str
    bank_reference: str
    end_to_end_id: str
    rf: str
    name: str
    party_account: str
    words: str
    reverses: bool
    returned: str

    @property
    def identity(self) -> str:
        """Return what a movement is known by in every statement that tells of it, as 32 hexadecimal digits.

        That is the bank's own reference with the day and the amount; without one, all that is said of it.
        """
        known_by = [self.account, self.booked_on, self.currency, self.amount, self.bank_reference, self.end_to_end_id]
        if not self.bank_reference:
            known_by += [self.value_on, self.rf, self.name, self.party_account, self.words]
        return hashlib.sha256("\0".join(map(str, known_by)).encode()).hexdigest()[:32]


@dataclass
class ReadingPlace:
    """The place a reader has come to: the number of its line or entry, for whoever mends the file.

    `closing` is what the last statement it read to its end says the account held then, None where it says nothing;
    `closes_on` is its day, None where that is its last line's.
    """

    number: int = 0
    closing: int | None = None
    closes_on: date | None = None


@dataclass
class Statement:
    """A statement that is being read: whose it is, and what must add up; a balance is None where none is told."""

    account: str
    name: str
    currency: str
    opening: int | None = None
    closing: int | None = None
    closes_on: date | None = None
    moved: int = 0
    lines: int = 0

    def add(self, lines: Iterator[StatementLine]) -> Iterator[StatementLine]:
        """Yield lines as they are, counting what they move."""
        for line in lines:
            self.moved += line.amount
            self.lines += 1
            yield line

    def refuse_wrong_sum(self) -> None:
        """Raise Misread unless the lines lead from the opening balance to the closing one."""
        if self.opening is None or self.closing is None or self.opening + self.moved == self.closing:
            return
        missing = self.closing - self.opening - self.moved
        raise Misread("staff.statement_sum_wrong", statement=self.name, lines=self.lines, opening=self.opening,
                      closing=self.closing, missing=missing)  # fmt: skip


def read_account(written: str) -> str:
    """Return an account as a RIB where one stands in what a bank writes, else as it is written, without spaces."""
    compact = re.sub(r"[\s.\-]", "", written).upper()
    for found in re.finditer(rf"(?:{COUNTRY})?(?=([0-9]{{23}}))", compact):
        with suppress(Misread):
            return Rib.read(found[1])
    return compact[:ACCOUNT_LETTERS_MAX]


def read_told(text: str | None) -> str:
    """Return a reference as it is told, "" for one that says nothing (NONREF) or is not there."""
    told = " ".join((text or "").split())
    return "" if told.upper() in SAYS_NOTHING else told


def join_words(*words: str | None) -> str:
    """Return a payer's words on one line, without what cannot be printed, cut to what is kept."""
    told = " ".join(" ".join(filter(None, words)).split())
    return "".join(letter for letter in told if letter.isprintable())[:WORDS_LETTERS_MAX]


def read_date(written: str | None) -> date:
    """Return the day of `2026-11-29` or `2026-11-29T10:00:00+01:00`. Raises Misread."""
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        raise Misread("staff.time_unknown", given=written or "") from None
