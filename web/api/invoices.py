"""Invoices as programs write, issue, send and take them back; a proforma or a credit note is one of another kind."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from documents.invoice import print_invoice
from wallet.business import invoices
from wallet.business.draft_invoice import ChangeDraft, DraftInvoice, DropDraft
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.business.invoice_checkouts import find_open_address
from wallet.business.invoice_described import describe
from wallet.business.invoice_papers import get_paper
from wallet.business.invoice_standing import list_standings
from wallet.business.invoice_sums import LARGEST, LINES_MOST, REASON_LETTERS, TITLE_LETTERS, UNIT_LETTERS, NewLine
from wallet.business.invoices import NOTE_LETTERS, REFERENCE_LETTERS, NewInvoice
from wallet.business.send_invoice import SendInvoice
from wallet.business.turn_proforma import TurnProforma
from wallet.business.void_invoice import VoidInvoice
from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from web.api.call import ApiRequest
from web.api.customers import CUSTOMERS
from web.api.ids import pattern_of, read_id
from web.api.listing import Listing, Page, answer_list
from web.api.problems import Trouble
from web.api.reading import LINE, Body
from web.api.refusals import say_refusal
from web.api.route import DELETED, Route
from web.pages.printing import answer_paper, print_paper

INVOICES = Listing("inv", "id::text", "invoice", "created_at, id", "state <> 'dropped'")
Francs = Annotated[int, Field(ge=0, le=LARGEST)]
Quantity = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$", examples=["3", "1.5"])]
Percent = Annotated[str, Field(pattern=r"^([0-9]{1,3}(\.[0-9]{1,2})?)?$", examples=["12.5"])]


class LineSaid(Body):
    """A line: `quantity` in digits, `unit_price` in francs before tax; a discount in francs or per cent, not both.

    `vat` is a code of the rates in force; of one that adds nothing, `exemption` says why.
    """

    title: Annotated[str, Field(min_length=1, max_length=TITLE_LETTERS, json_schema_extra=LINE)]
    quantity: Quantity = "1"
    unit: Annotated[str, Field(max_length=UNIT_LETTERS, json_schema_extra=LINE)] = ""
    unit_price: Francs
    discount: Francs = 0
    discount_percent: Percent = ""
    vat: Annotated[str, Field(max_length=20)] = "standard"
    exemption: Annotated[str, Field(max_length=REASON_LETTERS, json_schema_extra=LINE)] = ""

    def read(self) -> NewLine:
        """Return it as the wallet takes it. Raises Misread."""
        return NewLine(**self.model_dump())


class InvoiceToWrite(Body):
    """A draft, whole; `deposit` was paid before, `withholdings` are codes of what its buyer keeps back."""

    kind: Literal["invoice", "proforma"] = "invoice"
    customer: Annotated[str, Field(pattern=pattern_of("cus"), description="id of the customer")]
    lines: Annotated[list[LineSaid], Field(min_length=1, max_length=LINES_MOST)]
    currency: Literal["XAF"] = "XAF"
    due_on: Annotated[date, Field(strict=False)] | None = None
    reference: Annotated[str, Field(max_length=REFERENCE_LETTERS)] = ""
    notes: Annotated[str, Field(max_length=NOTE_LETTERS)] = ""
    withholdings: Annotated[list[str], Field(max_length=5)] = Field(default_factory=list)
    deposit: Francs = 0

    def read(self, db: Connection, call: ApiRequest) -> NewInvoice:
        """Return it as the wallet takes it. Raises Misread, or Trouble for a customer of nobody's or another's."""
        customer = read_id("cus", self.customer)
        CUSTOMERS.get(db, call, customer)
        return NewInvoice(
            call.merchant_id, customer, tuple(line.read() for line in self.lines), self.kind, f"{self.due_on or ''}",
            self.reference, self.notes, tuple(self.withholdings), self.deposit,
        )  # fmt: skip


class InvoiceToVoid(Body):
    """Why an invoice is taken back, and of what: without lines, whole."""

    reason: Annotated[str, Field(max_length=NOTE_LETTERS)] = ""
    lines: Annotated[list[LineSaid], Field(max_length=LINES_MOST)] = Field(default_factory=list)


class LineShown(BaseModel):
    """A line; `net` is what it costs before tax."""

    title: str
    quantity: str
    unit: str
    unit_price: int
    discount: int
    discount_percent: str
    vat: str
    exemption: str
    net: int


class InvoiceShown(BaseModel):
    """An invoice, a proforma or a credit note; whoever pays what is `left` opens `url`, or types `code` on a phone."""

    id: str
    object: Literal["invoice", "proforma", "credit_note"]
    kind: Literal["invoice", "proforma", "credit_note"]
    state: Literal["draft", "open", "partly_paid", "overdue", "paid", "void", "turned", "issued"]
    number: str | None
    customer: str
    of: str | None
    currency: str
    reference: str
    notes: str
    lines: list[LineShown]
    withholdings: list[str]
    net: int
    vat: int
    total: int
    withheld: int
    deposit: int
    payable: int
    paid: int
    credited: int
    left: int
    over: int
    sent: bool
    turned_into: str | None
    credit_notes: list[str]
    due_on: date | None
    issued_on: date | None
    created_at: datetime
    changed_at: datetime
    finalised_at: datetime | None
    url: str | None
    code: str | None


def show_all(db: Connection, call: ApiRequest, ids: list[str]) -> list[dict[str, Any]]:
    """Return invoices as they are answered, each as it stands now."""
    standings = list_standings(db, ids)
    return [describe(db, invoices.get(db, one), standings[one]) | show_address(db, call, one) for one in ids]


def show_address(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return where an invoice is paid now."""
    address = find_open_address(db, row_id)
    if address is None:
        return {"url": None, "code": None}
    return {"url": pay_addresses.write_url(call.public_url, address.token), "code": address.code}


