"""Hostile and odd files of statements: each has its right reading, or is refused in words that say what is wrong."""

import codecs
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.words import say
from simulators.bank.booked import Booked
from tests.world.bank_files import DAY, FORMS, OURS, make_statement, read_bytes
from wallet.banks.csv_profiles import STATEMENT_PROFILES
from wallet.banks.csv_statement import CsvAccount, read_csv
from wallet.banks.statement_lines import ReadingPlace
from wallet.core.errors import Refused

PAID = Booked(DAY, 25_000, "Épicerie, FACTURE 12", "Awa", bank_reference="BK1")
CAMT = FORMS["camt053.08"][0](make_statement(PAID)).decode()
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def refused(folder: Path, content: bytes, layout: str = "debit_credit") -> str:
    """Return why a file is refused, in the words staff read."""
    with pytest.raises(Refused) as wrong:
        read_bytes(folder, content, layout)
    return say(wrong.value.key, **wrong.value.values)


def with_doctype(declared: str, used: str = "") -> bytes:
    """Return a statement under a DOCTYPE, with something in place of its words."""
    text = CAMT.split("?>", 1)[1].replace("FACTURE 12", used or "FACTURE 12")
    return f"<?xml version='1.0'?><!DOCTYPE Document {declared}>{text}".encode()


