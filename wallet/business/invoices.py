"""Invoices, proformas and credit notes: drafts that change, then papers with a number that stay as they were issued.

What became of one since (sent, paid, taken back) stands in other tables; see invoice_standing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.business import vat_rates
from wallet.business.invoice_sums import NewLine, Sums, sum_up
from wallet.core.clock import TODAY
from wallet.core.errors import Misread, Refused

PaperKind = Literal["invoice", "proforma", "credit_note"]
KINDS: Final[tuple[PaperKind, ...]] = ("invoice", "proforma", "credit_note")
NOTE_LETTERS, REFERENCE_LETTERS = 1_000, 60


@dataclass(frozen=True)
class NewInvoice:
    """A draft as it is said; `due_on` is a day (2026-12-31) or "", `deposit` francs that were paid before.

    `of_id` is the invoice that a credit note takes back, or the proforma an invoice is made of. Raises Misread.
    """

    merchant_id: str
    customer_id: str
    lines: tuple[NewLine, ...]
    kind: PaperKind = "invoice"
    due_on: str = ""
    reference: str = ""
    notes: str = ""
    withholdings: tuple[str, ...] = ()
    deposit: int = 0
    of_id: str = ""

    def __post_init__(self) -> None:
        """Raise Misread for what no draft can be."""
        said = all(line.isprintable() for line in self.notes.split("\n")) and len(self.notes) <= NOTE_LETTERS
        if self.kind not in KINDS or not said or len(self.reference) > REFERENCE_LETTERS:
            raise Misread("error.malformed")
        if self.reference and not self.reference.isprintable():
            raise Misread("error.malformed")
        if self.due_on:
            try:
                date.fromisoformat(self.due_on)
            except ValueError:
                raise Misread("error.malformed") from None


@dataclass(frozen=True)
class Invoice:
    """An invoice as it stands; what is None is known once it is final."""

    id: str
    merchant_id: str
    kind: PaperKind
    customer_id: str
    of_id: str | None
    reference: str
    notes: str
    due_on: date | None
    withholdings: tuple[str, ...]
    deposit: int
    net: int
    vat: int
    total: int
    withheld: int
    payable: int
    state: str
    number: str | None
    issued_on: date | None
    canonical: str | None
    finalised_at: datetime | None
    created_at: datetime
    changed_at: datetime
    lines: tuple[NewLine, ...] = field(default=())


COLUMNS: Final = """id::text, merchant_id::text, kind, customer_id::text, of_id::text, reference, notes, due_on,
    withholdings, deposit, net, vat, total, withheld, payable, state, number, issued_on, canonical, finalised_at,
    created_at, changed_at"""
LINES: Final = text("""SELECT title, quantity, unit_price, unit, discount, discount_percent, vat, exemption
    FROM invoice_line WHERE invoice_id = :id ORDER BY place""")
SUMS: Final = ("net", "vat", "total", "withheld", "payable")
SAID: Final = ("customer_id", "reference", "notes", "due_on", "withholdings", "deposit", *SUMS)
CREATE: Final = text(f"""INSERT INTO invoice (id, merchant_id, kind, of_id, {", ".join(SAID)}, created_at, changed_at)
    VALUES (CAST(:id AS uuid), CAST(:merchant_id AS uuid), :kind, CAST(:of_id AS uuid),
        {", ".join(f":{name}" for name in SAID)}, wallet_now(), wallet_now())""")  # noqa: S608 - constants
CHANGE: Final = text(f"""UPDATE invoice SET {", ".join(f"{name} = :{name}" for name in SAID)},
    changed_at = wallet_now() WHERE id = CAST(:id AS uuid) AND state = 'draft'""")  # noqa: S608 - constants
ADD_LINE: Final = text("""INSERT INTO invoice_line (invoice_id, place, title, quantity, unit, unit_price, discount,
        discount_percent, vat, ppm, cac_ppm, exemption, net)
    VALUES (CAST(:id AS uuid), :place, :title, CAST(:quantity AS numeric), :unit, :unit_price, :taken_off,
        CAST(:percent AS numeric), :vat, :ppm, :cac_ppm, :exemption, :net)""")


def today(db: Connection) -> date:
    """Return the day it is in Douala."""
    day: date = db.execute(text(f"SELECT {TODAY}")).scalar_one()
    return day


def find_day(db: Connection, asked: NewInvoice) -> date:
    """Return the day whose rates are asked for: today, but of what takes an invoice back the day of that."""
    if asked.kind == "credit_note":
        return get(db, asked.of_id).issued_on or today(db)
    return today(db)


def reckon(db: Connection, asked: NewInvoice, day: date) -> Sums:
    """Return the sums of what is asked, by the rates of a day. Raises Misread for what no invoice can be."""
    withheld = vat_rates.choose_withheld(db, day, asked.withholdings)
    return sum_up(asked.lines, vat_rates.list_vat(db, day), withheld, asked.deposit)


def create(db: Connection, asked: NewInvoice) -> str:
    """Write a draft down; return its id. Who calls has found that its customer is the business's own."""
    made = str(uuid.uuid4())
    _write(db, CREATE, made, asked)
    return made


def change(db: Connection, invoice_id: str, asked: NewInvoice) -> None:
    """Write a locked draft anew."""
    db.execute(text("DELETE FROM invoice_line WHERE invoice_id = :id"), {"id": invoice_id})
    _write(db, CHANGE, invoice_id, asked)


def drop(db: Connection, invoice_id: str) -> None:
    """Throw a locked draft away: it is listed no more."""
    dropped = text("UPDATE invoice SET state = 'dropped', changed_at = wallet_now() WHERE id = :id")
    db.execute(dropped, {"id": invoice_id})


