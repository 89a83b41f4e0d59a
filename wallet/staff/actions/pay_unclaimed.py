"""Pay unclaimed money, which waits under its case since its owner's account was closed, to its owner's wallet.

The whole of what the case brought there goes, once: the ledger lets one transfer end it. It is owed: no ceiling holds
it back.
"""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.core.references import reference
from wallet.core.values import find_phone
from wallet.ledger import Entry, Transfer, holds
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.people.people import Person
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting
from wallet.staff.wallets import find_person


@dataclass(frozen=True)
class Unclaimed:
    """Money that a case brought to unclaimed: `amount` francs, by `transfer`."""

    case_number: int
    transfer: UUID
    amount: int


def get_unclaimed(db: Connection, case_name: str) -> Unclaimed:
    """Return what waits under a case. Raises Refused when nothing does."""
    case = cases.get_case(db, case_name)
    if case.state != "open":
        raise Refused("staff.unclaimed_paid_already", case=case.name)
    if case.unclaimed is None:
        raise Refused("staff.nothing_unclaimed", case=case.name)
    brought = dict(ledger.entries_of(db, case.unclaimed))
    return Unclaimed(case.number, case.unclaimed, brought[ledger.ours(db, "unclaimed")])


@dataclass(frozen=True)
class Owner:
    """The person whose money it is, as the number that was told reached them."""

    person_id: str
    name: str
    phone: str


def find_owner(db: Connection, whom: str) -> Owner:
    """Return who is named so. Raises Refused for nobody."""
    if find_phone(whom) and people.find_by_phone(db, whom) is None:
        raise Refused("staff.owner_has_no_wallet", phone=whom)
    person = find_person(db, whom)
    return Owner(person.id, person.shown, person.phone)


@dataclass(frozen=True)
class PayUnclaimed(ApprovedAct):
    """Pay what waits under a case (C17) to its owner."""

    kind: ClassVar[str] = "pay_unclaimed"

    case: str
    owner: Owner

    @property
    def subject(self) -> str:
        """The case."""
        return self.case

    def lock(self, db: Connection) -> None:
        """Hold the case."""
        cases.lock_row_case(db, self.case)

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted: all of it. Raises Refused when it cannot be paid so any more."""
        return preview_posting(db, self._transfer(db))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Pay it, tell its owner, close the case; it is locked."""
        transfer, person = self._transfer(db), self._owner(db)
        posting = post(db, transfer)
        amount, paid = transfer.entries[1].amount, reference(transfer.key)
        movements.note(db, NewMovement(posting.transfer, paid, transfer.kind, amount, person.id, person.id))
        said = {"amount": amount, "reference": paid, "balance": posting.balances[person.account_id]}
        notices.tell(db, person, "receipt", "unclaimed_paid", **said)
        cases.close_case(db, cases.get_case(db, self.case).number)
        before = {"state": "open", "unclaimed": amount}
        after = {"state": "closed", "paid": amount, "person": person.id}
        return Done(Outcome("staff.unclaimed_paid", self.list_values()), self.case, before, after)

    def _owner(self, db: Connection) -> Person:
        """Return whom it goes to. Raises Refused when the number reaches them no longer, or they are frozen."""
        person = people.get_person(db, self.owner.person_id)
        if person.phone != self.owner.phone or person.state == "closed":
            raise Refused("staff.owner_moved", phone=self.owner.phone, name=person.shown)
        if person.state != "open":
            raise Refused("staff.owner_stopped", name=person.shown, state=person.state, person_id=person.id)
        return person

    def _transfer(self, db: Connection) -> Transfer:
        waiting, person = get_unclaimed(db, self.case), self._owner(db)
        key, paid = f"case:{waiting.case_number}:paid", [Entry(person.account_id, waiting.amount)]
        return holds.ending(db, key, self.kind, waiting.transfer, paid, at="unclaimed")
