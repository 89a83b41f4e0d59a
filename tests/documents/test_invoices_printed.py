"""Invoices on paper: all that the law wants said, in both languages; the same bytes again, with their JSON inside."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from documents.invoice import print_invoice
from documents.shown import show_percent
from tests.documents.reading import read_paper
from tests.documents.test_papers_printed import HOSTILE
from wallet.business.invoice_content import describe_line, describe_rate
from wallet.business.invoice_papers import InvoicePaper
from wallet.business.invoice_sums import NewLine, VatRate, WithholdingRate, sum_up

AT = datetime(2026, 11, 29, 17, 45, tzinfo=UTC)
LINES = (
    NewLine("Gâteau d'anniversaire", "10", 12_000, discount_percent="12.5"),
    NewLine("Location de salle", "3.5", 25_000, unit="jours"),
    NewLine("Pain de mie", "120", 350, discount=2_000),
    NewLine("Farine", "40", 8_000, vat="exempt", exemption="art. 128 du CGI"),
)
RATES = {"standard": VatRate("standard", 192_500, 17_500), "exempt": VatRate("exempt", 0, reasoned=True)}
KEPT = (WithholdingRate("vat_whole", 1_000_000, "vat"), WithholdingRate("income_2_2", 22_000, "net"))
SELLER = {"legal_name": "Boulangerie Kamga SARL", "address": "Rue Joss\nDouala", "niu": "M012345678901A",
          "rccm": "RC/DLA/2020/B/1234", "tax_centre": "CIME Akwa", "regime": "real", "electronic_address": "",
          "contact_phone": ""}  # fmt: skip
BUYER = {"name": "Hôtel Akwa", "address": "Bonanjo", "niu": "M098765432109B", "rccm": "", "email": "", "phone": ""}
PAID_BY = {"code": "48217365", "remittance_information": "RF3248217365", "rib": "10002000300277976315008",
           "iban": "CM2110002000300277976315008", "account": "Trust"}  # fmt: skip


def paper(lines: tuple[NewLine, ...] = LINES, *, is_draft: bool = False, **said: Any) -> InvoicePaper:
    sums = sum_up(lines, RATES, KEPT, 50_000 if lines is LINES else 0)
    content = {
        "invoice_number": "FAC-2026-000123", "kind": "invoice", "invoice_issue_date": "2026-11-29",
        "payment_due_date": "2026-12-29", "language": "fr", "vat_shown": "split", "buyer_reference": "BC-77",
        "preceding_invoice_reference": "", "invoice_note": "Merci.\nÀ bientôt.", "seller": SELLER, "buyer": BUYER,
        "invoice_lines": [describe_line(place, line) for place, line in enumerate(lines, 1)],
        "vat_breakdown": [describe_rate(one) for one in sums.rates],
        "withholdings": [{"code": one.rate.code, "ppm": one.rate.ppm, "part": one.rate.part, "amount": one.amount}
                         for one in sums.withholdings],
        "document_totals": {
            "total_without_vat": sums.net, "total_vat_amount": sums.vat, "total_with_vat": sums.total,
            "withheld_amount": sums.withheld, "paid_amount": sums.deposit, "amount_due_for_payment": sums.payable,
        },
        "payment_instructions": PAID_BY,
    } | said  # fmt: skip
    return InvoicePaper(json.dumps(content), AT, is_draft, "x" * 22)


def printed(one: InvoicePaper) -> bytes:
    return print_invoice(one, "https://pay.example", "*384*237#")


def test_an_invoice_says_all_that_the_law_wants() -> None:
    read = read_paper(printed(paper()))
    for one in ("Facture", "FAC-2026-000123", "29/11/2026", "29/12/2026", "Boulangerie Kamga SARL", "Rue Joss",
                "Douala", "M012345678901A", "RC/DLA/2020/B/1234", "CIME Akwa", "Hôtel Akwa", "Bonanjo",
                "M098765432109B", "BC-77",
                "Gâteau d'anniversaire", "3,5 jours", "12,5 %", "Exonérée: art. 128 du CGI", "Total HT 552 500 FCFA",
                "TVA 17,5 % sur 232 500 FCFA 40 688 FCFA", "CAC 10 % de la TVA 4 068 FCFA", "Total TTC 597 256 FCFA",
                "Retenue de TVA à la source (100 %) −44 756 FCFA", "(2,2 %) −12 155 FCFA", "Déjà payé −50 000 FCFA",
                "Net à payer 490 345 FCFA", "10002 00030 02779763150 08", "RF32 4821 7365", "48 217 365", "*384*237#",
                "Merci.", "À bientôt.", "1 / 1"):  # fmt: skip
        assert one in read


def test_tax_may_be_shown_whole_and_in_english() -> None:
    read = read_paper(printed(paper(language="en", vat_shown="whole", kind="proforma")))
    for one in ("Proforma invoice", "VAT 19.25 % of 232 500 FCFA 44 756 FCFA", "Total with tax", "3.5 jours", "To pay"):
        assert one in read
    assert "CAC" not in read


def test_a_credit_note_says_what_it_takes_back_and_a_draft_that_it_is_one() -> None:
    note = read_paper(printed(paper(kind="credit_note", preceding_invoice_reference="FAC-2026-000007",
                                    payment_instructions={})))  # fmt: skip
    assert "Avoir" in note
    assert "Annule la facture FAC-2026-000007" in note
    assert "virement" not in note
    draft = read_paper(printed(paper(is_draft=True, invoice_number="", payment_instructions={})))
    assert "BROUILLON" in draft
    assert "FAC-" not in draft


def test_the_same_invoice_gives_the_same_bytes_and_holds_its_json_unchanged() -> None:
    one = paper()
    first = printed(one)
    assert first == printed(one)
    read = PdfReader(BytesIO(first))
    assert dict(read.attachments.items()) == {"FAC-2026-000123.json": [one.content.encode()]}
    told = read.root_object["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in told
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in told
    assert "/AF" in read.root_object
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.creation_date) == ("Facture FAC-2026-000123", AT)


def test_two_hundred_lines_stand_on_several_pages_each_with_the_head() -> None:
    read = PdfReader(BytesIO(printed(paper((NewLine("Pain", "1", 150),) * 200))))
    words = [page.extract_text() for page in read.pages]
    assert len(words) > 3
    assert sum("Désignation" in one for one in words) >= len(words) - 1


@pytest.mark.parametrize("written", HOSTILE)
def test_what_people_wrote_is_text_and_never_markup(written: str) -> None:
    shown = "".join(sign for sign in written if sign.isprintable())
    line = NewLine(shown, "1", 100, unit=shown[:20], vat="exempt", exemption=shown)
    said = printed(paper(
        (line,), seller={**SELLER, "legal_name": written, "address": f"{written}\n{written}"},
        buyer={**BUYER, "name": written}, invoice_note=written, buyer_reference=written,
    ))  # fmt: skip
    if written.isascii():
        assert written.replace(" ", "") in read_paper(said).replace(" ", "")


RATES_SHOWN = {192_500: "19,25", 175_000: "17,5", 0: "0", 1_000_000: "100", 1: "0,0001"}


@pytest.mark.parametrize(("ppm", "shown"), RATES_SHOWN.items())
def test_a_rate_is_shown_exactly(ppm: int, shown: str) -> None:
    assert show_percent(ppm, "fr") == f"{shown}\u00a0%"
