"""Keep money of wallets that are long dormant apart for their owners: listed by one, moved by two, given back by two.

Whoever acts between the list and its approval keeps their money where it is. No fee is taken of any of it.
"""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.references import reference
from wallet.core.values import space
from wallet.dormancy import batches
from wallet.dormancy.batches import DormantLine
from wallet.ledger import Entry, Transfer
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import ApprovedAct, Done, Preview, StaffAct, post
from wallet.staff.wallet_act import WalletAct

APART = "unclaimed:dormant"


def hash_lines(lines: list[DormantLine]) -> str:
    """Return the SHA-256 of a list: whose, since when, how much."""
    said = "\n".join(f"{one.person_id} {one.idle_since.isoformat()} {one.amount}" for one in lines)
    return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class GatherDormant(StaffAct):
    """List the wallets that were dormant long enough; nothing moves by it."""

    kind: ClassVar[str] = "gather_dormant"

    def do(self, db: Connection, doing: Doing) -> Done:
        """List them. Raises Refused where there are none."""
        name, lines = batches.gather(db, doing.actor.id)
        if not lines:
            raise Refused("staff.nobody_dormant")
        digest = hash_lines(batches.list_lines(db, name))
        said = {"list": name, "lines": lines, "sha256": digest}
        return Done(Outcome("staff.dormant_listed", said), name, {}, said)


@dataclass(frozen=True)
class MoveDormant(ApprovedAct):
    """Move what the lines of this list (N3) say, all who are still dormant; `sha256` is of the list as it was asked."""

    kind: ClassVar[str] = "move_dormant"

    list: str
    sha256: str

    @property
    def subject(self) -> str:
        """The list."""
        return self.list

    def lock(self, db: Connection) -> None:
        """Hold everybody on it: nobody's money moves meanwhile."""
        people.lock_rows(db, *(one.person_id for one in batches.list_lines(db, self.list)))

    def preview(self, db: Connection) -> Preview:
        """Return how many are moved, and how many woke. Raises Refused for a list that is done, or another."""
        lines = batches.list_lines(db, self.list)
        if hash_lines(lines) != self.sha256 or any(one.state != "listed" for one in lines):
            raise Refused("staff.dormant_list_done", list=self.list)
        moving = [one for one in lines if is_movable(one)]
        total = f"{space(sum(one.amount for one in moving))} FCFA"
        return Preview(rules={
            "wallets": (f"{len(lines)} listed", f"{len(moving)} moved, {len(lines) - len(moving)} woke or changed"),
            "kept apart": ("", total),
        })  # fmt: skip

    def do(self, db: Connection, doing: Doing) -> Done:
        """Move each that is still so, and tell its owner; the others stay as they are."""
        moved = 0
        for line in batches.list_lines(db, self.list):
            if not is_movable(line):
                batches.set_state(db, line, "woken")
                continue
            batches.set_state(db, line, "moved")
            transfer = write_transfer(db, line, "keep_dormant")
            posting = post(db, transfer)
            told = reference(transfer.key)
            person = people.get_person(db, line.person_id)
            movements.note(db, NewMovement(posting.transfer, told, "keep_dormant", line.amount, giver_id=person.id))
            notices.tell(db, person, "security", "dormant_kept", amount=line.amount, reference=told)
            moved += 1
        said = {"list": self.list, "moved": moved}
        return Done(Outcome("staff.dormant_moved", said), self.subject, {"sha256": self.sha256}, {"moved": moved})


def is_movable(line: DormantLine) -> bool:
    """Return True for a line whose wallet is dormant still, and holds what it did."""
    return line.is_dormant and line.balance == line.amount


def write_transfer(db: Connection, line: DormantLine, kind: Literal["keep_dormant", "return_dormant"]) -> Transfer:
    """Return the transfer by which a line's money is kept apart, or given back."""
    sign = -1 if kind == "keep_dormant" else 1
    entries = (Entry(line.account_id, sign * line.amount), Entry(ledger.ours(db, APART), -sign * line.amount))
    return Transfer(f"dormant:{line.id}" + (":returned" if sign > 0 else ""), kind, entries)


@dataclass(frozen=True)
class ReturnDormant(WalletAct):
    """Give what is kept apart (`line`) back to its owner's wallet, who showed their document."""

    kind: ClassVar[str] = "return_dormant"

    line: str
    amount: int

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted. Raises Refused once it was given back."""
        found = self._find(db)
        return Preview(write_transfer(db, found, "return_dormant"))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Give it back, and tell its owner."""
        found, person = self._find(db), people.get_person(db, self.subject)
        batches.set_state(db, found, "returned")
        transfer = write_transfer(db, found, "return_dormant")
        posting = post(db, transfer)
        told = reference(transfer.key)
        movements.note(db, NewMovement(posting.transfer, told, self.kind, found.amount, receiver_id=person.id))
        said = {"amount": found.amount, "reference": told, "balance": posting.balances[person.account_id]}
        notices.tell(db, person, "receipt", "dormant_returned", **said)
        after = {"list": found.batch, "amount": found.amount}
        return Done(Outcome("staff.dormant_returned", self.list_values()), self.subject, {}, after)

    def _find(self, db: Connection) -> DormantLine:
        found = batches.find_kept(db, self.subject)
        if found.id != self.line:
            raise Refused("staff.nothing_kept_apart")
        return found
