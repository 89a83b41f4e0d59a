"""Lists as sheets, CSV and XLSX: written a row at a time, and never read as a formula by whoever opens them."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, TextIOWrapper
from itertools import chain, islice, zip_longest
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

Cell = str | int | Decimal | date  # a moment too: as the clocks of whoever reads it show it
Row = tuple[Cell, ...]

FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet may begin to compute at; the wide ones too
SEPARATORS: Final = {"fr": ";", "en": ","}  # what Excel parts cells by, there
SHEETS: Final = ("csv", "xlsx")
MEASURED: Final = 200  # rows by which columns get their widths: these are written before any row is
WIDTH_MOST: Final = 60
DAY, MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M:%S"  # in whatever language: ours is a country of both


def write_sheet(kind: str, title: str, head: Row, rows: Iterable[Row], language: str) -> bytes:
    """Return a list as one of SHEETS; a workbook's sheet has the title, CSV has none."""
    return write_csv(head, rows, language) if kind == "csv" else write_xlsx(title, head, rows)


def write_text(cell: Cell, language: str) -> str | int:
    """Return a cell as people write it: days, moments, amounts with decimals; text and whole numbers as they are."""
    if isinstance(cell, date):
        return cell.strftime(MOMENT if isinstance(cell, datetime) else DAY)
    if isinstance(cell, Decimal):
        return str(cell).replace(".", "," if language == "fr" else ".")
    return cell


def disarm(cell: str | int) -> str | int:
    """Return a cell that a spreadsheet shows as it stands: what people wrote is text, whatever it begins with."""
    if isinstance(cell, int):
        return cell
    said = "".join(sign for sign in cell if sign.isprintable() or sign in "\t\r\n")
    return f"'{said}" if said.lstrip(" ").startswith(FORMULA) else said


def write_csv(head: Row, rows: Iterable[Row], language: str) -> bytes:
    """Return a sheet as CSV (RFC 4180, UTF-8 with the mark that Excel looks for)."""
    made = BytesIO()
    with TextIOWrapper(made, encoding="utf-8-sig", newline="", write_through=True) as file:
        writer = csv.writer(file, delimiter=SEPARATORS[language])
        writer.writerow(head)
        writer.writerows([_write_csv_cell(cell, language) for cell in row] for row in rows)
        return made.getvalue()


def write_xlsx(title: str, head: Row, rows: Iterable[Row]) -> bytes:
    """Return a sheet as a workbook, its columns as wide as what stands there; rows go to a file as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    coming = iter(rows)
    begun = list(islice(coming, MEASURED))
    for number, width in enumerate(_measure([head, *begun]), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append(list(head))
    for row in chain(begun, coming):
        sheet.append([_write_xlsx_cell(sheet, cell) for cell in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _measure(rows: Iterable[Row]) -> list[int]:
    """Return how wide each column is: a day that does not fit is shown as ####, a text is cut off."""
    said = ([len(str(write_text(cell, "en"))) for cell in row] for row in rows)
    return [min(max(lengths) + 2, WIDTH_MOST) for lengths in zip_longest(*said, fillvalue=0)]


def _write_csv_cell(cell: Cell, language: str) -> str | int:
    said = write_text(cell, language)
    return said if isinstance(cell, Decimal) else disarm(said)  # what is owed the other way begins with a sign


def _write_xlsx_cell(sheet: Any, cell: Cell) -> Any:
    """Return a cell that a spreadsheet computes with: a day as a day, an amount as a number."""
    if not isinstance(cell, Decimal | date):
        return disarm(cell)
    made = WriteOnlyCell(sheet, cell)
    if isinstance(cell, date):
        made.number_format = "DD/MM/YYYY HH:MM:SS" if isinstance(cell, datetime) else "DD/MM/YYYY"
    else:
        made.number_format = "0.00"
    return made
