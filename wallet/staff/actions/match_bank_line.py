"""Note what a line of a bank's statement pays: a person takes what was suggested, or says what else it is."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet.business import checkouts, invoice_checkouts
from wallet.business.checkouts import Checkout
from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from wallet.operations.use_case import Doing, Outcome
from wallet.reconciliation import bank_legs, bank_lines, bank_payments
from wallet.reconciliation.bank_import import PAYOUT_REFERENCE
from wallet.reconciliation.bank_lines import BankLine
from wallet.staff.act import Done, StaffAct

MOVED: Final = re.compile("[Mm][0-9]{1,18}")
PAYOUT: Final = re.compile(PAYOUT_REFERENCE)
ENDED: Final = {
    "paid": "staff.match_paid", "expired": "staff.match_expired", "cancelled": "staff.match_cancelled",
}  # fmt: skip


@dataclass(frozen=True)
class MatchBankLine(StaffAct):
    """Note that the line called `line` (L12) pays the checkout of an 8-digit code, or that it tells of the payout
    of a reference, or of what a move did (M12); "" takes what is suggested.

    No money moves by it, and until it does the line can be matched anew.
    """

    kind: ClassVar[str] = "match_bank_line"

    line: str
    pay_code: str = ""

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it. Raises Refused for no such line, one that went out or was paid, and a code that it cannot pay."""
        line = bank_lines.lock_row_line(db, self.line)
        if bank_legs.is_told(db, line):
            raise Refused("staff.line_is_known", line=line.line)
        if PAYOUT.fullmatch(self.pay_code) and not bank_payments.is_paid(db, line):
            return self._match_payout(db, line)
        if MOVED.fullmatch(self.pay_code) and not bank_payments.is_paid(db, line):
            return self._match_move(db, line)
        if line.amount < 0:
            raise Refused("staff.line_went_out", line=line.line)
        if bank_payments.is_paid(db, line):
            raise Refused("staff.line_paid", line=line.line)
        code = self.pay_code or line.code
        if line.state == "matched" and code == line.code:
            raise Refused("staff.line_matched", line=line.line, pay_code=code)
        address = pay_addresses.find_by_code(db, code) if code else None
        if address and address.thing == "link":
            raise Refused("staff.link_takes_no_transfer", line=line.line, pay_code=code)
        if address is None or address.thing != "checkout":
            raise Refused("staff.no_checkout", pay_code=code or "-")
        checkout = checkouts.get(db, invoice_checkouts.find_followed(db, address.id))
        refuse_ended(checkout, line, code)
        bank_lines.take_line(db, line, address.id)
        before = {"state": line.state, "code": line.code, "case": line.case}
        said = {"line": line.line, "pay_code": code, "amount": line.amount, "due": checkout.amount}
        told = {**said, "difference": abs(line.amount - checkout.amount)}
        return Done(Outcome(choose_sentence(line, checkout), told), line.line, before, said)

    def _match_move(self, db: Connection, line: BankLine) -> Done:
        """Note of which move it tells; its case is closed."""
        if not bank_legs.take(db, line, self.pay_code):
            raise Refused("staff.line_of_no_move", line=line.line, leg=self.pay_code)
        bank_lines.close_case(db, line)
        before = {"state": line.state, "code": line.code, "case": line.case}
        said = {"line": line.line, "leg": self.pay_code.upper(), "amount": line.amount}
        return Done(Outcome("staff.line_matched_move", said), line.line, before, said)

    def _match_payout(self, db: Connection, line: BankLine) -> Done:
        """Note of which payout it tells: that it was paid, or came back."""
        if not bank_lines.take_payout(db, line, self.pay_code):
            raise Refused("staff.line_of_no_payout", line=line.line, payout=self.pay_code)
        before = {"state": line.state, "code": line.code, "case": line.case}
        said = {"line": line.line, "payout": self.pay_code, "amount": line.amount, "statement": line.statement}
        return Done(Outcome("staff.line_matched_payout", said), line.line, before, said)


def refuse_ended(checkout: Checkout, line: BankLine, code: str) -> None:
    """Raise Refused for a checkout that was paid, cancelled, or not paid in time."""
    state = "expired" if checkout.state == "open" and checkout.is_over else checkout.state
    if state != "open":
        raise Refused(ENDED[state], line=line.line, pay_code=code)


def choose_sentence(line: BankLine, checkout: Checkout) -> str:
    """Return the sentence for a line of as much as is due, of more, or of less, which pays an invoice alone."""
    if line.amount == checkout.amount:
        return "staff.line_matched_now"
    if line.amount > checkout.amount:
        return "staff.line_matched_over"
    return "staff.line_matched_part" if checkout.invoice_id else "staff.line_matched_short"
