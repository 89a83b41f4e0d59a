"""A biller's file: read whole or not at all, whatever a spreadsheet made of it."""

from pathlib import Path

import pytest

from cli import bills_file
from cli.words import say
from wallet.business.bills import Due
from wallet.core.errors import Refused

WRITTEN = {
    "plain": (b"reference,amount\nFACT118,1550\n", [Due("FACT118", "FACT118", 1_550)]),
    "with the biller's numbers": (b"amount,number,reference\n1550,2026-118,48217365\n900,2026-119,48217365\n",
                                  [Due("48217365", "2026-118", 1_550), Due("48217365", "2026-119", 900)]),
    "from a spreadsheet": (b"\xef\xbb\xbfreference,amount,paid by\r\n fact-118 ,1 550,nobody\r\n\r\n",
                           [Due("FACT118", "FACT118", 1_550)]),
    "quoted": (b'"reference","amount"\n"FACT 118","1 550 FCFA"\n', [Due("FACT118", "FACT118", 1_550)]),
    "no bill": (b"reference,amount\n", []),
}  # fmt: skip
REFUSED = {
    "empty": (b"", "needs a first line with the columns reference and amount"),
    "other columns": (b"ref;montant\nFACT118;1550\n", "needs a first line"),
    "semicolons": (b"reference;amount\nFACT118;1550\n", "needs a first line"),
    "Latin-1": ("référence,amount,reference\nx,1550,FACT118\n".encode("latin-1"), "is not CSV in UTF-8"),
    "an open quote": (b'reference,amount\n"FACT118,1550\n', "is not CSV in UTF-8"),
    "a point in an amount": (b"reference,amount\nFACT118,1550\nFACT119,1.550\n", "line 3: No dot, no comma"),
    "cents": (b"reference,amount\nFACT118,1550.00\n", "line 2: No dot, no comma"),
    "a negative amount": (b"reference,amount\nFACT118,-1550\n", "line 2: Not an amount"),
    "nothing to pay": (b"reference,amount\nFACT118,0\n", "line 2: Not an amount"),
    "less than anybody can pay": (b"reference,amount\nFACT118,99\n", "line 2: At least 100 FCFA"),
    "no amount": (b"reference,amount\nFACT118,\n", "line 2: Not an amount"),
    "no reference": (b"reference,amount\n,1550\n", "line 2: Reference not understood"),
    "what could be a PIN": (b"reference,amount\n4821,1550\n", "line 2: Reference not understood"),
    "a formula": (b"reference,amount\n=HYPERLINK(1),1550\n", "line 2: Reference not understood"),
    "a column too many": (b"reference,amount\nFACT118,1550,x\n", "line 2: Reference not understood"),
    "a number of many letters": (b"reference,amount,number\nFACT118,1550," + b"9" * 41, "line 2: Reference not"),
    "a number with a new line": (b'reference,amount,number\nFACT118,1550,"a\nb"\n', "line 3: Reference not understood"),
    "the same bill twice": (b"reference,amount\nFACT118,1550\nFACT118,900\n", "twice in the file: FACT118"),
}  # fmt: skip


def read(folder: Path, written: bytes) -> list[Due]:
    file = folder / "bills.csv"
    file.write_bytes(written)
    return bills_file.read(file)


def refused(folder: Path, written: bytes) -> str:
    """Return what is said of a file that is not taken."""
    with pytest.raises(Refused) as refusal:
        read(folder, written)
    return say(refusal.value.key, **refusal.value.values)


@pytest.mark.parametrize("name", WRITTEN)
def test_it_is_read(tmp_path: Path, name: str) -> None:
    written, due = WRITTEN[name]
    assert read(tmp_path, written) == due


@pytest.mark.parametrize("name", REFUSED)
def test_one_wrong_line_and_nothing_is_taken(tmp_path: Path, name: str) -> None:
    written, why = REFUSED[name]
    assert why in refused(tmp_path, written)


def test_ten_faults_are_shown_of_many_and_a_long_file_is_looked_through(tmp_path: Path) -> None:
    assert len(refused(tmp_path, b"reference,amount\n" + b"FACT118,1.5\n" * 50).splitlines()) == 11
    rows = "".join(f"FACT{number},1550\n" for number in [*range(3_000), 2_999])
    assert "twice in the file: FACT2999" in refused(tmp_path, f"reference,amount\n{rows}".encode())


def test_what_is_larger_than_any_biller_s_file_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "bills.csv"
    with file.open("wb") as sparse:
        sparse.truncate(bills_file.BYTES_MAX + 1)
    with pytest.raises(Refused) as refusal:
        bills_file.read(file)
    assert "larger than 20 MB" in say(refusal.value.key, **refusal.value.values)
