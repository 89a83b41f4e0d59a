"""Issue a draft: it takes the next number of its series, and says the same for good from then on."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business import customers, invoice_checkouts, invoice_deadlines, invoices
from wallet.business.invoice_content import Issued, hash_content, write_content
from wallet.business.invoice_issuers import NO_VAT, WRITE_INVOICES, Issuer, find_issuer
from wallet.business.invoice_standing import get_standing
from wallet.business.invoices import Invoice, PaperKind
from wallet.core.errors import Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

FINALISED: Final = "invoice_finalised"  # an outcome that no phone hears
LETTERS: Final[dict[PaperKind, str]] = {"invoice": "FAC", "proforma": "PRO", "credit_note": "AV"}
NO_HASH: Final = b""
# Whoever issues holds the row of who issues: a series is begun, or goes on, by one at a time.
HOLD: Final = text("SELECT FROM invoice_issuer WHERE merchant_id = :merchant FOR NO KEY UPDATE")
SERIES: Final = text("""SELECT taken, last_on, last_hash FROM invoice_series
    WHERE merchant_id = :merchant AND kind = :kind AND year = :year FOR NO KEY UPDATE""")
BEGIN: Final = text("""INSERT INTO invoice_series (merchant_id, kind, year, taken, last_on, last_hash)
    VALUES (:merchant, :kind, :year, :place, :day, :hash)""")
COUNT: Final = text("""UPDATE invoice_series SET taken = :place, last_on = :day, last_hash = :hash
    WHERE merchant_id = :merchant AND kind = :kind AND year = :year""")
ISSUE: Final = text("""UPDATE invoice SET state = 'final', year = :year, place = :place, number = :number,
        issued_on = :day, due_on = :due_on, canonical = :canonical, hash = :hash, finalised_at = wallet_now(),
        changed_at = wallet_now()
    WHERE id = :id AND state = 'draft'""")


@dataclass(frozen=True)
class FinaliseInvoice(UseCase):
    """Issue a draft of the business the actor is of."""

    kind: ClassVar[str] = "finalise_invoice"
    accepts: ClassVar[Accepts] = (None, MemberProof)
    actors: ClassVar[tuple[ActorKind, ...]] = ("api_key", "member")
    permission: ClassVar[str] = WRITE_INVOICES

    invoice_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queue that tells the business."""
        return ("webhooks",)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Issue it. Raises Refused for what was issued, and where the law wants more said, or less tax."""
        draft = invoices.lock_row_draft(db, doing.actor.business_id, self.invoice_id)
        number = issue(db, draft)
        return Outcome(FINALISED, {"invoice_id": draft.id, "number": number})


def issue(db: Connection, draft: Invoice, of_number: str = "") -> str:
    """Issue a locked draft: return its number. Raises Refused where the law wants more said, or less tax."""
    issuer = find_issuer(db, draft.merchant_id)
    if issuer is None:
        raise Refused("refusal.issuer_missing")
    said = invoices.say_again(draft)
    now = invoices.reckon(db, said, invoices.find_day(db, said))
    if (now.vat, now.withheld) != (draft.vat, draft.withheld):  # by the rates of its day, which it may not know yet
        invoices.change(db, draft.id, said)
        draft = invoices.get(db, draft.id)
    db.execute(HOLD, {"merchant": draft.merchant_id})  # as late as can be: others wait for it
    row = _take_number(db, draft)
    _check(db, draft, issuer, row["day"])
    draft = replace(draft, due_on=draft.due_on or (row["day"] if draft.kind == "invoice" else None))
    issued = Issued(row["number"], row["day"], _ask_to_pay(db, draft, row["number"]), of_number)
    canonical = _write(db, draft, issuer, issued)
    row |= {"canonical": canonical, "hash": hash_content(row["before"], canonical), "due_on": draft.due_on}
    db.execute(COUNT if row["before"] else BEGIN, row)
    db.execute(ISSUE, row)
    if draft.kind == "invoice":
        invoice_deadlines.set_all(db, draft, issuer.reminder_days)
    invoice_checkouts.note(db, draft.id, "invoice.finalised")
    if get_standing(db, draft.id).state == "paid":
        invoice_checkouts.note(db, draft.id, "invoice.paid")
    return str(row["number"])


def write_draft(db: Connection, draft: Invoice) -> str:
    """Return what a draft would say, under no number. Raises Refused where its business said nothing of itself."""
    issuer = find_issuer(db, draft.merchant_id)
    if issuer is None:
        raise Refused("refusal.issuer_missing")
    return _write(db, draft, issuer, Issued("", None))


def _take_number(db: Connection, draft: Invoice) -> dict[str, Any]:
    """Return the next number of a draft's series, its day and the hash before it; the series stays locked."""
    row: dict[str, Any] = {"id": draft.id, "merchant": draft.merchant_id, "kind": draft.kind}
    row["day"] = invoices.today(db)
    row["year"] = row["day"].year
    last = db.execute(SERIES, row).one_or_none()
    row |= {"place": 1, "before": NO_HASH}
    if last:  # no invoice is dated before the one it follows, whatever clocks say
        row |= {"place": last.taken + 1, "before": last.last_hash, "day": max(row["day"], last.last_on)}
    return row | {"number": f"{LETTERS[draft.kind]}-{row['year']}-{row['place']:06d}"}


def _check(db: Connection, draft: Invoice, issuer: Issuer, day: date) -> None:
    if issuer.regime in NO_VAT and draft.vat and draft.kind != "credit_note":  # that one takes back what was billed
        raise Refused("refusal.vat_not_billed")
    if draft.due_on and draft.due_on < day:
        raise Refused("refusal.invoice_due_before")


def _ask_to_pay(db: Connection, draft: Invoice, number: str) -> str:
    """Make the checkout of what is to be paid; return its code, "" where nothing is."""
    if draft.kind == "credit_note" or not draft.payable:
        return ""
    return invoice_checkouts.ask(db, draft, number, draft.payable)[1].code


def _write(db: Connection, draft: Invoice, issuer: Issuer, issued: Issued) -> str:
    customer = customers.find(db, draft.merchant_id, draft.customer_id)
    assert customer is not None
    said = invoices.say_again(draft)
    sums = invoices.reckon(db, said, invoices.find_day(db, said))
    return write_content(db, draft, issuer, customer, sums, issued)
