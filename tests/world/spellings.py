"""Ways in which spreadsheets and operators write one and the same settlement file."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from tests.world.settlements import HEADER

Lines = list[dict[str, str]]
COLUMNS: Final = HEADER.split(",")
FRENCH: Final = {"operator_id": "Transaction ID", "reference": "Référence", "direction": "Sens", "amount": "Montant",
                 "phone": "Numéro", "status": "Statut", "time": "Date"}  # fmt: skip


def write_text(lines: Lines, delimiter: str = ",", end: str = "\n") -> str:
    """Return the lines as CSV under their plain names."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def change(lines: Lines, **how: Callable[[str], str]) -> Lines:
    """Return the lines with each column named in `how` written so."""
    return [{name: how[name](cell) if name in how else cell for name, cell in line.items()} for line in lines]


def date_as(form: str) -> Callable[[str], str]:
    """Return a way to write a moment."""
    return lambda iso: datetime.fromisoformat(iso).strftime(form)


def group(separator: str, after: str = "") -> Callable[[str], str]:
    """Return a way to write an amount, its thousands apart."""
    return lambda amount: f"{int(amount):,}".replace(",", separator) + after


def quote_all(cell: str) -> str:
    """Return a cell as ="…", which a sheet leaves alone."""
    return f'="{cell}"'


def make_workbook(lines: Lines, typed: bool = True, above: tuple[str, ...] = ()) -> bytes:
    """Return an XLSX: numbers and dates as a sheet keeps them where `typed`, with lines above the header."""
    book = Workbook()
    sheet: Any = book.active
    for title in above:
        sheet.append([title])
    sheet.append(COLUMNS)
    for line in lines:
        cells: list[object] = [line[column] for column in COLUMNS]
        if typed:
            cells = [int(cell) if column in ("amount", "phone") else cell for column, cell in line.items()]
            cells[COLUMNS.index("time")] = datetime.fromisoformat(line["time"]).replace(tzinfo=None)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def put_groups_above(lines: Lines) -> bytes:
    """Return an XLSX with a header of two rows, the groups of the upper one merged over their columns."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Transaction", None, None, None, "Customer", "Status", "Time"])
    sheet.append(["ID", "External ID", "Type", "Amount", "Phone", None, None])
    sheet.merge_cells("A1:D1")
    for cells in ("F1:F2", "G1:G2"):
        sheet.merge_cells(cells)
    for line in lines:
        sheet.append([line[column] for column in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def to_french(lines: Lines) -> bytes:
    """Return the file as a French spreadsheet saves it: its own columns, order, numbers and letters."""
    direction, status = {"collection": "Encaissement", "payout": "Décaissement"}, {"SUCCESSFUL": "réussi"}
    said = change(lines, amount=group(" ", ",00"), time=date_as("%d/%m/%Y %H:%M:%S"),
                  direction=lambda word: direction[word], status=lambda word: status.get(word, word))  # fmt: skip
    names = list(FRENCH)[::-1]
    text = ";".join(FRENCH[name] for name in names) + "\r\n"
    text += "".join(";".join(line[name] for name in names) + "\r\n" for line in said)
    return (text + "Total général;;;;;;\r\n").encode("cp1252")


def negative_payouts(lines: Lines) -> str:
    """Return the file with what we paid below zero, in brackets."""
    return write_text(
        [line | {"amount": f"({line['amount']})"} if line["direction"] == "payout" else line for line in lines], ";"
    )


SPELLINGS: Final[dict[str, Callable[[Lines], str | bytes]]] = {
    "as it is": write_text,
    "semicolons, CRLF": lambda lines: write_text(lines, ";", "\r\n"),
    "tabs, a mark": lambda lines: "\ufeff" + write_text(lines, "\t"),
    "UTF-16": lambda lines: write_text(lines, "\t").encode("utf-16"),
    "UTF-16 without a mark": lambda lines: write_text(lines, "\t").encode("utf-16-le"),
    "French": to_french,
    '="…"': lambda lines: write_text(change(lines, **dict.fromkeys(COLUMNS, quote_all)), ";"),
    '="…" unquoted': lambda lines: "\n".join(
        "|".join(map(quote_all, row)) for row in [COLUMNS, *([line[name] for name in COLUMNS] for line in lines)]
    ),
    "seconds lost": lambda lines: write_text(change(lines, time=date_as("%d/%m/%Y %H:%M"))),
    "month first": lambda lines: write_text(change(lines, time=date_as("%m/%d/%Y %I:%M:%S %p"))),
    "months by name": lambda lines: write_text(change(lines, time=date_as("%d-%b-%y %H:%M"))),
    "years first": lambda lines: write_text(change(lines, time=date_as("%Y/%m/%d %H:%M"))),
    "thousands with commas": lambda lines: write_text(change(lines, amount=group(",", ".00"))),
    "thousands with points": lambda lines: write_text(change(lines, amount=group(".", " FCFA"))),
    "thousands with narrow spaces": lambda lines: write_text(change(lines, amount=group("\u202f"))),
    "phones as numbers": lambda lines: write_text(
        change(lines, phone=lambda phone: f"{phone[0]}.{phone[1:]}E+{len(phone) - 1}")
    ),
    "phones with a point": lambda lines: write_text(change(lines, phone=lambda phone: f"{phone}.0")),
    "below zero": negative_payouts,
    "each line in one cell": lambda lines: "\n".join(
        f'"{line}"' if place else line for place, line in enumerate(write_text(lines).split("\n")) if line
    ),
    "totals, pages and empty lines": lambda lines: (
        "MTN Cameroon\n\n"
        + write_text(lines[:1])
        + "\n\nTotal page 1,,,5000,,,\n"
        + write_text(lines[1:])
        + "TOTAL,,,10000,,,\n,,,10000,,,\nPage 2\n"
    ),
    "XLSX": make_workbook,
    "XLSX of text": lambda lines: make_workbook(lines, typed=False, above=("MTN Cameroon", "Settlement")),
    "XLSX, a merged header": put_groups_above,
}


def write_spelling(folder: Path, how: str, lines: Lines) -> Path:
    """Write the lines in one of the spellings."""
    content = SPELLINGS[how](lines)
    path = folder / "mtn.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
