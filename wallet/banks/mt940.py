"""MT940, the statement in SWIFT's older form: its fields are split here, one at a time, and read by a library.

A bank writes line breaks where a field is full; the library knows the dialects of what stands in one.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from mt940.models import Transactions
from mt940.options import Options

from wallet.banks.amounts import read_minor
from wallet.banks.statement_lines import (
    ReadingPlace,
    Statement,
    StatementLine,
    join_words,
    read_account,
    read_told,
)
from wallet.core.errors import Misread
from wallet.core.sent_files import list_lines

FIELD: Final = re.compile(r":([0-9]{2}[A-Z]?):(.*)")
BALANCE: Final = re.compile(r"([DC])([0-9]{6})([A-Z]{3})([0-9]{1,15}(?:,[0-9]{0,5})?)")
OPENING: Final = ("60F", "60M")
CLOSING: Final = ("62F", "62M")
OPTIONS: Final = Options.all()
FIELD_LETTERS_MAX: Final = 4_000
Field = tuple[str, str]  # its tag, and what stands in it
logging.getLogger("mt940").setLevel(logging.CRITICAL)  # it logs whole fields, with names, when it cannot read one


def read_mt940(path: Path, encoding: str, place: ReadingPlace) -> Iterator[StatementLine]:
    """Yield the lines of a file of statements. Raises Misread."""
    head: dict[str, str] = {}
    statement: Statement | None = None
    for tag, value, entry in _join_entries(_list_fields(path, encoding, place)):
        if tag == "20":
            _refuse_unfinished(statement)
            head, statement = {}, None
        if tag in OPENING:
            statement = _open(head, value)
        elif tag in CLOSING:
            place.closing, place.closes_on = _close(statement, value)
            statement = None
        elif tag == "61":
            if statement is None:
                raise Misread("staff.statement_out_of_order", given=tag)
            yield from statement.add(_read_line(statement, entry, place.number))
        else:
            head[tag] = value
    _refuse_unfinished(statement)


def _join_entries(fields: Iterator[Field]) -> Iterator[tuple[str, str, str]]:
    """Yield each field, a movement (61) with the words about it (86) as text; other 86 are about whole statements."""
    entry = ""
    for tag, value in fields:
        if tag == "86":
            entry += f"\n:86:{value}" if entry else ""
            continue
        if entry:
            yield "61", "", entry
        entry = f":61:{value}" if tag == "61" else ""
        if tag != "61":
            yield tag, value, ""
    if entry:
        yield "61", "", entry


def _list_fields(path: Path, encoding: str, place: ReadingPlace) -> Iterator[Field]:
    """Yield each field with all its lines, without SWIFT's envelope and the hyphen that ends a message."""
    tag, value = "", ""
    for place.number, line in enumerate(list_lines(path, encoding), start=1):
        bare = line.rstrip("\r\n")
        if begins := FIELD.match(bare):
            if tag:
                yield tag, value
            tag, value = begins[1], begins[2]
        elif tag and not bare.startswith(("-}", "{")) and bare.strip() not in {"-", ""}:
            value += "\n" + bare
        if len(value) > FIELD_LETTERS_MAX:
            raise Misread("staff.line_too_long", most=FIELD_LETTERS_MAX)
    if tag:
        yield tag, value


def _open(head: dict[str, str], value: str) -> Statement:
    """Return the statement that its opening balance begins. Raises Misread."""
    opening, currency, _ = _read_balance(value)
    number, *_ = (head.get("28C") or head.get("28") or head.get("20") or "").split("/")  # 69/2 is its second page
    return Statement(read_account(head.get("25") or head.get("25P") or ""), read_told(number), currency, opening)


def _close(statement: Statement | None, value: str) -> tuple[int, date]:
    """Hold a statement against its closing balance, and return that and its day. Raises Misread."""
    if statement is None:
        raise Misread("staff.statement_out_of_order", given="62F")
    statement.closing, _, day = _read_balance(value)
    statement.refuse_wrong_sum()
    return statement.closing, day


def _refuse_unfinished(statement: Statement | None) -> None:
    """Raise Misread for a statement without its closing balance: the file was cut."""
    if statement is not None:
        raise Misread("staff.statement_cut_short", statement=statement.name)


def _read_balance(value: str) -> tuple[int, str, date]:
    """Return a balance, below zero for a debit, its currency and its day. Raises Misread."""
    parts = BALANCE.fullmatch(value.strip())
    if parts is None:
        raise Misread("staff.not_an_amount", given=value)
    try:
        day = datetime.strptime(parts[2], "%y%m%d").date()
    except ValueError:
        raise Misread("staff.time_unknown", given=parts[2]) from None
    return (1 if parts[1] == "C" else -1) * _read_amount(parts[4], parts[3]), parts[3], day


def _read_amount(written: str, currency: str) -> int:
    return read_minor(written.replace(",", ".").removesuffix("."), currency)


def _read_line(statement: Statement, entry: str, number: int) -> Iterator[StatementLine]:
    """Yield a movement as the library reads it. Raises Misread."""
    try:
        (read,) = Transactions(options=OPTIONS).parse(f":60F:C000101{statement.currency}0,\n{entry}")
    except (RuntimeError, ValueError, KeyError, ArithmeticError):
        raise Misread("staff.statement_line_unknown", given=entry.splitlines()[0]) from None
    said: dict[str, Any] = read.data
    mark, amount = str(said["status"]).upper(), said["amount"].amount
    text = str(said.get("transaction_details") or said.get("purpose") or "")
    yield StatementLine(
        line=number, account=statement.account, statement=statement.name,
        booked_on=_write_date(said.get("entry_date") or said["date"]), value_on=_write_date(said["date"]),
        amount=(-1 if amount < 0 else 1) * _read_amount(f"{abs(amount):f}", statement.currency),
        currency=statement.currency,
        bank_reference=read_told(said.get("bank_reference")),
        end_to_end_id=read_told(said.get("end_to_end_reference") or said.get("customer_reference")), rf="",
        name=join_words(said.get("applicant_name")),
        party_account=read_account(said.get("applicant_iban") or ""),
        words=join_words(text, said.get("extra_details")),
        reverses=mark.startswith("R"), returned="",
    )  # fmt: skip


def _write_date(day: date) -> date:
    """Return a plain date: the library's are of a kind of its own."""
    return date(day.year, day.month, day.day)
