"""Pay an authority of what its order retains, from a trust account: never more than is retained, nor than is there."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.references import reference
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.reconciliation import bank_legs
from wallet.retentions import retentions
from wallet.staff import moves
from wallet.staff.act import Done, Preview, post
from wallet.staff.actions.lift_retention import OfRetention
from wallet.staff.content import Francs


@dataclass(frozen=True)
class PayRetained(OfRetention):
    """Pay so much of it by the trust account of this RIB; `paid` is what was paid of it when this was asked."""

    kind: ClassVar[str] = "pay_retained"

    rib: str
    amount: Francs
    paid: Francs

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted. Raises Refused for more than is retained or there, or paid meanwhile."""
        found = self.get_open(db)
        most = retentions.find_payable(db, found)
        if found.paid != self.paid:
            raise Refused("staff.retained_paid_meanwhile", retention=found.name)
        if not 0 < self.amount <= most:
            raise Refused("staff.retained_less", retention=found.name, most=most)
        account = ledger.balance(db, found.account_id)
        holds = ((found.account_id, account, account - self.amount),)
        return Preview(self._transfer(db), holds=holds)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it on the order, post it, wait for the bank to tell of it, and tell whoever owned the money."""
        found, transfer = self.get_open(db), self._transfer(db)
        retentions.note_paid(db, found.name, self.amount)
        posting = post(db, transfer)
        bank_legs.note(db, posting.transfer, self.kind, [(f"bank:{self.rib}", self.amount)])
        owner, paid = people.get_person(db, found.owner_id), reference(transfer.key)
        movements.note(
            db,
            NewMovement(posting.transfer, paid, self.kind, self.amount, giver_id=owner.id, merchant_id=found.shop_id),
        )
        said = {"amount": self.amount, "balance": posting.balances[found.account_id], "reference": paid}
        notices.tell(db, owner, "receipt", "retained_paid", **said)
        before, after = {"paid": found.paid}, {"paid": found.paid + self.amount, "transfer": str(posting.transfer)}
        return Done(Outcome("staff.retained_paid", self.list_values()), self.subject, before, after)

    def _transfer(self, db: Connection) -> Transfer:
        found = retentions.get(db, self.retention)
        bank = ledger.get_named(db, f"bank:{self.rib}")
        entries = (Entry(found.account_id, -self.amount), Entry(bank, self.amount))
        return Transfer(f"retention:{found.name[1:]}:{self.paid}", self.kind, entries)


def plan_paying(db: Connection, name: str, bank: str, amount: int, why: str) -> PayRetained:
    """Return the act that pays of an order by a trust account, 0 for all that can be. Raises Refused."""
    found = retentions.get(db, name)
    rib = moves.find_bank(db, "TRUST", bank).rib
    return PayRetained(found.name, rib, amount or retentions.find_payable(db, found), found.paid, why=why)
