"""Hand what was kept apart of dormant wallets for years over to the state's deposit fund (CDEC): one lists, two do.

Whoever acted, or had their money back, between the list and its approval is left out. No fee is taken of any of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.dormancy import batches, handovers
from wallet.dormancy.batches import DormantLine
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.reconciliation import bank_legs
from wallet.staff.act import ApprovedAct, Done, Preview, StaffAct, post
from wallet.staff.actions.move_dormant import APART, hash_lines


@dataclass(frozen=True)
class GatherHandover(StaffAct):
    """List what was kept apart long enough; nothing moves by it."""

    kind: ClassVar[str] = "gather_handover"

    def do(self, db: Connection, doing: Doing) -> Done:
        """List it. Raises Refused where there is nothing."""
        name, lines = handovers.gather(db, doing.actor.id)
        if not lines:
            raise Refused("staff.nothing_to_hand_over")
        said = {"list": name, "lines": lines, "sha256": hash_lines(handovers.list_lines(db, name))}
        return Done(Outcome("staff.handover_listed", said), name, {}, said)


@dataclass(frozen=True)
class HandOverDormant(ApprovedAct):
    """Hand over what a list (H3) says by the trust account of this RIB; `sha256` is of the list as it was asked."""

    kind: ClassVar[str] = "hand_over_dormant"

    list: str
    rib: str
    sha256: str

    @property
    def subject(self) -> str:
        """The list."""
        return self.list

    def lock(self, db: Connection) -> None:
        """Hold everybody on it: nobody's money is given back meanwhile."""
        people.lock_rows(db, *(one.person_id for one in handovers.list_lines(db, self.list)))

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted, and how many are left out. Raises Refused for a list done, another, or empty."""
        lines = handovers.list_lines(db, self.list)
        if hash_lines(lines) != self.sha256 or any(one.state == "handed" for one in lines):
            raise Refused("staff.handover_done", list=self.list)
        handed = [one for one in lines if one.is_long_kept]
        if not handed:
            raise Refused("staff.nothing_to_hand_over")
        left = len(lines) - len(handed)
        return Preview(self._write_transfer(db, handed), rules={
            "wallets": (f"{len(lines)} listed", f"{len(handed)} handed over, {left} woke or were given back"),
            "handed over": ("", f"{space(sum(one.amount for one in handed))} FCFA"),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Hand over each that is still so, in one transfer of which the bank tells later, and tell each owner how."""
        handed = [one for one in handovers.list_lines(db, self.list) if one.is_long_kept]
        for line in handed:
            batches.set_state(db, line, "handed")
        transfer, total = self._write_transfer(db, handed), sum(one.amount for one in handed)
        posting = post(db, transfer)
        bank_legs.note(db, posting.transfer, self.kind, [(f"bank:{self.rib}", total)])
        told = batches.write_handover_reference(self.list)
        for line in handed:
            person = people.get_person(db, line.person_id)
            notices.tell(db, person, "security", "dormant_handed", amount=line.amount, reference=told)
        said = {"list": self.list, "handed": len(handed), "amount": total, "reference": told}
        after = {"handed": len(handed), "amount": total, "transfer": str(posting.transfer)}
        return Done(Outcome("staff.dormant_handed", said), self.subject, {"sha256": self.sha256}, after)

    def _write_transfer(self, db: Connection, lines: Sequence[DormantLine]) -> Transfer:
        total = sum(one.amount for one in lines)
        entries = (Entry(ledger.ours(db, APART), -total), Entry(ledger.get_named(db, f"bank:{self.rib}"), total))
        return Transfer(batches.write_handover_key(self.list), self.kind, entries)
