"""Sheets: no cell of ours is computed by whoever opens it, whatever people wrote."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from documents.sheet import disarm, write_csv, write_xlsx

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
