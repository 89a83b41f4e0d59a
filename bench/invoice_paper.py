"""An invoice of ten lines, as its paper is set again and again by the bench."""

import itertools
import json
from datetime import UTC, datetime
from typing import Final

from wallet.business.invoice_content import describe_line, describe_rate
from wallet.business.invoice_papers import InvoicePaper
from wallet.business.invoice_sums import NewLine, VatRate, sum_up

RATES: Final = {"standard": VatRate("standard", 192_500, 17_500)}
PARTY: Final = {"address": "Rue Joss\nDouala", "niu": "M012345678901A", "rccm": "RC/DLA/2020/B/1234"}
numbers = itertools.count(1)


def write_another() -> InvoicePaper:
    """Return an invoice of another number and amount than the ones before."""
    number = next(numbers)
    lines = [NewLine(f"Gâteau {place}", "1.5", 1_000 + number + place) for place in range(10)]
    sums = sum_up(lines, RATES)
    content = {
        "invoice_number": f"FAC-2026-{number:06d}", "kind": "invoice", "invoice_issue_date": "2026-11-29",
        "payment_due_date": "2026-12-29", "language": "fr", "vat_shown": "split", "buyer_reference": "BC-77",
        "preceding_invoice_reference": "", "invoice_note": "Merci.", "withholdings": [],
        "seller": PARTY | {"legal_name": "Boulangerie Kamga SARL", "tax_centre": "", "regime": "real"},
        "buyer": PARTY | {"name": "Hôtel Akwa"}, "payment_instructions": {"code": "48217365"},
        "invoice_lines": [describe_line(place, line) for place, line in enumerate(lines, 1)],
        "vat_breakdown": [describe_rate(one) for one in sums.rates],
        "document_totals": {
            "total_without_vat": sums.net, "total_vat_amount": sums.vat, "total_with_vat": sums.total,
            "withheld_amount": 0, "paid_amount": 0, "amount_due_for_payment": sums.payable,
        },
    }  # fmt: skip
    at = datetime(2026, 11, 29, 17, 45, tzinfo=UTC)
    return InvoicePaper(json.dumps(content), at, is_draft=False, token="x" * 22)