def find_invoice(db: Connection, call: ApiRequest, row_id: str) -> dict[str, Any]:
    """Return an invoice of the business that calls, as it is answered. Raises Trouble."""
    return show_all(db, call, [INVOICES.get(db, call, row_id).id])[0]


def create_invoice(call: ApiRequest, said: InvoiceToWrite) -> dict[str, Any]:
    """Write a draft."""
    made = call.perform(DraftInvoice(call.read(lambda db: said.read(db, call)))).values["invoice_id"]
    return call.read(lambda db: find_invoice(db, call, made))


def list_invoices(call: ApiRequest, asked: Page) -> dict[str, Any]:
    """List invoices, proformas and credit notes, the newest first."""

    def read(db: Connection) -> dict[str, Any]:
        rows, more = INVOICES.read(db, call, asked)
        return answer_list(show_all(db, call, [row.id for row in rows]), more, dict)

    return call.read(read)


def get_invoice(call: ApiRequest, invoice: str) -> dict[str, Any]:
    """Get one invoice."""
    return call.read(lambda db: find_invoice(db, call, read_id("inv", invoice)))


def change_invoice(call: ApiRequest, invoice: str, said: InvoiceToWrite) -> dict[str, Any]:
    """Write a draft anew, whole; what was issued stays."""
    row_id = find_own(call, invoice)
    call.perform(ChangeDraft(row_id, call.read(lambda db: said.read(db, call))))
    return call.read(lambda db: find_invoice(db, call, row_id))


def drop_invoice(call: ApiRequest, invoice: str) -> None:
    """Throw a draft away."""
    call.perform(DropDraft(find_own(call, invoice)))


def finalise_invoice(call: ApiRequest, invoice: str) -> dict[str, Any]:
    """Issue a draft: it takes the next number, and says the same for good."""
    row_id = find_own(call, invoice)
    call.perform(FinaliseInvoice(row_id))
    return call.read(lambda db: find_invoice(db, call, row_id))


def send_invoice(call: ApiRequest, invoice: str) -> dict[str, Any]:
    """Send an invoice to its customer, by mail and by text."""
    row_id = find_own(call, invoice)
    call.perform(SendInvoice(row_id))
    return call.read(lambda db: find_invoice(db, call, row_id))


def void_invoice(call: ApiRequest, invoice: str, said: InvoiceToVoid) -> dict[str, Any]:
    """Take an invoice back, whole or these lines; the credit note that does is answered."""
    row_id = find_own(call, invoice)
    done = call.perform(VoidInvoice(row_id, said.reason, tuple(line.read() for line in said.lines)))
    return call.read(lambda db: find_invoice(db, call, done.values["credit_note_id"]))


def turn_invoice(call: ApiRequest, invoice: str) -> dict[str, Any]:
    """Make an invoice of a proforma: its draft is answered."""
    done = call.perform(TurnProforma(find_own(call, invoice)))
    return call.read(lambda db: find_invoice(db, call, done.values["invoice_id"]))


def print_pdf(call: ApiRequest, invoice: str) -> Response:
    """Print an invoice: the same bytes each time once it was issued; a draft says that it is one."""
    row_id = find_own(call, invoice)
    one = call.read(lambda db: invoices.get(db, row_id))
    try:
        paper = call.read(lambda db: get_paper(db, one))
    except Refused as refused:
        raise Trouble("not_possible", say_refusal(refused.key, refused.values)) from None
    printed = print_paper(lambda: print_invoice(paper, call.public_url, call.held.service_code))
    return answer_paper(printed, one.number or "draft")


def find_own(call: ApiRequest, invoice: str) -> str:
    """Return the row's id of an invoice of the business that calls. Raises Trouble."""
    row_id = read_id("inv", invoice)
    return str(call.read(lambda db: INVOICES.get(db, call, row_id)).id)


ROUTES = (
    Route("POST", "/invoices", create_invoice, "invoices:write", InvoiceShown, InvoiceToWrite, status=201),
    Route("GET", "/invoices", list_invoices, "invoices:read", InvoiceShown, asks=Page, page=True),
    Route("GET", "/invoices/<invoice>", get_invoice, "invoices:read", InvoiceShown),
    Route("POST", "/invoices/<draft>", change_invoice, "invoices:write", InvoiceShown, InvoiceToWrite),
    Route("POST", "/invoices/<draft>/finalise", finalise_invoice, "invoices:write", InvoiceShown),
    Route("POST", "/invoices/<draft>/drop", drop_invoice, "invoices:write", status=DELETED),
    Route("POST", "/invoices/<invoice>/send", send_invoice, "invoices:write", InvoiceShown),
    Route("POST", "/invoices/<invoice>/void", void_invoice, "invoices:write", InvoiceShown, InvoiceToVoid, status=201),
    Route("POST", "/invoices/<proforma>/turn", turn_invoice, "invoices:write", InvoiceShown, status=201),
    Route("GET", "/invoices/<invoice>/pdf", print_pdf, "invoices:read", kind="application/pdf"),
)
