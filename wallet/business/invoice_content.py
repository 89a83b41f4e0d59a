"""The content of an invoice as JSON in one form only: what it says for good, what its hash is of, what its paper shows.

Names follow the terms of EN 16931. Amounts are whole francs; quantities and per cents are digits.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, text

from wallet.banks.rf_reference import RfReference
from wallet.banks.rib import Rib
from wallet.business import merchants
from wallet.business.customers import Customer
from wallet.business.invoice_issuers import Issuer
from wallet.business.invoice_sums import NewLine, RateSum, Sums
from wallet.business.invoices import Invoice

TYPES: Final = {"invoice": "380", "proforma": "325", "credit_note": "381"}  # UNTDID 1001
OUR_BANK: Final = text("SELECT rib, title FROM bank_account WHERE currency = 'XAF' ORDER BY id LIMIT 1")


@dataclass(frozen=True)
class Issued:
    """The number and day an invoice is issued under; `code` is that of its checkout, "" where nothing is to pay."""

    number: str
    day: date | None
    code: str = ""
    of_number: str = ""


def write_content(
    db: Connection, invoice: Invoice, issuer: Issuer, customer: Customer, sums: Sums, issued: Issued
) -> str:
    """Return all that an invoice says."""
    seller = {name: getattr(issuer, name) for name in ("legal_name", "address", "niu", "rccm", "tax_centre", "regime")}
    if logo := merchants.get_merchant(db, invoice.merchant_id).logo:
        seller["logo"] = logo  # by its digest: the paper shows this one for good
    buyer = {name: getattr(customer, name) for name in ("name", "address", "niu", "rccm", "email", "phone")}
    content = {
        "invoice_number": issued.number,
        "invoice_type_code": TYPES[invoice.kind],
        "kind": invoice.kind,
        "invoice_issue_date": issued.day.isoformat() if issued.day else "",
        "payment_due_date": invoice.due_on.isoformat() if invoice.due_on else "",
        "invoice_currency_code": "XAF",
        "language": issuer.language,
        "vat_shown": issuer.vat_shown,
        "buyer_reference": invoice.reference,
        "preceding_invoice_reference": issued.of_number,
        "invoice_note": invoice.notes,
        "seller": seller | {"electronic_address": issuer.email, "contact_phone": issuer.phone},
        "buyer": buyer,
        "invoice_lines": [describe_line(place, line) for place, line in enumerate(invoice.lines, 1)],
        "vat_breakdown": [describe_rate(one) for one in sums.rates],
        "withholdings": [
            {"code": one.rate.code, "ppm": one.rate.ppm, "part": one.rate.part, "amount": one.amount}
            for one in sums.withholdings
        ],
        "document_totals": {
            "total_without_vat": sums.net, "total_vat_amount": sums.vat, "total_with_vat": sums.total,
            "withheld_amount": sums.withheld, "paid_amount": sums.deposit, "amount_due_for_payment": sums.payable,
        },
        "payment_instructions": find_payment(db, issued.code),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def describe_line(place: int, line: NewLine) -> dict[str, Any]:
    """Return a line as it is written."""
    return {
        "invoice_line_identifier": place, "item_name": line.title, "invoiced_quantity": line.quantity,
        "invoiced_quantity_unit": line.unit, "item_net_price": line.unit_price, "discount_amount": line.taken_off,
        "discount_percentage": line.discount_percent, "vat_code": line.vat, "vat_exemption_reason": line.exemption,
        "line_net_amount": line.net,
    }  # fmt: skip


def describe_rate(one: RateSum) -> dict[str, Any]:
    """Return the tax of a rate as it is written, whole and in its two parts."""
    return {
        "vat_code": one.rate.code, "vat_ppm": one.rate.ppm, "cac_ppm": one.rate.cac_ppm,
        "vat_category_taxable_amount": one.net, "vat_category_tax_amount": one.vat, "vat_base_amount": one.base,
        "cac_amount": one.cac,
    }  # fmt: skip


def find_payment(db: Connection, code: str) -> dict[str, str]:
    """Return how an invoice is paid: its code, and by a bank to our account there, under its RF reference."""
    if not code:
        return {}
    bank = db.execute(OUR_BANK).one_or_none()
    by_bank = {"rib": bank.rib, "iban": Rib(bank.rib).iban, "account": bank.title} if bank else {}
    return {"code": code, "remittance_information": RfReference.write(code), **by_bank}


def hash_content(before: bytes, content: str) -> bytes:
    """Return the hash of what an invoice says, made with that of the one before it in its series."""
    return hashlib.sha256(before + content.encode()).digest()
