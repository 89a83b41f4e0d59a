"""Receipts and posters: what they say in both languages, the same bytes again, what people wrote left as text."""

import dataclasses
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from documents.poster import print_poster, write_dialing
from documents.receipt import print_receipt
from tests.documents.reading import read_paper
from wallet.business.posters import Payee
from wallet.business.receipts import Receipt

AT = datetime(2026, 11, 29, 17, 45, tzinfo=UTC)
RECEIPT = Receipt(
    "Boulangerie Kamga", "Gâteau", 12_500, "F-118", "mtn", "K7Q2-93FD", "+237677000001", "", "48217368", AT
)  # fmt: skip
LINK = Payee("Boulangerie Kamga", "48217368", AT, "Don", "x" * 22, least=500, most=50_000)
TILL = Payee("Boulangerie Kamga", "44118", AT)
HOSTILE = [
    '#eval("1 + 1")',
    '#read("paper.typ")',
    "$x^2$ *bold* _it_ `raw`",
    "= Heading",
    "\\ \\u{41} @ref <label>",
    "// gone /* gone */",
    '"} #panic("x") {"',
    ']]]#include "/etc/passwd"[[[',
    "<script>alert(1)</script>",
    "W" * 60,
    "السلام 你好 😀",
    "e\u0301\u202eabc",
]


@pytest.mark.parametrize(("language", "said"), [("fr", "Reçu K7Q2-93FD"), ("en", "Receipt K7Q2-93FD")])
def test_a_receipt_says_who_was_paid_how_much_how_and_by_which_reference(language: str, said: str) -> None:
    read = read_paper(print_receipt(RECEIPT, language))
    told = ("Boulangerie Kamga", "Gâteau", "12 500 FCFA", "F-118", "MTN MoMo", "29/11/2026 18:45", "48 217 368")
    for one in (said, *told):
        assert one in read
    assert "677000001" not in read, "whoever is given the address does not read the number"


def test_a_payer_abroad_reads_what_was_charged() -> None:
    assert "19.06 EUR" in read_paper(print_receipt(dataclasses.replace(RECEIPT, charged="19.06 EUR"), "en"))
    assert "19,06 EUR" in read_paper(print_receipt(dataclasses.replace(RECEIPT, charged="19.06 EUR"), "fr"))
    assert "Charged" not in read_paper(print_receipt(RECEIPT, "en"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_poster_of_a_link_says_its_code_and_what_is_dialled(language: str) -> None:
    read = read_paper(print_poster(LINK, language, "*384*237#", "8237", "https://pay.example"))
    for one in ("Boulangerie Kamga", "Don", "500 FCFA", "*384*237*4*48217368#", "48 217 368", "PAYER 48217368", "8237"):
        assert one in read


def test_a_poster_of_a_till_is_dialled_by_its_qr_code() -> None:
    read = read_paper(print_poster(TILL, "fr", "*384*237#", "8237", "https://pay.example"))
    assert "*384*237*4*44118#" in read
    assert write_dialing("*384*237*4*44118#") == "tel:*384*237*4*44118%23"


def test_the_same_facts_give_the_same_bytes_and_a_paper_says_what_it_is() -> None:
    first, second = print_receipt(RECEIPT, "fr"), print_receipt(RECEIPT, "fr")
    assert first == second
    poster = print_poster(LINK, "fr", "*384*237#", "8237", "")
    assert poster == print_poster(LINK, "fr", "*384*237#", "8237", "")
    read = PdfReader(BytesIO(first))
    assert read.metadata is not None
    assert read.metadata.title == "Reçu K7Q2-93FD"
    assert read.root_object["/Lang"].startswith("fr")
    assert read.metadata.creation_date == AT


@pytest.mark.parametrize("written", HOSTILE)
def test_what_people_wrote_is_text_and_never_markup(written: str) -> None:
    receipt = dataclasses.replace(RECEIPT, shop=written, title=written, their_reference=written)
    papers = [
        print_receipt(receipt, "fr"),
        print_poster(dataclasses.replace(LINK, shop=written, title=written), "en", "*384*237#", "8237", ""),
    ]
    for paper in papers:
        if written.isascii():
            assert written.replace(" ", "") in read_paper(paper).replace(" ", "")
