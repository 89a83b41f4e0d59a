"""Have a line of a bank's statement pay the checkout it is matched with: its business is credited."""

from dataclasses import dataclass, replace
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.business import checkouts, levels, merchants
from wallet.business.merchant_payment import list_told
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.reconciliation import bank_lines, bank_payments
from wallet.reconciliation.bank_lines import BankLine
from wallet.reconciliation.bank_payments import LineDue
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting


@dataclass(frozen=True)
class PayBankLine(ApprovedAct):
    """Pay what the line called `line` (L12) is matched with: an invoice, a proforma, or another checkout.

    `code` is the one it was matched with as this was asked: matched anew since, it is to be asked anew.
    """

    kind: ClassVar[str] = "pay_bank_line"

    line: str
    code: str = ""  # of requests from before they named it, none of which is paid

    @property
    def subject(self) -> str:
        """The line."""
        return self.line

    def lock(self, db: Connection) -> None:
        """Hold the line."""
        bank_lines.lock_row_line(db, self.line)

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted, and the case that says the bank took it out again, where one is open.

        Raises Refused for a line that pays nothing now.
        """
        line = bank_lines.get_line(db, self.line)
        due = self._find_due(db, line)
        posting = preview_posting(
            db, bank_payments.write_transfer(db, line, due.checkout, due.paid, f"preview:{self.line}")
        )
        return replace(posting, given_back=line.case if line.is_given_back else "")

    def do(self, db: Connection, doing: Doing) -> Done:
        """Pay it, close its case, tell the shop, and open a case for what is above what was due."""
        line = bank_lines.get_line(db, self.line)
        due = self._find_due(db, line)
        checkout = bank_payments.mark_paid(db, line, due)
        levels.count(db, checkout.merchant_id, due.paid)
        bank_lines.close_case(db, line)
        transfer = bank_payments.write_transfer(db, line, checkout, due.paid, checkouts.make_key(checkout))
        posting = post(db, transfer)
        shop = merchants.get_merchant(db, checkout.merchant_id)
        fee = dict(transfer.entries).get(ledger.ours(db, "fees"), 0)
        movements.note(db, NewMovement(
            posting.transfer, doing.reference, "pay_checkout", due.paid, receiver_id=shop.owner_id, fee=fee,
            merchant_id=shop.id,
        ))  # fmt: skip
        said = {"amount": due.paid, "title": checkout.title, "reference": doing.reference}
        whole = {**said, "fee": fee, "balance": ledger.balance_after(db, posting, shop.account_id)}
        owner = people.get_person(db, shop.owner_id)
        told = list_told(db, shop, owner, str(posting.transfer), ("banked_received", whole), ("banked_seen", said))
        notices.tell_all(db, "receipt", *told)
        if due.over:
            cases.open_case(db, "bank_line_over", f"{line.line}: {due.over} FCFA above what {line.code} asked")
        paid = {"line": line.line, "paid": due.paid, "over": due.over, "shop": shop.name}
        after = {**paid, "checkout": checkout.id, "transfer": str(posting.transfer)}
        return Done(Outcome("staff.line_paid_now", paid), line.line, {"state": line.state}, after)

    def _find_due(self, db: Connection, line: BankLine) -> LineDue:
        due = bank_payments.find_due(db, line)
        if line.code != self.code:
            raise Refused("staff.line_matched_anew", line=line.line, pay_code=line.code)
        shop = merchants.get_merchant(db, due.checkout.merchant_id)
        owner = people.get_person(db, shop.owner_id)
        if not merchants.is_open(db, shop.id) or owner.state != "open":
            raise Refused("staff.shop_stopped", line=line.line, shop=shop.name)
        if not levels.has_room(db, shop.id, due.paid):
            raise Refused("staff.shop_month_most", line=line.line, shop=shop.name, amount=due.paid)
        return due
