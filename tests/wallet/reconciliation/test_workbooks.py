"""XLSX as people save it and as hostile hands make it: read, or refused in a sentence, within bounds."""

import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cli.words import say
from tests.world.settlements import HEADER, line_of, reference_of
from tests.world.spellings import make_workbook
from wallet.core import workbooks
from wallet.core.errors import Refused
from wallet.reconciliation.settlement_file import open_file
from wallet.reconciliation.settlement_lines import SettlementLine, read_lines

COLUMNS = HEADER.split(",")
SHEET = "xl/worksheets/sheet1.xml"


def read(folder: Path, content: bytes) -> list[SettlementLine]:
    path = folder / "mtn.xlsx"
    path.write_bytes(content)
    return list(read_lines(open_file(path)))


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        read(folder, content)
    return say(refusal.value.key, **refusal.value.values)


def make(fill: Callable[[Workbook, Any], object], *rows: list[object]) -> bytes:
    """Return a workbook of these rows, and of what `fill` does with it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    fill(book, book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells_of(**other: object) -> list[object]:
    return [other.get(name, cell) for name, cell in line_of("a").items()]


def repack(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook whose parts were changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return file.getvalue()


GOOD = make_workbook([line_of("a", phone="237677001001")])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"amount": "=2*2500"}, "line 2: formula '=2*2500': save the sheet as values"),
        ({"operator_id": 1795862678729123456}, "line 2: number 1.79586267872912e+18 was cut short by a spreadsheet"),
        ({"amount": 5000.5}, "line 2: amount '5000.5' is not whole francs"),
        ({"amount": True}, "line 2: amount 'True' is not whole francs"),
        ({"operator_id": "#N/A"}, "line 2: formula '#N/A': save the sheet as values"),
    ],
)
def test_a_cell_that_says_nothing_certain_refuses_the_file(tmp_path: Path, cells: dict[str, object], said: str) -> None:
    assert said in refused(tmp_path, make(lambda book, sheet: None, list(COLUMNS), cells_of(**cells)))


def test_formulas_where_nothing_is_read_and_in_totals_do_no_harm(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*COLUMNS, "mine"],
        [*cells_of(operator_id='="0012"'), "=D2*2"],
        ["", "", "", "=SUM(D2)"],
    ]
    [line] = read(tmp_path, make(lambda book, sheet: None, *rows))
    assert line.operator_id == "0012"


def test_two_sheets_of_operations_are_refused_and_others_passed_over(tmp_path: Path) -> None:
    def add(title: str, *rows: list[object]) -> Callable[[Workbook, Any], None]:
        def fill(book: Workbook, sheet: Any) -> None:
            other = book.create_sheet(title, 0)
            for row in rows:
                other.append(row)

        return fill

    plain: list[list[object]] = [list(COLUMNS), cells_of()]
    assert len(read(tmp_path, make(add("Résumé", ["total", 5000]), *plain))) == 1
    assert "several sheets of operations: Payouts, Sheet" in refused(tmp_path, make(add("Payouts", *plain), *plain))


def test_a_sheet_whose_dates_were_turned_in_part_is_refused(tmp_path: Path) -> None:
    """Day first, opened by a sheet that reads the month first: what can be turned is a date, the rest stays text."""
    [turned] = [cells_of(time=line_of("a")["time"].replace("T", " ").removesuffix("+01:00"))]
    rows = [list(COLUMNS), turned, cells_of(time="28/11/2026 11:56:19")]
    assert "line 3: time '28/11/2026 11:56:19' is written otherwise" in refused(
        tmp_path, make(lambda book, sheet: None, *rows)
    )


def bomb(name: str, size: int) -> bytes:
    return repack(GOOD, lambda part, was: was, **{name: b" " * size})


def row_of(number: str) -> Callable[[str, bytes], bytes]:
    return lambda part, was: was.replace(b'<row r="2"', f'<row r="{number}"'.encode()) if part == SHEET else was


def entity(part: str, was: bytes) -> bytes:
    lol = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50 + b'"><!ENTITY b "' + b"&a;" * 50 + b'">]>'
    return was.replace(b"<worksheet", lol + b"<worksheet", 1).replace(b"SUCCESSFUL", b"&b;") if part == SHEET else was


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb of rows": (lambda: bomb("xl/worksheets/sheet2.xml", (256 << 20) + 1), "unpacks to more"),
    "a bomb of words": (lambda: bomb("xl/sharedStrings2.xml", (32 << 20) + 1), "unpacks to more"),
    "a bomb elsewhere": (lambda: bomb("xl/styles2.xml", (4 << 20) + 1), "unpacks to more"),
    "thousands of parts": (
        lambda: repack(GOOD, lambda part, was: was, **{f"xl/media/{n}": b"" for n in range(1_001)}), "unpacks to more"),
    "a row beyond all": (lambda: repack(GOOD, row_of("999999999999")), "unpacks to more"),
    "a row of no number": (lambda: repack(GOOD, row_of("x")), "is no workbook that can be read (ValueError)"),
    "a column beyond all": (
        lambda: repack(GOOD, lambda part, was: was.replace(b'r="A2"', b'r="ZZZZZ2"')), "is no workbook that can"),
    "an entity": (lambda: repack(GOOD, entity), "is no workbook that can be read (ValueError)"),
    "cut off": (lambda: GOOD[:1000], "is no workbook that can be read (BadZipFile)"),
    "a zip of something else": (
        lambda: repack(GOOD, lambda part, was: b"<x/>"), "is no workbook that can be read"),
    "of the old kind": (lambda: workbooks.OLD_MAGIC + bytes(600), "is a workbook of the old kind"),
}  # fmt: skip


@pytest.mark.campaign
@pytest.mark.parametrize("how", HOSTILE)
def test_what_is_hostile_is_refused_soon_and_without_much_memory(tmp_path: Path, how: str) -> None:
    make_it, said = HOSTILE[how]
    content = make_it()
    before_kib, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert said in refused(tmp_path, content)
    assert time.process_time() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 64 << 10


def test_a_sheet_that_says_it_is_endless_is_as_long_as_it_is(tmp_path: Path) -> None:
    def lie(part: str, was: bytes) -> bytes:
        return was.replace(b'<dimension ref="A1:G2"', b'<dimension ref="A1:XFD1048576"') if part == SHEET else was

    started = time.process_time()
    assert [line.reference for line in read(tmp_path, repack(GOOD, lie))] == [reference_of("a")]
    assert time.process_time() - started < 5
