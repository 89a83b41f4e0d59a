"""A statement as the bank writes it in MT940: sums booked together stay one, words are cut into lines of 65 letters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date

from simulators.bank.booked import BankStatement, Booked
from wallet.banks.amounts import write_decimal
from wallet.banks.latin import write_latin

LINE_LETTERS = 65
DETAIL_LETTERS = 400


def write_mt940(statement: BankStatement) -> bytes:
    """Return the file."""
    first, last = statement.days
    lines = [
        "{1:F01ECOCCMCXAXXX0000000000}{2:I940MBONGOCMXXXXN}{4:",
        f":20:{statement.number}",
        f":25:{statement.account}",
        f":28C:{statement.number}/1",
        f":60F:{_write_balance(statement.opening, statement.currency, first)}",
        *(told for line in statement.lines if not line.pending for told in _write_line(line, statement.currency)),
        f":62F:{_write_balance(statement.closing, statement.currency, last)}",
        "-}",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("ascii")


def _write_amount(amount: int, currency: str) -> str:
    whole, _, part = write_decimal(abs(amount), currency).partition(".")
    return f"{whole},{part}"


def _write_balance(amount: int, currency: str, day: date) -> str:
    return f"{'C' if amount >= 0 else 'D'}{day:%y%m%d}{currency}{_write_amount(amount, currency)}"


def _write_line(line: Booked, currency: str) -> Iterator[str]:
    mark = "C" if line.amount > 0 else "D"
    if line.reverses:  # a reversed debit comes in
        mark = "RD" if line.amount > 0 else "RC"
    reference = line.end_to_end_id.replace("-", "")[:16] or "NONREF"
    bank = f"//{line.bank_reference[:16]}" if line.bank_reference else ""
    yield f":61:{line.day:%y%m%d}{line.day:%m%d}{mark}{_write_amount(line.amount, currency)}NTRF{reference}{bank}"
    words = " ".join(filter(None, (line.words, line.rf, line.name, line.account, line.returned)))
    told = textwrap.wrap(write_latin(words, DETAIL_LETTERS), LINE_LETTERS)
    if told:
        yield f":86:{told[0]}"
        yield from (f" {more}" if more[:1] in ":-{" else more for more in told[1:])
