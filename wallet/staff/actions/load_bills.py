"""Load a biller's bills; the same ones again change nothing, and a bill that was paid stays paid."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import bills, merchants
from wallet.business.bills import Due
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.prices import tariffs
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class LoadBills(StaffAct):
    """Load the bills of the biller called `word`, as `file` states them."""

    kind: ClassVar[str] = "load_bills"
    remembered: ClassVar[bool] = False  # as often as one likes, and a file may hold a million

    word: str
    file: str
    bills: tuple[Due, ...]

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep them. Raises Refused for no such biller, or a bill of less than anybody can pay."""
        biller = merchants.find_biller(db, self.word)
        if biller is None:
            raise Refused("staff.no_biller", word=self.word)
        for one in self.bills:
            if one.amount < tariffs.MINIMUM:
                said = {"bill": one.number, "amount": one.amount, "minimum": int(tariffs.MINIMUM)}
                raise Refused("staff.bill_too_small", **said)
        count, kept = len(self.bills), bills.learn(db, biller.merchant_id, self.bills)
        outcome = Outcome("staff.bills_loaded", {"word": self.word, "file": self.file, "bills": count, "kept": kept})
        return Done(outcome, biller.merchant_id, {}, {"file": self.file, "bills": count})
