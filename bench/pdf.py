"""pdf: receipts as PDF that one core sets a second, over the same receipts rendered as text by a bare Jinja template.

invoice_pdf: invoices of ten lines that one core sets a second, over receipts as PDF.

There is no bound: the number is printed. It is measured in this process, whose processor time is what counts.
"""

import dataclasses
import itertools
from datetime import UTC, datetime
from time import process_time

from bench.figures import MeasuredFigure, figure, in_turns
from bench.invoice_paper import write_another
from bench.stage import Stage
from documents.invoice import print_invoice
from documents.letter import LetterText, write
from documents.receipt import list_lines, print_receipt
from wallet.business.receipts import Receipt

RECEIPTS = 100  # a round
INVOICES = 20
ROUNDS = 5
RECEIPT = Receipt(
    "Boulangerie Kamga", "Gâteau d'anniversaire", 12_500, "F-118", "mtn", "K7Q2-93FD", "+237677000001", "", "48217368",
    datetime(2026, 11, 29, 17, 45, tzinfo=UTC),
)  # fmt: skip
numbers = itertools.count()


def run(_: Stage) -> dict[str, MeasuredFigure]:
    """Measure the figure. A few seconds."""
    print_receipt(RECEIPT, "fr")  # fonts and templates are read once
    taken = in_turns(
        {"pdf": lambda: set_per_second(paper=True), "text": lambda: set_per_second(paper=False),
         "invoice": set_invoices_per_second}, ROUNDS,
    )  # fmt: skip
    return {
        "pdf": figure(taken, "pdf", "text", "receipts/s of a core"),
        "invoice_pdf": figure(taken, "invoice", "pdf", "invoices/s of a core"),
    }


def set_invoices_per_second() -> float:
    """Set invoices, each another. Returns how many a second of processor time."""
    papers = [write_another() for _ in range(INVOICES)]
    began = process_time()
    for paper in papers:
        print_invoice(paper, "https://pay.example", "*384*237#")
    return INVOICES / (process_time() - began)


def set_per_second(*, paper: bool) -> float:
    """Set receipts, each of another amount. Returns how many a second of processor time."""
    began = process_time()
    for _ in range(RECEIPTS):
        receipt = dataclasses.replace(RECEIPT, amount=1_000 + next(numbers))
        if paper:
            print_receipt(receipt, "fr")
        else:
            write(LetterText("Reçu", list_lines("fr", receipt), []), "fr")
    return RECEIPTS / (process_time() - began)
