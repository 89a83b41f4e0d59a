"""The rows of an XLSX workbook, a sheet at a time, as a stream; what a hostile one may cost is bounded beforehand."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook

from wallet.core.errors import Misread, Refused

Cell = str | Misread  # what a cell says, or why nobody can tell (a formula, a number cut short)

MAGIC: Final = b"PK\x03\x04"
OLD_MAGIC: Final = b"\xd0\xcf\x11\xe0"  # Excel before 2007, or a workbook with a password
ROWS_MAX: Final = 1_048_576  # what Excel holds; a hostile row number may be any
COLUMNS_MAX: Final = 200
MEMBERS_MAX: Final = 1_000
# Bytes a part may unpack to, by the beginning of its name: rows are streamed, the rest is held whole.
BYTES_MAX: Final = {"xl/worksheets/": 256 << 20, "xl/sharedStrings": 32 << 20, "xl/media/": 256 << 20, "": 4 << 20}
DIGITS_KEPT: Final = 15  # a sheet keeps a number's first fifteen digits


def list_sheets(path: Path) -> list[str]:
    """Return the names of a workbook's sheets. Raises Refused for no workbook, or one too large to be looked at."""
    with _open_book(path) as book:
        return [sheet.title for sheet in book.worksheets]


def read_rows(path: Path, sheet: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield every row of a sheet with its number. Raises Refused for what cannot be read, or has too many rows."""
    with _open_book(path) as book:
        rows = book[sheet]
        rows.reset_dimensions()  # what the file says of its own size is not believed
        for number, row in enumerate(rows.iter_rows(), start=1):
            if number > ROWS_MAX:
                raise Refused("staff.sheet_too_large", file=path.name)
            yield number, [_write_cell(cell) for cell in row[:COLUMNS_MAX]]


@contextmanager
def _open_book(path: Path) -> Iterator[Any]:
    """Open a workbook for the block. Raises Refused for what its content makes go wrong, OSError for the disk's own."""
    with path.open("rb") as file:
        try:
            _refuse_bomb(path)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
            yield book
        except Refused:
            raise
        except (
            Exception
        ) as wrong:  # openpyxl raises what its parsers raise: KeyError, ValueError, OSError without a number
            if isinstance(wrong, OSError) and wrong.errno:
                raise
            raise Refused("staff.sheet_unreadable", file=path.name, why=type(wrong).__name__) from wrong


def _refuse_bomb(path: Path) -> None:
    """Raise Refused for a workbook that unpacks to more than is held here. No part unpacks to more than it says."""
    with zipfile.ZipFile(path) as parts:
        listed = parts.infolist()
    for part in listed:
        most = next(size for begins, size in BYTES_MAX.items() if part.filename.startswith(begins))
        if part.file_size > most or len(listed) > MEMBERS_MAX:
            raise Refused("staff.sheet_too_large", file=path.name)


def _write_cell(cell: Any) -> Cell:
    """Return a cell as a file of text would hold it; a Misread for a formula, an error or a number cut short."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind in ("f", "e"):
        return _read_formula(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return _write_number(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return str(value)


def _read_formula(value: object) -> Cell:
    """Return the text of ="0012", which is how a sheet keeps text; a Misread for any other formula."""
    written = str(value)
    return written if written.startswith('="') and written.endswith('"') else Misread("staff.formula", given=written)


def _write_number(value: float) -> Cell:
    if abs(value) >= 10**DIGITS_KEPT:
        return Misread("staff.number_too_long", given=f"{value:.15g}")
    return str(int(value)) if value == int(value) else repr(value)
