"""Read a payroll's file, CSV or XLSX, as rows that are to be judged: whoever wrote it, and however a sheet spoilt it.

Of text: UTF-8 with or without a mark, UTF-16 or Windows-1252; cells parted by what parts the first row.
"""

import csv
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from wallet.core import sent_files, workbooks
from wallet.core.errors import Misread, Refused
from wallet.core.workbooks import Cell
from wallet.salaries.make_payroll import LINES_MOST
from wallet.salaries.typed_rows import FIELDS, LETTERS_MOST, TypedRow

BYTES_MOST: Final = 2 << 20
UNPACKED_MOST: Final = 48 << 20
BLANK_ROWS_MOST: Final = 5_000  # between rows that say something, or behind them
SEPARATORS: Final = ";,\t"
NEEDED: Final = ("number", "name", "amount")
# What columns are called, without accents, in small letters: the first word of each is the template's.
COLUMNS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "number": {
        "fr": ("destinataire", "numero", "telephone", "tel", "compte", "rib"),
        "en": ("recipient", "number", "phone", "account"),
    },
    "way": {"fr": ("type", "moyen", "operateur", "mode"), "en": ("way", "method", "operator", "kind")},
    "name": {
        "fr": ("nom", "beneficiaire", "noms et prenoms", "nom et prenom"),
        "en": ("name", "beneficiary", "full name"),
    },
    "amount": {
        "fr": ("montant", "net", "net a payer", "salaire", "somme"),
        "en": ("amount", "pay", "salary", "net pay"),
    },
    "label": {"fr": ("motif", "libelle", "objet"), "en": ("label", "reason", "purpose")},
    "reference": {"fr": ("matricule", "reference", "ref"), "en": ("staff number", "id", "employee id")},
}
ERRORS: Final = {"#N/A", "#REF", "#VALUE", "#VALEUR", "#NAME", "#NOM", "#DIV/0", "#NUM", "#NULL"}
FIELD_OF: Final = {word: field for field, words in COLUMNS.items() for some in words.values() for word in some}
EXAMPLES: Final = {  # nobody can be paid by it: no such number
    "fr": ("6XX XX XX XX", "mbongo, om, momo ou banque", "Prénom Nom", "150 000", "Salaire", "M-001"),
    "en": ("6XX XX XX XX", "mbongo, om, momo or bank", "First name Name", "150 000", "Salary", "M-001"),
}
LITERAL: Final = re.compile(r'=\s*"([^"]*)"')  # ="0677…": how a sheet is told to leave a number alone
DISARMED: Final = re.compile(r"'(?=[=+\-@])")  # how our own lists are kept from being computed


def list_columns(language: str) -> tuple[str, ...]:
    """Return what the template calls its columns."""
    return tuple(COLUMNS[field][language][0] for field in FIELDS)


def read_sheet(content: bytes) -> tuple[TypedRow, ...]:
    """Return the rows of a file. Raises Misread, in a member's words, for what is no such file."""
    if not content:
        raise Misread("member.sheet_missing")
    if len(content) > BYTES_MOST:
        raise Misread("member.sheet_large")
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(content)
        kept.flush()
        try:
            return _read_rows(_list_rows(Path(kept.name), content))
        except Misread as wrong:
            raise wrong if wrong.key.startswith("member.") else Misread("member.sheet_unreadable") from wrong
        except (Refused, csv.Error, zipfile.BadZipFile, UnicodeError) as wrong:
            raise Misread("member.sheet_unreadable") from wrong


def _list_rows(path: Path, content: bytes) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Return each row with its number."""
    if content.startswith(workbooks.OLD_MAGIC):
        raise Misread("member.sheet_unreadable")
    if not content.startswith(workbooks.MAGIC):
        return _list_text_rows(path)
    with zipfile.ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED_MOST:
            raise Misread("member.sheet_large")
    return workbooks.read_rows(path, workbooks.list_sheets(path)[0])


def _list_text_rows(path: Path) -> Iterator[tuple[int, Sequence[Cell]]]:
    looked = sent_files.look_through(path)
    lines = sent_files.list_lines(path, looked.encoding)
    first = next(lines, "")
    skipped = 0
    if re.fullmatch(r"sep=.\s*", first, re.IGNORECASE):  # what Excel is told, and writes
        first, skipped = next(lines, ""), 1
    separator = max(SEPARATORS, key=first.count)

    def whole() -> Iterator[str]:
        yield first
        yield from lines

    yield from enumerate(csv.reader(whole(), delimiter=separator), 1 + skipped)


def _read_rows(rows: Iterator[tuple[int, Sequence[Cell]]]) -> tuple[TypedRow, ...]:
    names: list[str] | None = None
    found: list[TypedRow] = []
    blank = 0
    for nth, cells in rows:
        if not any(isinstance(cell, Misread) or cell.strip() for cell in cells):
            blank += 1
            if blank > BLANK_ROWS_MOST:
                break
            continue
        blank = 0
        if names is None:
            names = _read_header(cells)
            continue
        if len(found) == LINES_MOST:
            raise Misread("member.payroll_long", most=LINES_MOST)
        found.append(_read_row(nth, names, cells))
    if not found:
        raise Misread("member.payroll_empty")
    return tuple(found)


def _read_header(cells: Sequence[Cell]) -> list[str]:
    """Return which field each column is, "" for none of ours. Raises Misread."""
    names: list[str] = []
    for cell in cells:
        word = _fold(cell) if isinstance(cell, str) else ""
        field = FIELD_OF.get(word, "")
        if field and field in names:
            raise Misread("member.sheet_column_twice", name=COLUMNS[field]["fr"][0])
        names.append(field)
    if missing := [COLUMNS[field]["fr"][0] for field in NEEDED if field not in names]:
        raise Misread("member.sheet_columns", missing=", ".join(missing))
    return names


def _fold(cell: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", cell.lower()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[_*:.°]", " ", bare).split())


def _read_row(nth: int, names: Sequence[str], cells: Sequence[Cell]) -> TypedRow:
    said: dict[str, str] = {}
    fault = ""
    if any(isinstance(cell, Misread) or cell.strip() for cell in cells[len(names) :]):
        fault = "cells_many"
    for name, cell in zip(names, cells, strict=False):
        if not name:
            continue
        if isinstance(cell, Misread):
            fault = fault or ("number_lost" if cell.key == "staff.number_too_long" else "formula")
            said[name] = str(cell.values.get("given", ""))[:LETTERS_MOST]
            continue
        bare = DISARMED.sub("", LITERAL.sub(r"\1", cell.strip()), count=1).replace("\ufeff", "")
        if bare.startswith("#") and bare.rstrip("!?").upper() in {
            "#N/A",
            "#REF",
            "#VALUE",
            "#VALEUR",
            "#NAME",
            "#NOM",
            "#DIV/0",
        }:
            fault = fault or "formula"
        if "\ufffd" in bare or any(unicodedata.category(sign) == "Cc" for sign in bare if sign not in "\t\r\n"):
            fault = fault or "bad_letters"
        if len(bare) > LETTERS_MOST:
            fault = fault or "cell_long"
        kept = "".join(
            sign for sign in " ".join(bare.split("\n")) if sign.isprintable() or sign in " \u00a0\u202f\u2009"
        )
        said[name] = kept[:LETTERS_MOST]
    return TypedRow(nth, **said, fault=fault)
