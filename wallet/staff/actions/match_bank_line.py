"""Note what a line of a bank's statement pays: a person takes what was suggested, or says what else it is."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import checkouts
from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from wallet.operations.use_case import Doing, Outcome
from wallet.reconciliation import bank_lines
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class MatchBankLine(StaffAct):
    """Note that the line called `line` (L12) pays the checkout of an 8-digit code; "" takes what is suggested.

    No money moves by it.
    """

    kind: ClassVar[str] = "match_bank_line"

    line: str
    pay_code: str = ""

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it. Raises Refused for no such line or checkout, a line matched already, and one that went out."""
        line = bank_lines.lock_row_line(db, self.line)
        if line.state == "matched":
            raise Refused("staff.line_matched", line=line.line, pay_code=line.code)
        if line.amount < 0:
            raise Refused("staff.line_went_out", line=line.line)
        code = self.pay_code or line.code
        address = pay_addresses.find_by_code(db, code) if code else None
        if address is None or address.thing != "checkout":
            raise Refused("staff.no_checkout", pay_code=code or "-")
        due = checkouts.get(db, address.id).amount
        bank_lines.take_line(db, line, address.id)
        before = {"state": line.state, "code": line.code, "case": line.case}
        said = {"line": line.line, "pay_code": code, "amount": line.amount, "due": due}
        return Done(Outcome("staff.line_matched_now", said), line.line, before, said)
