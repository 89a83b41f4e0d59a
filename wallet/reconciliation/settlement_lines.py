"""The operations of a settlement file, in our words: read liberally and never guessed at.

Columns stand in any order under English or French names. Totals, empty lines and a header said again on each page are
passed over; a line that cannot be read refuses the file.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from wallet.core.clock import DOUALA
from wallet.core.errors import Misread, Problem, Refused
from wallet.core.plain_words import make_plain
from wallet.core.references import is_reference
from wallet.core.workbooks import Cell
from wallet.reconciliation.settlement_cells import read_amount, read_name, read_phone, read_text
from wallet.reconciliation.settlement_dates import DateOrder, find_form, read_time
from wallet.reconciliation.settlement_file import SettlementFile, join_times, read_rows
from wallet.reconciliation.settlement_header import Header, find_header
from wallet.reconciliation.settlement_words import (
    CURRENCIES,
    MEANING_OF_DIRECTION,
    MEANING_OF_STATUS,
    TOTALS,
)

MOST_PROBLEMS_TOLD: Final = 10


class SettlementLine(NamedTuple):
    """One line in our words. `identity` is of the transaction; `said` is their own word for the status.

    `amount` is in minor units of `currency`.
    """

    line: int
    identity: str
    operator_id: str
    reference: str
    handle: str
    direction: str
    amount: int
    phone: str
    status: str
    said: str
    at: datetime | None
    currency: str = "XAF"


def read_lines(file: SettlementFile) -> Iterator[SettlementLine]:
    """Yield every operation of the file, in its order. Raises Refused, naming the first lines that cannot be read."""
    rows = read_rows(file)
    header = find_header(rows)
    if header is None:
        raise Refused("staff.file_changed", file=file.path.name)
    reader = LineReader(header, file.dates, cells_max=0 if file.sheet else max(map(len, header.lines)))
    problems: list[Problem] = []
    for number, cells in rows:
        if cells in header.lines or reader.says_nothing(cells):
            continue
        try:
            line = reader.read(number, cells)
        except (Misread, IndexError) as wrong:
            misread = wrong if isinstance(wrong, Misread) else Misread("staff.column_missing")
            problems.append(Problem(number, misread.key, misread.values))
            if len(problems) >= MOST_PROBLEMS_TOLD:
                break
        else:
            if not problems:
                yield line
    if problems:
        raise Refused("staff.file_unreadable", file=file.path.name, problems=problems)


@dataclass
class LineReader:
    """Reads a file's lines; what the first one says in a way of its own, the others must say alike."""

    header: Header
    dates: DateOrder
    cells_max: int = 0  # 0 for a sheet, where no comma moves what follows it
    time_form: str = ""
    signs: dict[str, bool] = field(default_factory=dict)  # of a direction: True where its amounts are below zero

    def says_nothing(self, cells: list[Cell]) -> bool:
        """Return True for a line of at most one cell (a page's number), or of totals: no name, status or direction."""
        if sum(isinstance(cell, Misread) or bool(cell.strip()) for cell in cells) <= 1:
            return True
        names = (*self.header.where["reference"], *self.header.where.get("operator_id", ()))
        told = [_read_plain(cells, place) for place in (*names, *self.header.where["status"])]
        if any(one and not TOTALS.match(one) for one in told):
            return False
        return _read_plain(cells, self.header.where["direction"][0]) not in MEANING_OF_DIRECTION

    def read(self, number: int, cells: list[Cell]) -> SettlementLine:
        """Return a line in our words. Raises Misread for what cannot be read, and IndexError for a short line."""
        if self.cells_max and any(cells[self.cells_max :]):
            raise Misread("staff.too_many_cells")
        one = {meaning: read_text(cells[places[0]]) for meaning, places in self.header.where.items()}
        names = [read_name(read_text(cells[place]), "reference") for place in self.header.where["reference"]]
        reference = next((_write_reference(name) for name in names if is_reference(name)), "")
        handle = next((name for name in names if name and not is_reference(name)), "")
        operator_id = read_name(one.get("operator_id", ""), "transaction id")
        if not (reference or handle or operator_id):
            raise Misread("staff.line_names_nothing")
        direction = MEANING_OF_DIRECTION.get(make_plain(one["direction"]))
        if direction is None:
            raise Misread("staff.direction_unknown", given=one["direction"])
        currency = CURRENCIES.get(one.get("currency", "").upper())
        if currency is None:
            raise Misread("staff.currency_not_ours", given=one["currency"])
        amount, phone = self._read_amount(one["amount"], direction, currency), read_phone(one.get("phone", ""))
        at, said = self._read_time(join_times(cells, self.header)), one["status"]
        return SettlementLine(
            number, identify(operator_id, reference or handle, at), operator_id, reference, handle, direction, amount,
            phone, MEANING_OF_STATUS.get(make_plain(said), "unclear"), said, at, currency,
        )  # fmt: skip

    def _read_amount(self, written: str, direction: str, currency: str) -> int:
        """Return minor units above zero. Raises Misread where one is below zero that others like it are not."""
        amount = read_amount(written, currency)
        if self.signs.setdefault(direction, amount < 0) != (amount < 0):
            raise Misread("staff.amount_the_other_way", given=written)
        return abs(amount)

    def _read_time(self, written: str) -> datetime | None:
        """Return the moment, None where none is told. Raises Misread, also for one written unlike those before."""
        if not written:
            return None
        form = find_form(written)
        self.time_form = self.time_form or form
        if form and form != self.time_form:
            raise Misread("staff.times_mixed", given=written)
        return read_time(written, self.dates)


def identify(operator_id: str, name: str, at: datetime | None) -> str:
    """Return what a transaction is known by: the operator's id, else what names our payment and the day in Douala."""
    if operator_id:
        known_by = operator_id.lstrip("0") if operator_id.isdecimal() else operator_id.upper()
    else:
        known_by = f"{name.upper()} {at.astimezone(DOUALA).date() if at else ''}"
    return hashlib.sha256(known_by.encode()).hexdigest()[:32]


def _read_plain(cells: list[Cell], place: int) -> str:
    """Return a cell in plain letters, "" where the line has none; a formula is something said."""
    cell = cells[place] if place < len(cells) else ""
    return make_plain(read_text(cell)) if isinstance(cell, str) else "formula"


def _write_reference(name: str) -> str:
    letters = name.upper().replace("-", "").replace(" ", "")
    return f"{letters[:4]}-{letters[4:]}"