def find(db: Connection, invoice_id: str) -> Invoice | None:
    """Return the invoice of this id with its lines, None where there is none or it was dropped."""
    return _read(db, f"SELECT {COLUMNS} FROM invoice WHERE id = :id AND state <> 'dropped'", invoice_id)  # noqa: S608 - constants


def get(db: Connection, invoice_id: str) -> Invoice:
    """Return the invoice of this id with its lines. Raises LookupError."""
    found = find(db, invoice_id)
    if found is None:
        raise LookupError(f"no invoice {invoice_id}")
    return found


LIST: Final = text("""SELECT i.id::text, i.kind, i.number, i.state, i.total, i.due_on, i.created_at, c.name AS customer
    FROM invoice i JOIN customer c ON c.id = i.customer_id
    WHERE i.merchant_id = :merchant AND i.state <> 'dropped' AND (:kind = '' OR i.kind = :kind)
    AND (CAST(:before AS uuid) IS NULL OR (i.created_at, i.id) < (SELECT created_at, id FROM invoice
        WHERE id = CAST(:before AS uuid) AND merchant_id = :merchant))
    ORDER BY i.created_at DESC, i.id DESC LIMIT :most""")


def list_of(db: Connection, merchant_id: str, kind: str, most: int, before: str | None = None) -> Sequence[Any]:
    """Return papers of a business, of a kind or, for "", of all, the newest first: those behind `before`, an id.

    Each row: id, kind, number, state, total, due_on, created_at, customer.
    """
    return db.execute(LIST, {"merchant": merchant_id, "kind": kind, "most": most, "before": before}).all()


def lock_row(db: Connection, merchant_id: str, invoice_id: str) -> Invoice:
    """Return an invoice of a business, locked until the transaction ends. Raises Refused for none of its own."""
    locked = text("SELECT FROM invoice WHERE id = :id AND merchant_id = :merchant FOR NO KEY UPDATE")
    if not db.execute(locked, {"id": invoice_id, "merchant": merchant_id}).rowcount:
        raise Refused("refusal.not_allowed")
    found = find(db, invoice_id)
    if found is None:
        raise Refused("refusal.not_allowed")
    return found


def lock_row_draft(db: Connection, merchant_id: str, invoice_id: str) -> Invoice:
    """Return a draft of a business, locked. Raises Refused for what was issued: it stays as it is."""
    found = lock_row(db, merchant_id, invoice_id)
    if found.state != "draft":
        raise Refused("refusal.invoice_issued", bill=found.number)
    return found


def lock_row_final(db: Connection, merchant_id: str, invoice_id: str) -> Invoice:
    """Return an invoice of a business that was issued, locked. Raises Refused for a draft."""
    found = lock_row(db, merchant_id, invoice_id)
    if found.state != "final":
        raise Refused("refusal.invoice_draft")
    return found


def say_again(invoice: Invoice, **other: Any) -> NewInvoice:
    """Return what an invoice says, as a draft says it; `other` is said otherwise."""
    said = {
        "merchant_id": invoice.merchant_id, "customer_id": invoice.customer_id, "lines": invoice.lines,
        "kind": invoice.kind, "due_on": f"{invoice.due_on or ''}", "reference": invoice.reference,
        "notes": invoice.notes, "withholdings": invoice.withholdings, "deposit": invoice.deposit,
        "of_id": invoice.of_id or "",
    }  # fmt: skip
    return NewInvoice(**{**said, **other})


def _write(db: Connection, statement: Any, invoice_id: str, asked: NewInvoice) -> None:
    day = find_day(db, asked)
    sums, rates = reckon(db, asked, day), vat_rates.list_vat(db, day)
    row = {
        "id": invoice_id, "merchant_id": asked.merchant_id, "kind": asked.kind, "of_id": asked.of_id or None,
        "customer_id": asked.customer_id, "reference": asked.reference, "notes": asked.notes,
        "due_on": asked.due_on or None, "withholdings": [*asked.withholdings], "deposit": asked.deposit,
    }  # fmt: skip
    db.execute(statement, row | {name: getattr(sums, name) for name in SUMS})
    db.execute(ADD_LINE, [
        {**vars(line), "id": invoice_id, "place": place, "taken_off": line.taken_off, "net": line.net,
         "percent": line.discount_percent or None, "ppm": rates[line.vat].ppm, "cac_ppm": rates[line.vat].cac_ppm}
        for place, line in enumerate(asked.lines, 1)
    ])  # fmt: skip


def _read(db: Connection, query: str, invoice_id: str) -> Invoice | None:
    row = db.execute(text(query), {"id": invoice_id}).one_or_none()
    if row is None:
        return None
    lines = db.execute(LINES, {"id": invoice_id}).all()
    return Invoice(**{**row._mapping, "withholdings": tuple(row.withholdings), "lines": tuple(map(_read_line, lines))})


def _read_line(row: Any) -> NewLine:
    percent = write_decimal(row.discount_percent) if row.discount_percent is not None else ""
    return NewLine(
        row.title, write_decimal(row.quantity), row.unit_price, row.unit, 0 if percent else row.discount, percent,
        row.vat, row.exemption,
    )  # fmt: skip


def write_decimal(number: Decimal) -> str:
    """Return a number in digits, without zeros that say nothing: `1.5`."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def list_credit_notes(db: Connection, invoice_id: str) -> Sequence[Any]:
    """Return id, number and total of each credit note that takes an invoice back, the oldest first."""
    found = text("""SELECT id::text, number, total FROM invoice WHERE of_id = :id AND kind = 'credit_note'
        AND state = 'final' ORDER BY finalised_at, id""")
    return db.execute(found, {"id": invoice_id}).all()
