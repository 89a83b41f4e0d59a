"""Lists as sheets, CSV and XLSX: written a row at a time, and never read as a formula by whoever opens them."""

import csv
from collections.abc import Iterable
from io import BytesIO, TextIOWrapper
from typing import Final

from openpyxl import Workbook

Cell = str | int
Row = tuple[Cell, ...]

FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet may begin to compute at; the wide ones too
SEPARATORS: Final = {"fr": ";", "en": ","}  # what Excel parts cells by, there
SHEETS: Final = ("csv", "xlsx")


def write_sheet(kind: str, title: str, head: Row, rows: Iterable[Row], language: str) -> bytes:
    """Return a list as one of SHEETS; a workbook's sheet has the title, CSV has none."""
    return write_csv(head, rows, language) if kind == "csv" else write_xlsx(title, head, rows)


def disarm(cell: Cell) -> Cell:
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
        writer.writerows([disarm(cell) for cell in row] for row in rows)
        return made.getvalue()


def write_xlsx(title: str, head: Row, rows: Iterable[Row]) -> bytes:
    """Return a sheet as a workbook; rows go to a temporary file as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(head))
    for row in rows:
        sheet.append([disarm(cell) for cell in row])
    made = BytesIO()
    book.save(made)
    return made.getvalue()
