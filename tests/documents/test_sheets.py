"""Sheets: no cell of ours is computed by whoever opens it, whatever people wrote."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from documents.sheet import Row, disarm, write_csv, write_xlsx

HOSTILE = ["=1+1", "+237", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", '=HYPERLINK("http://x")', "\x00=1"]


@pytest.mark.parametrize("written", HOSTILE)
def test_what_begins_like_a_formula_is_text(written: str) -> None:
    assert str(disarm(written)).startswith("'")
    [cell] = list(csv.reader(StringIO(write_csv(("a",), [(written,)], "en").decode("utf-8-sig"), newline="")))[1]
    assert cell.startswith("'")
    sheet = load_workbook(BytesIO(write_xlsx("a", ("a",), [(written,)]))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert (disarm(-5), disarm("Awa N."), disarm("1 + 1")) == (-5, "Awa N.", "1 + 1")
    assert write_csv(("Jour", "à"), [("a;b", 5)], "fr") == b'\xef\xbb\xbfJour;\xc3\xa0\r\n"a;b";5\r\n'


def test_days_and_amounts_with_decimals_are_what_a_spreadsheet_computes_with() -> None:
    row = (date(2026, 11, 30), datetime(2026, 11, 30, 15, 4, 5), Decimal("-15.25"))
    sheet = load_workbook(BytesIO(write_xlsx("a", ("a", "b", "c"), [row]))).active
    assert sheet is not None
    assert (sheet["A2"].is_date, sheet["A2"].value) == (True, datetime(2026, 11, 30))
    assert (sheet["B2"].is_date, sheet["B2"].value) == (True, row[1])
    assert (sheet["C2"].data_type, sheet["C2"].value) == ("n", -15.25)
    assert write_csv(("a",), [row], "fr").endswith(b"\r\n30/11/2026;30/11/2026 15:04:05;-15,25\r\n")
    assert write_csv(("a",), [row], "en").endswith(b"\r\n30/11/2026,30/11/2026 15:04:05,-15.25\r\n")


def test_columns_are_as_wide_as_what_stands_in_them_and_no_wider_than_is_read() -> None:
    rows: list[Row] = [(datetime(2026, 11, 30, 15, 4, 5), "VT", "x" * 300), (5, "a longer word", "")]
    sheet = load_workbook(BytesIO(write_xlsx("a", ("When", "Journal", "What"), iter(rows)))).active
    assert sheet is not None
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [len("30/11/2026 15:04:05") + 2, len("a longer word") + 2, 60]
    assert [row[1] for row in sheet.iter_rows(values_only=True)] == ["Journal", "VT", "a longer word"]
    empty = load_workbook(BytesIO(write_xlsx("a", ("When",), []))).active
    assert empty is not None
    assert empty.column_dimensions["A"].width == len("When") + 2
