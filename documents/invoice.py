"""Invoices as paper: PDF/A-3 made of the JSON they were issued as, which is attached, and of nothing else."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from documents.invoice_words import list_columns, name_exemption, name_kind, name_withheld
from documents.qr import draw_qr
from documents.shown import NARROW, show_code, show_decimal, show_francs, show_percent
from documents.typeset import Attached, typeset
from documents.words import Say, speak
from wallet.business.invoice_papers import InvoicePaper
from wallet.operations.pay_addresses import write_url

MILLION: Final = 1_000_000


def print_invoice(paper: InvoicePaper, public_url: str, service_code: str) -> bytes:
    """Return an invoice as PDF, in the language of whoever issued it; the same bytes each time."""
    content = json.loads(paper.content)
    language = content["language"]
    say = speak(language)
    number = content["invoice_number"] or say("Draft")
    title = name_kind(say, content["kind"])
    url = write_url(public_url, paper.token) if paper.token and public_url else ""
    code = content["payment_instructions"].get("code", "")
    facts = {
        "language": language,
        "subject": f"{title} {number}",
        "title": title,
        "number": number,
        "stamp": say("DRAFT") if paper.is_draft else "",
        "footing": _write_footing(say, content),
        "logo": [*paper.logo],
        "logo_alt": say("Logo of %(shop)s", shop=content["seller"]["legal_name"]),
        "seller_label": say("From"),
        "seller": _describe_party(say, content["seller"], content["seller"]["legal_name"]),
        "buyer_label": say("Billed to"),
        "buyer": _describe_party(say, content["buyer"], content["buyer"]["name"]),
        "dates": _list_dates(say, content),
        "references": _list_references(say, content),
        "columns": list_columns(say),
        "lines": [_describe_line(say, line, content) for line in content["invoice_lines"]],
        "sums": _list_sums(say, content),
        "notes": content["invoice_note"].split("\n") if content["invoice_note"] else [],
        "qr": draw_qr(url) if url else "",
        "qr_alt": say("Scan to pay: wallet, Orange Money, MTN MoMo or card"),
        "ways": _list_ways(say, code, service_code, in_browser=bool(url)),
        "bank_label": say("By bank transfer"),
        "bank": _list_bank(say, content["payment_instructions"]),
        "canonical_name": f"{number}.json",
        "canonical_about": say("What this paper says, for programs"),
    }
    return typeset("invoice", facts, paper.dated, Attached(paper.content))


def _describe_party(say: Say, one: Mapping[str, str], name: str) -> dict[str, Any]:
    mentions = [
        (say("NIU"), one.get("niu", "")), (say("RCCM"), one.get("rccm", "")),
        (say("Tax centre"), one.get("tax_centre", "")),
        (say("E-mail"), one.get("electronic_address") or one.get("email", "")),
        (say("Phone"), one.get("contact_phone") or one.get("phone", "")),
    ]  # fmt: skip
    return {"name": name, "address": one["address"].split("\n"), "mentions": [each for each in mentions if each[1]]}


def _list_dates(say: Say, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    days = [(say("Issued on"), content["invoice_issue_date"]), (say("Due on"), content["payment_due_date"])]
    return [(label, show_day(day)) for label, day in days if day]


def _list_references(say: Say, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    lines = [
        (say("Takes back invoice"), content["preceding_invoice_reference"]),
        (say("Reference"), content["buyer_reference"]),
    ]
    return [(label, value) for label, value in lines if value]


def _describe_line(say: Say, line: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, str]:
    rate = next(one for one in content["vat_breakdown"] if one["vat_code"] == line["vat_code"])
    reason = line["vat_exemption_reason"]
    percent, quantity = line["discount_percentage"], show_decimal(line["invoiced_quantity"], content["language"])
    taken = show_decimal(f"{percent} %", content["language"]) if percent else ""
    return {
        "title": line["item_name"],
        "note": f"{name_exemption(say, line['vat_code'])}: {reason}" if reason else "",
        "quantity": f"{quantity} {line['invoiced_quantity_unit']}".strip(),
        "price": show_number(line["item_net_price"]),
        "discount": taken or (show_number(line["discount_amount"]) if line["discount_amount"] else ""),
        "vat": show_percent(rate["vat_ppm"], content["language"]),
        "net": show_number(line["line_net_amount"]),
    }


def _list_sums(say: Say, content: Mapping[str, Any]) -> list[tuple[str, str, bool]]:
    """Return the sums, line by line; tax per rate, whole or in its two parts."""
    sums, lines = content["document_totals"], []
    lines.append((say("Total before tax"), show_francs(sums["total_without_vat"]), False))
    for one in content["vat_breakdown"]:
        if not one["vat_ppm"]:
            continue
        of = show_francs(one["vat_category_taxable_amount"])
        if content["vat_shown"] == "split" and one["cac_ppm"]:
            base = show_percent(one["vat_ppm"] - one["cac_ppm"], content["language"])
            lines.append(
                (say("VAT %(rate)s of %(net)s", rate=base, net=of), show_francs(one["vat_base_amount"]), False)
            )
            share = show_percent(one["cac_ppm"] * MILLION // (one["vat_ppm"] - one["cac_ppm"]), content["language"])
            lines.append((say("CAC %(rate)s of the VAT", rate=share), show_francs(one["cac_amount"]), False))
        else:
            rate = show_percent(one["vat_ppm"], content["language"])
            tax = show_francs(one["vat_category_tax_amount"])
            lines.append((say("VAT %(rate)s of %(net)s", rate=rate, net=of), tax, False))
    lines.append((say("Total with tax"), show_francs(sums["total_with_vat"]), True))
    for one in content["withholdings"]:
        label = f"{name_withheld(say, one['code'])} ({show_percent(one['ppm'], content['language'])})"
        lines.append((label, show_less(one["amount"]), False))
    if sums["paid_amount"]:
        lines.append((say("Paid already"), show_less(sums["paid_amount"]), False))
    if sums["amount_due_for_payment"] != sums["total_with_vat"]:
        lines.append((say("To pay"), show_francs(sums["amount_due_for_payment"]), True))
    return lines


def _list_ways(say: Say, code: str, service_code: str, *, in_browser: bool) -> list[str]:
    if not code:
        return []
    scan = [say("Scan to pay: wallet, Orange Money, MTN MoMo or card")] if in_browser else []
    return [*scan, say("Or dial %(dial)s, choose Pay and type the code.", dial=service_code),
            f"{say('Code')} {show_code(code)}"]  # fmt: skip


def _list_bank(say: Say, paid_by: Mapping[str, str]) -> list[tuple[str, str]]:
    if "iban" not in paid_by:
        return []
    rib, reference = paid_by["rib"], paid_by["remittance_information"]
    parts = f"{rib[:5]} {rib[5:10]} {rib[10:21]} {rib[21:]}"
    fours = " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))
    return [(say("RIB"), parts), (say("IBAN"), paid_by["iban"]), (say("Reference to give"), fours)]


def _write_footing(say: Say, content: Mapping[str, Any]) -> str:
    seller = content["seller"]
    said = [seller["legal_name"], f"{say('NIU')} {seller['niu']}"]
    return " · ".join([*said, f"{say('RCCM')} {seller['rccm']}"] if seller["rccm"] else said)


def show_day(day: str) -> str:
    """Return `2026-11-29` as it is read: 29/11/2026."""
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def show_number(francs: int) -> str:
    """Return `12 500`, which no line break parts."""
    return f"{francs:,}".replace(",", NARROW)


def show_less(francs: int) -> str:
    """Return an amount that is taken off."""
    return f"−{show_francs(francs)}"
