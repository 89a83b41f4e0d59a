"""Statements as CSV, in a layout that the account's bank is known to use (csv_profiles.py)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from wallet.banks.amounts import read_minor
from wallet.banks.csv_profiles import StatementProfile
from wallet.banks.statement_lines import ReadingPlace, StatementLine, join_words, read_account, read_told
from wallet.core.errors import Misread
from wallet.core.plain_words import make_plain
from wallet.core.sent_files import list_lines

BEFORE_HEADER: Final = 20
SPACES: Final = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")


@dataclass(frozen=True)
class CsvAccount:
    """The account a CSV was sent for, and its currency: most do not say."""

    account: str
    currency: str


def read_csv(
    path: Path, encoding: str, profile: StatementProfile, of: CsvAccount, place: ReadingPlace
) -> Iterator[StatementLine]:
    """Yield the lines of a statement. Raises Misread, as for a balance that does not follow from the line before."""
    text = (line.replace("\0", "") for line in list_lines(path, encoding))
    rows = _list_rows(csv.reader(text, delimiter=profile.delimiter), place)
    columns = _find_columns(rows, profile, place)
    balances = RunningBalance()
    for cells in rows:
        if any(cell.strip() for cell in cells):
            line = _read_line(cells, columns, profile, of, place.number)
            balances.refuse_jump(_read_balance(cells, columns, profile, line.currency), line)
            yield line
    place.closing = balances.find_closing()


def _list_rows(reader: Iterator[list[str]], place: ReadingPlace) -> Iterator[list[str]]:
    """Yield rows, noting the number of each. Raises Misread for what is no CSV."""
    try:
        for row in reader:
            place.number += 1
            yield row
    except csv.Error as wrong:
        raise Misread("staff.no_csv", why=str(wrong)) from None


def _find_columns(rows: Iterator[list[str]], profile: StatementProfile, place: ReadingPlace) -> dict[str, int]:
    """Return the place of each column by its meaning, from the line that names them. Raises Misread without one."""
    needed = {"booked_on", "amount"} if profile.signed else {"booked_on", "debit", "credit"}
    for cells in rows:
        names = [make_plain(cell) for cell in cells]
        found = {
            meaning: next(at for at, name in enumerate(names) if name in known)
            for meaning, known in profile.columns.items()
            if set(known) & set(names)
        }
        if found.keys() >= needed:
            return found
        if place.number >= BEFORE_HEADER:
            break
    columns = ", ".join(profile.columns[meaning][0] for meaning in sorted(needed))
    raise Misread("staff.no_statement_header", columns=columns, delimiter=profile.delimiter)


def _read_line(
    cells: list[str], columns: dict[str, int], profile: StatementProfile, of: CsvAccount, number: int
) -> StatementLine:
    """Return one line. Raises Misread, also for a formula, which no bank writes."""
    if len(cells) <= max(columns[one] for one in columns if one in {"booked_on", "amount", "debit", "credit"}):
        raise Misread("staff.column_missing")
    told = {meaning: cells[at].strip() if at < len(cells) else "" for meaning, at in columns.items()}
    currency = told.get("currency", "").upper() or of.currency
    if currency != of.currency:
        raise Misread("staff.entry_in_other_currency", given=currency, currency=of.currency)
    booked_on = _read_date(told["booked_on"], profile)
    return StatementLine(
        line=number, account=of.account, statement="", booked_on=booked_on,
        value_on=_read_date(told["value_on"], profile) if told.get("value_on") else booked_on,
        amount=_read_amount(told, profile, currency), currency=currency,
        bank_reference=read_told(told.get("bank_reference")), end_to_end_id="", rf="",
        name=join_words(told.get("name")), party_account=read_account(told.get("party_account", "")),
        words=join_words(told.get("words")), reverses=False, returned="",
    )  # fmt: skip


def _read_amount(told: dict[str, str], profile: StatementProfile, currency: str) -> int:
    """Return a line's amount, below zero for what went out. Raises Misread."""
    if profile.signed:
        return _read_signed(told["amount"], profile, currency)
    # Some banks write a debit with a minus sign in its column, others without: in its column it is a debit either way.
    debit, credit = (_read_signed(told[one], profile, currency) if told[one] else 0 for one in ("debit", "credit"))
    if bool(debit) == bool(credit):
        raise Misread("staff.debit_and_credit", debit=told["debit"], credit=told["credit"])
    if credit < 0:
        raise Misread("staff.not_an_amount", given=told["credit"])
    return credit or -abs(debit)


def _read_signed(written: str, profile: StatementProfile, currency: str) -> int:
    bare = SPACES.sub("", written).replace("\u2212", "-")
    below, digits = bare.startswith("-"), bare.lstrip("+-")
    if profile.decimal == ",":
        digits = digits.replace(".", "") if re.fullmatch(r"[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?", digits) else digits
        if "." in digits:
            raise Misread("staff.not_an_amount", given=written)
        digits = digits.replace(",", ".")
    elif re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?", digits):
        digits = digits.replace(",", "")
    amount = read_minor(digits, currency)
    return -amount if below else amount


def _read_balance(cells: list[str], columns: dict[str, int], profile: StatementProfile, currency: str) -> int | None:
    """Return the balance told beside a line, None where none is."""
    at = columns.get("balance", len(cells))
    return _read_signed(cells[at].strip(), profile, currency) if at < len(cells) and cells[at].strip() else None


def _read_date(written: str, profile: StatementProfile) -> date:
    try:
        return datetime.strptime(written, profile.date_form).date()
    except ValueError:
        raise Misread("staff.time_unknown", given=written) from None


@dataclass
class RunningBalance:
    """The balances beside the lines: each follows from the line above, or below where the newest comes first."""

    before: tuple[int, int] | None = None  # the balance and the amount of the line above
    ends: list[tuple[date, int | None]] = field(default_factory=list)  # day and balance of the first line, and the last
    orders: set[str] = field(default_factory=lambda: {"oldest_first", "newest_first"})

    def find_closing(self) -> int | None:
        """Return what the account held in the end; None where that is not told, or may be either end of the file."""
        if not self.ends:
            return None
        (first_on, first), (last_on, last) = self.ends[0], self.ends[-1]
        if len(self.orders) > 1 and first_on != last_on:
            self.orders = {"oldest_first" if first_on < last_on else "newest_first"}
        found = {last if order == "oldest_first" else first for order in self.orders}
        return found.pop() if len(found) == 1 else None

    def refuse_jump(self, balance: int | None, line: StatementLine) -> None:
        """Raise Misread where a balance follows from neither neighbour: a line is missing, repeated or changed."""
        amount = line.amount
        self.ends[1:] = [(line.booked_on, balance)]
        if balance is None:
            return
        if self.before:
            above, moved_above = self.before
            if balance != above + amount:
                self.orders.discard("oldest_first")
            if above != balance + moved_above:
                self.orders.discard("newest_first")
            if not self.orders:
                raise Misread("staff.balance_jumps", balance=balance, amount=amount)
        self.before = balance, amount
