"""An operator's settlement file on disk: how it is written, and its rows as cells, a stream of any size.

A workbook, or text by `,` `;` tab or `|` in UTF-8, UTF-16 (each with or without a mark), else Windows-1252.
Lines before the header are passed over.
"""

import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from wallet.core import workbooks
from wallet.core.errors import Misread, Problem, Refused
from wallet.core.sent_files import look_through
from wallet.core.workbooks import Cell
from wallet.reconciliation.settlement_cells import read_text
from wallet.reconciliation.settlement_dates import DAY_FIRST, DateOrder, find_order
from wallet.reconciliation.settlement_header import BEFORE_HEADER, Header, Row, find_header
from wallet.reconciliation.settlement_words import NEEDED

DELIMITERS: Final = ",;\t|"


@dataclass(frozen=True)
class SettlementFile:
    """A file on disk: what it is known by, and how it is written (a sheet's name for a workbook, else "")."""

    path: Path
    sha256: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    dates: DateOrder = DAY_FIRST


def open_file(path: Path, day: date | None = None) -> SettlementFile:
    """Return how a file is written, having looked through it; `day` is the one it is said to be of.

    Raises Refused for what is no settlement file, and OSError.
    """
    looked = look_through(path)
    if looked.start == workbooks.OLD_MAGIC:
        raise Refused("staff.sheet_too_old", file=path.name)
    is_sheet = looked.start == workbooks.MAGIC
    found = _find_layout(path, looked.sha256, "" if is_sheet else looked.encoding)
    return replace(found, dates=find_order(_read_times(found), day))


def _find_layout(path: Path, sha256: str, encoding: str) -> SettlementFile:
    """Return how the file is written. Raises Refused without a header, or with two sheets that have one."""
    if encoding:
        tried = (SettlementFile(path, sha256, encoding, delimiter) for delimiter in DELIMITERS)
        found = [next((one for one in tried if find_header(read_rows(one))), None)]
    else:
        sheets = [SettlementFile(path, sha256, sheet=sheet) for sheet in workbooks.list_sheets(path)]
        found = [one for one in sheets if find_header(read_rows(one))]
        if len(found) > 1:
            raise Refused("staff.two_sheets", file=path.name, sheets=", ".join(one.sheet for one in found if one))
    if not found or found[0] is None:
        raise Refused("staff.no_header", file=path.name, lines=BEFORE_HEADER, columns=", ".join(sorted(NEEDED)))
    return found[0]


def read_rows(file: SettlementFile) -> Iterator[Row]:
    """Yield the file's rows, each with the number of its line. Raises Refused."""
    return workbooks.read_rows(file.path, file.sheet) if file.sheet else _read_text_rows(file)


def _read_text_rows(file: SettlementFile) -> Iterator[Row]:
    with file.path.open(encoding=file.encoding, errors="replace", newline="") as text:
        reader = csv.reader((line.replace("\0", "") for line in text), delimiter=file.delimiter)
        try:
            for cells in reader:
                whole = len(cells) == 1 and file.delimiter in cells[0]  # a sheet kept each line in one cell
                yield reader.line_num, list(next(csv.reader(cells, delimiter=file.delimiter)) if whole else cells)
        except csv.Error as wrong:
            problem = Problem(reader.line_num, "staff.no_csv", {"why": str(wrong)})
            raise Refused("staff.file_unreadable", file=file.path.name, problems=[problem]) from None


def _read_times(file: SettlementFile) -> Iterator[str]:
    """Yield what stands in the columns of time, line by line."""
    rows = read_rows(file)
    header = find_header(rows)
    if header is None or "time" not in header.where:
        return
    for _, cells in rows:
        with suppress(Misread):  # a formula: told when the line is read
            yield join_times(cells, header)


def join_times(cells: list[Cell], header: Header) -> str:
    """Return a line's moment as it is written, a date and an hour joined where each has a column. Raises Misread."""
    written = [read_text(cells[place]) for place in header.where.get("time", ()) if place < len(cells)]
    told = [one for one in written if one]
    return told[0] if told and ":" in told[0] else " ".join(told)