CAMT_REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "only a mark": (codecs.BOM_UTF8, "is empty"),
    "blank": (b" \r\n\n", "is empty"),
    "a workbook": (b"PK\x03\x04....", "save it as CSV"),
    "a PDF": (b"%PDF-1.7", "save it as CSV"),
    "a bomb": (with_doctype(f'[<!ENTITY l0 "lol">{BOMB}]', "&l9;"), "has a DOCTYPE"),
    "another file": (with_doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;"), "has a DOCTYPE"),
    "another host": (with_doctype('SYSTEM "http://127.0.0.1:9/x.dtd"'), "has a DOCTYPE"),
    "a parameter entity": (with_doctype('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'), "has a DOCTYPE"),
    "an entity nobody declared": (CAMT.replace("FACTURE 12", "&x;").encode(), "is no whole XML"),
    "cut short": (CAMT[: len(CAMT) // 2].encode(), "is no whole XML"),
    "only a tag": (b"<", "is no whole XML"),
    "a page": (b"<html><body>502 Bad Gateway</body></html>", "html is no statement"),
    "another message": (CAMT.replace("camt.053.001.08", "camt.054.001.08").encode(), "camt.054.001.08 is no statement"),
    "another version": (CAMT.replace("camt.053.001.08", "camt.053.001.13").encode(), "camt.053.001.13 is no statement"),
    "francs in parts": (CAMT.replace(">25000<", ">25000.50<").encode(), "part of the smallest unit of XAF"),
    "a negative amount": (CAMT.replace(">25000<", ">-25000<").encode(), "'-25000' is no amount"),
    "an amount with an exponent": (CAMT.replace(">25000<", ">25e3<").encode(), "'25e3' is no amount"),
    "an amount without end": (CAMT.replace(">25000<", f">{'9' * 40}<").encode(), "is no amount"),
    "arabic digits": (CAMT.replace(">25000<", ">٢٥٠٠٠<").encode(), "is no amount"),
    "neither in nor out": (CAMT.replace(">CRDT<", "><").encode(), "is no amount"),
    "another currency throughout": (CAMT.replace('"XAF"', '"NGN"').encode(), "currency 'NGN' is not ours"),
    "a day that is none": (CAMT.replace("2026-03-10", "2026-02-30").encode(), "'2026-02-30' is not known"),
    "a line that is missing": (CAMT.replace(">25000<", ">24000<", 1).replace(">25000<", ">24000<", 1).replace(
        ">24000<", ">25000<", 1).encode(), "does not add up"),
}  # fmt: skip


@pytest.mark.parametrize("name", CAMT_REFUSED)
def test_what_is_refused_says_why(tmp_path: Path, name: str) -> None:
    content, words = CAMT_REFUSED[name]
    assert words in refused(tmp_path, content)


def test_an_entry_in_another_currency_than_its_account_is_refused(tmp_path: Path) -> None:
    entry = CAMT.index("<Ntry>")
    content = CAMT[:entry] + CAMT[entry:].replace('"XAF"', '"EUR"', 1)
    assert "EUR in an account in XAF" in refused(tmp_path, content.encode())


def test_a_line_told_twice_does_not_add_up(tmp_path: Path) -> None:
    begins, ends = CAMT.index("<Ntry>"), CAMT.index("</Ntry>") + len("</Ntry>")
    twice = CAMT[:ends] + CAMT[begins:ends] + CAMT[ends:]
    assert "does not add up: 2 lines" in refused(tmp_path, twice.encode())


def test_parts_that_are_no_whole_are_refused(tmp_path: Path) -> None:
    parts = (Booked(DAY, 1_000, "a"), Booked(DAY, 1_000, "b"))
    content = FORMS["camt053.08"][0](make_statement(Booked(DAY, 3_000, parts=parts)))
    assert "its parts are 2000" in refused(tmp_path, content)


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252"])
def test_xml_is_read_in_the_encoding_it_declares(tmp_path: Path, encoding: str) -> None:
    content = CAMT.replace("UTF-8", encoding).encode(encoding)
    assert [line.words for line in read_bytes(tmp_path, content)] == ["Épicerie, FACTURE 12"]


def test_xml_with_a_mark_comments_and_prefixes_is_read(tmp_path: Path) -> None:
    prefixed = CAMT.replace("xmlns=", "xmlns:c=").replace("</", "</c:")
    for tag in {one.split()[0].split(">")[0].strip("/") for one in CAMT.split("<")[2:] if one[0] not in "/?!"}:
        prefixed = prefixed.replace(f"<{tag}>", f"<c:{tag}>").replace(f"<{tag} ", f"<c:{tag} ")
    content = codecs.BOM_UTF8 + prefixed.replace("<c:Ntry>", "<!-- <Ntry> --><c:Ntry>").encode()
    assert [line.amount for line in read_bytes(tmp_path, content)] == [25_000]


def test_several_statements_stand_in_one_file(tmp_path: Path) -> None:
    begins, ends = CAMT.index("<Stmt>"), CAMT.index("</Stmt>") + len("</Stmt>")
    lines = read_bytes(tmp_path, (CAMT[:ends] + CAMT[begins:ends].replace(OURS, "1") + CAMT[ends:]).encode())
    assert [(line.line, line.amount) for line in lines] == [(1, 25_000), (2, 25_000)]
    assert lines[0].account != lines[1].account


MT940 = textwrap.dedent("""\
    :20:STARTUMS
    :25:{account}
    :28C:69/1
    :60F:C260310XAF100000,
    :61:2603100310C25000,NTRFNONREF//BK1
    :86:VIREMENT RF25 MB20
    2600 0123 DE AWA
    :62F:C260310XAF125000,
    -
""")


@pytest.mark.parametrize(
    "account", [OURS, f"CM21{OURS}", f"ECOCCMCX/{OURS}", f"{OURS}XAF", f"CM21 {OURS[:5]} {OURS[5:]}"]
)
def test_an_account_is_known_however_a_bank_writes_it(tmp_path: Path, account: str) -> None:
    (line,) = read_bytes(tmp_path, MT940.format(account=account).encode())
    assert (line.account, line.statement, line.bank_reference, line.end_to_end_id) == (OURS, "69", "BK1", "")


Change = Callable[[str], str]
MT940_READ: dict[str, tuple[Change, dict[str, Any]]] = {
    "a reversed credit goes out": (
        lambda text: text.replace("0310C25", "0310RC25").replace("C260310XAF125", "C260310XAF75"),
        {"amount": -25_000, "reverses": True}),
    "a reversed debit comes in": (lambda text: text.replace("0310C25", "0310RD25"),
                                  {"amount": 25_000, "reverses": True}),
    "no day of booking": (lambda text: text.replace("2603100310C", "260310C"), {"booked_on": DAY}),
    "a funds code": (lambda text: text.replace("0310C25", "0310CF25"), {"amount": 25_000}),
    "an envelope": (lambda text: f"{{1:F01X}}{{2:I940X}}{{4:\r\n{text.replace(chr(10), chr(13) + chr(10))}-}}", {}),
    "no words": (lambda text: text.replace(":86:VIREMENT RF25 MB20\n2600 0123 DE AWA\n", ""), {"words": ""}),
    "words about the whole": (lambda text: text.replace("-\n", ":86:INTERETS 3,5%\n-\n"), {}),
    "german subfields": (
        lambda text: text.replace("VIREMENT RF25 MB20\n2600 0123 DE AWA",
                                  f"166?00VIREMENT?20EREF+E77?21SVWZ+FACTURE 9?31CM21{OURS}?32AWA?33 NGO"),
        {"end_to_end_id": "E77", "name": "AWA NGO", "party_account": OURS}),
    "an overdrawn account": (lambda text: text.replace("60F:C260310XAF100000", "60F:D260310XAF10000").replace(
        "62F:C260310XAF125", "62F:C260310XAF15"), {"amount": 25_000}),
}  # fmt: skip


@pytest.mark.parametrize("name", MT940_READ)
def test_mt940_in_its_dialects(tmp_path: Path, name: str) -> None:
    change, said = MT940_READ[name]
    (line,) = read_bytes(tmp_path, change(MT940.format(account=OURS)).encode())
    assert {key: getattr(line, key) for key in said} == said


MT940_REFUSED: dict[str, tuple[Change, str]] = {
    "cut short": (lambda text: text[: text.index(":62F")], "ends before its closing balance"),
    "two, the first cut short": (lambda text: text[: text.index(":62F")] + text, "ends before its closing balance"),
    "a sum that is wrong": (lambda text: text.replace("XAF125000", "XAF126000"), "does not add up"),
    "a line before its balance": (lambda text: text.replace(":60F:C260310XAF100000,\n", ""), "61 stands where"),
    "a closing balance alone": (lambda text: text.replace(":60F:C260310XAF100000,\n", "").replace(
        ":61:2603100310C25000,NTRFNONREF//BK1\n", ""), "62F stands where"),
    "a line that is none": (lambda text: text.replace("2603100310C25000,", "yesterday"), "':61:yesterday"),
    "a day that is none": (lambda text: text.replace("2603100310C", "2602300230C"), "':61:2602300230C"),
    "a balance that is none": (lambda text: text.replace("C260310XAF100000,", "C260310XAF1O0000,"), "is no amount"),
    "francs in parts": (lambda text: text.replace("25000,", "25000,5"), "part of the smallest unit of XAF"),
    "another currency": (lambda text: text.replace("XAF", "NGN"), "currency 'NGN' is not ours"),
    "a field without end": (lambda text: text.replace("AWA", "AWA\n" * 3_000), "more than 4 000 letters"),
    "a line without end": (lambda text: text.replace("AWA", "A" * 200_000), "more than 100 000 letters"),
}  # fmt: skip


@pytest.mark.parametrize("name", MT940_REFUSED)
def test_mt940_that_is_refused_says_why(tmp_path: Path, name: str) -> None:
    change, words = MT940_REFUSED[name]
    assert words in refused(tmp_path, change(MT940.format(account=OURS)).encode())


HEADER = "Date;Date valeur;Libellé;Référence;Débit;Crédit;Solde\r\n"
CSV_READ = {
    "two spaces and a comma": ("10/03/2026;;A;R;;25 000,00;\r\n", 25_000),
    "a thin space": ("10/03/2026;;A;R;;25\u202f000;\r\n", 25_000),
    "points between thousands": ("10/03/2026;;A;R;1.025.000,00;;\r\n", -1_025_000),
    "a debit with its sign": ("10/03/2026;;A;R;-25 000;;\r\n", -25_000),
    "an empty line and a page's end": (";;;;;;\r\n\r\n10/03/2026;;A;R;;25000;\r\n", 25_000),
    "a semicolon within words": ('10/03/2026;;"A;B";R;;25000;\r\n', 25_000),
    "a line in two": ('10/03/2026;;"A\nB";R;;25000;\r\n', 25_000),
}


@pytest.mark.parametrize("name", CSV_READ)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_its_dialects(tmp_path: Path, name: str, encoding: str) -> None:
    row, amount = CSV_READ[name]
    text = f"Relevé de compte;;\r\nCompte;{OURS};\r\n{HEADER}{row}"
    (line,) = read_bytes(tmp_path, text.replace("\u202f", " " if encoding == "cp1252" else "\u202f").encode(encoding))
    assert (line.amount, line.booked_on, line.account) == (amount, DAY, OURS)


CSV_REFUSED = {
    "no header": ("1;2;3\r\n", "No line names the columns"),
    "another layout": ("Date,Amount\r\n2026-03-10,5\r\n", "No line names the columns"),
    "debit and credit": (f"{HEADER}10/03/2026;;A;R;5;5;\r\n", "in both or in neither"),
    "neither": (f"{HEADER}10/03/2026;;A;R;;;\r\n", "in both or in neither"),
    "a credit below zero": (f"{HEADER}10/03/2026;;A;R;;-5;\r\n", "'-5' is no amount"),
    "the month first": (f"{HEADER}03/25/2026;;A;R;;5;\r\n", "'03/25/2026' is not known"),
    "another form of date": (f"{HEADER}2026-03-10;;A;R;;5;\r\n", "'2026-03-10' is not known"),
    "a decimal point": (f"{HEADER}10/03/2026;;A;R;;25000.00;\r\n", "is no amount"),
    "a formula": (f"{HEADER}10/03/2026;;A;R;;=2+3;\r\n", "'=2+3' is no amount"),
    "short lines": (f"{HEADER}10/03/2026;;A\r\n", "a column is missing"),
    "a balance that jumps": (f"{HEADER}10/03/2026;;A;R;;5;5\r\n10/03/2026;;A;R;;5;11\r\n", "line 3: the balance 11"),
}


@pytest.mark.parametrize("name", CSV_REFUSED)
def test_csv_that_is_refused_says_why(tmp_path: Path, name: str) -> None:
    content, words = CSV_REFUSED[name]
    assert words in refused(tmp_path, content.encode())


def test_a_balance_is_followed_upwards_too(tmp_path: Path) -> None:
    rows = "11/03/2026;;B;R;;7;12\r\n10/03/2026;;A;R;;5;5\r\n"
    assert [line.amount for line in read_bytes(tmp_path, f"{HEADER}{rows}".encode())] == [7, 5]


def test_a_signed_layout_is_read_by_its_profile_and_its_own_currency(tmp_path: Path) -> None:
    header = "Date,Value date,Description,Reference,Amount,Balance,Currency\n"
    row = '2026-03-10,2026-03-11,A,R,"-1,025,000.00",0,xaf\n'
    (line,) = read_bytes(tmp_path, (header + row).encode(), "signed")
    assert line.amount == -1_025_000
    assert "EUR in an account in XAF" in refused(tmp_path, (header + row.replace("xaf", "EUR")).encode(), "signed")


CLOSINGS = {
    "oldest first": ("10/03/2026;;A;R;;5;5\r\n11/03/2026;;B;R;;7;12\r\n", 12),
    "newest first": ("11/03/2026;;B;R;;7;12\r\n10/03/2026;;A;R;;5;5\r\n", 12),
    "one line": ("10/03/2026;;A;R;;5;5\r\n", 5),
    "either way, told apart by its days": ("11/03/2026;;A;R;;5;5\r\n10/03/2026;;B;R;5;;0\r\n", 5),
    "either way, of one day": ("10/03/2026;;A;R;;5;5\r\n10/03/2026;;B;R;5;;0\r\n", None),
    "none at the end": ("10/03/2026;;A;R;;5;5\r\n11/03/2026;;B;R;;7;\r\n", None),
    "none at all": ("10/03/2026;;A;R;;5;\r\n", None),
}


@pytest.mark.parametrize("name", CLOSINGS)
def test_a_csv_closes_with_the_balance_of_its_newest_line(tmp_path: Path, name: str) -> None:
    rows, closing = CLOSINGS[name]
    (tmp_path / "a.csv").write_text(HEADER + rows, "utf-8")
    place = ReadingPlace()
    layout, of = STATEMENT_PROFILES["debit_credit"], CsvAccount(OURS, "XAF")
    assert list(read_csv(tmp_path / "a.csv", "utf-8", layout, of, place))
    assert place.closing == closing
