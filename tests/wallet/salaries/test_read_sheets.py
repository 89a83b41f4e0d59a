"""A payroll's file is read however it was saved; what is no such file is refused in a sentence, and costs little."""

import zipfile
from io import BytesIO
from typing import Any, Final

import pytest
from openpyxl import Workbook

from documents.sheet import write_csv, write_xlsx
from wallet.core.errors import Misread
from wallet.salaries.make_payroll import LINES_MOST
from wallet.salaries.read_sheet import BYTES_MOST, EXAMPLES, list_columns, read_sheet
from wallet.salaries.typed_rows import TypedRow

HEAD: Final = "destinataire;type;nom;montant;motif;matricule"
ROW: Final = "677000021;momo;Hélène Étoundi;150 000;Salaire;M-1"
READ: Final = TypedRow(2, "677000021", "momo", "Hélène Étoundi", "150 000", "Salaire", "M-1")
WRITTEN: Final = {
    "utf-8": f"{HEAD}\n{ROW}\n".encode(),
    "with a mark": f"{HEAD}\r\n{ROW}\r\n".encode("utf-8-sig"),
    "utf-16": f"{HEAD}\n{ROW}\n".encode("utf-16"),
    "windows": f"{HEAD}\n{ROW}\n".encode("cp1252"),
    "commas": f"{HEAD}\n{ROW}\n".replace(";", ",").encode(),
    "tabs": f"{HEAD}\n{ROW}\n".replace(";", "\t").encode(),
    "named otherwise": f"Numéro;Opérateur;Noms et Prénoms;NET À PAYER;Libellé;Réf.\n{ROW}".encode(),
    "in English": f"phone;method;full name;amount;purpose;staff number\n{ROW}".encode(),
    "quoted": f'{HEAD}\n"677000021";momo;"Hélène Étoundi";"150 000";Salaire;M-1\n'.encode(),
    "with columns of their own": f"x;{HEAD};y\n;{ROW};\n".encode(),
}


def book(*rows: Any) -> bytes:
    made, content = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_file_is_read_however_it_was_saved(content: bytes) -> None:
    assert read_sheet(content) == (READ,)


def test_rows_keep_the_number_they_have_in_the_file() -> None:
    read = read_sheet(f"sep=;\n{HEAD}\n\n;;;\n{ROW}\n".encode())
    assert [row.nth for row in read] == [5]


def test_a_workbook_is_read_with_numbers_as_numbers() -> None:
    content = book(HEAD.split(";"), [677000021, "momo", "Hélène Étoundi", 150000.0, "Salaire", "M-1"])
    assert read_sheet(content) == (TypedRow(2, "677000021", "momo", "Hélène Étoundi", "150000", "Salaire", "M-1"),)


def test_cells_that_a_sheet_spoilt_are_faults_of_their_row() -> None:
    head = HEAD.split(";")
    content = book(
        head, ["=A1", "momo", "Awa", 5000], ['="677000021"', "momo", "Awa", 5000], [10**22, "bank", "Awa", 5000],
        ["677000021", "momo", "Awa", "#N/A"], ["677000021", "momo", "Awa", 5000, "", "", "more"],
        ["677000021", "momo", "Aw\ufffd", 5000], ["677000021", "momo", "A" * 300, 5000],
    )  # fmt: skip
    assert [row.fault for row in read_sheet(content)] == [
        "formula", "", "number_lost", "formula", "cells_many", "bad_letters", "cell_long",
    ]  # fmt: skip


def test_what_our_own_lists_disarm_is_read_as_it_was() -> None:
    content = write_csv(list_columns("fr"), [("+237677000021", "momo", "Awa", 5000, "", "")], "fr")
    assert read_sheet(content)[0].number == "+237677000021"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_template_is_read_and_pays_nobody(language: str) -> None:
    for content in (
        write_csv(list_columns(language), [EXAMPLES[language]], language),
        write_xlsx("x", list_columns(language), [EXAMPLES[language]]),
    ):
        (row,) = read_sheet(content)
        assert row.number == "6XX XX XX XX"


def bomb() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (49 << 20))
    return content.getvalue()


NO_FILES: Final = {
    "none": (b"", "sheet_missing"),
    "large": (b"x" * (BYTES_MOST + 1), "sheet_large"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "sheet_columns"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "sheet_unreadable"),
    "no workbook": (b"PK\x03\x04" + bytes(600), "sheet_unreadable"),
    "another zip": (b"PK\x05\x06" + bytes(18), "sheet_columns"),
    "a bomb": (bomb(), "sheet_large"),
    "no header": (f"{ROW}\n".encode(), "sheet_columns"),
    "a header alone": (HEAD.encode(), "payroll_empty"),
    "a column missing": (b"destinataire;nom\n677000021;Awa\n", "sheet_columns"),
    "a column twice": (b"nom;destinataire;telephone;montant\n", "sheet_column_twice"),
    "too many rows": (f"{HEAD}\n".encode() + f"{ROW}\n".encode() * (LINES_MOST + 1), "payroll_long"),
    "an endless line": (b"x" * 1_000_000, "sheet_unreadable"),
}


@pytest.mark.parametrize(("content", "why"), NO_FILES.values(), ids=NO_FILES.keys())
def test_what_is_no_such_file_is_refused_in_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(Misread) as wrong:
        read_sheet(content)
    assert wrong.value.key == f"member.{why}"
