"""Move money of the house between its accounts: banks, operators, notes and coins, what is due, suspense."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.ledger import Transfer
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.reconciliation import bank_legs, bank_lines, rail_legs
from wallet.staff import moves
from wallet.staff.account_owners import name_accounts
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting
from wallet.staff.content import Francs
from wallet.staff.moves import Leg, Move
from wallet.staff.planned_moves import PLANNERS, PlannedMove, find_amount
from wallet.staff.told_of_moves import tell_owners


@dataclass(frozen=True)
class MoveMoney(ApprovedAct):
    """Make the move of this name, of so many francs, with what its asker named in `words`.

    `legs` is what it posts, all of it: what is approved is posted as it stands here, or not at all.
    """

    kind: ClassVar[str] = "move_money"

    move: str
    words: tuple[str, ...]
    amount: Francs
    legs: tuple[Leg, ...]
    charge: Francs = 0

    @property
    def subject(self) -> str:
        """The move, and what its asker named."""
        return write_subject(self.move, self.words)

    @property
    def moved(self) -> int:
        """Return how many francs it takes from whoever it names: of a wrong cash-in, what was still there."""
        return sum(leg.amount for leg in self.legs if leg.amount > 0 and leg.account != "commissions")

    def list_values(self) -> dict[str, Any]:
        """Return what it is called, what was named, and how much."""
        typed = " ".join((self.move.replace("_", "-"), *self.words))
        return {
            "move": self.move, "title": moves.get_move(self.move).en, "named": self.subject, "amount": self.amount,
            "charge": self.charge, "left": self.amount - self.moved, "typed": typed,
        }  # fmt: skip

    def lock(self, db: Connection) -> None:
        """Have moves of the same take turns."""
        numbers.take_turn(db, f"move {self.subject}")

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted, and what each account holds before and after.

        Raises Refused where it would post otherwise than was asked, or more than an account holds.
        """
        if self._plan(db).legs != self.legs:
            raise Refused("staff.move_changed", named=self.subject)
        transfer = self._write_transfer(db, f"preview:{self.subject}")
        if over := moves.find_overdrawn(db, self.move, transfer.entries):
            account, most = over
            called = name_accounts(db, [account])[account].name
            raise Refused("staff.move_beyond", account=called, most=most, amount=self.amount)
        holds = tuple(
            (one.account, before := ledger.balance(db, one.account), before + one.amount) for one in transfer.entries
        )
        return Preview(preview_posting(db, transfer).transfer, holds=holds)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Post it."""
        transfer = self._write_transfer(db, doing.key)
        before = {leg.account: ledger.balance(db, entry.account)
                  for leg, entry in zip(self.legs, transfer.entries, strict=True)}  # fmt: skip
        posting = post(db, transfer)
        after = {leg.account: before[leg.account] + leg.amount for leg in self.legs}
        line = bank_lines.lock_row_line(db, self.words[0]) if self.move == "keep_unmatched" else None
        bank_legs.note(db, posting.transfer, self.move, self.legs, line.id if line else None)
        rail_legs.note(db, posting.transfer, self.move, self.legs)
        if line:
            bank_lines.close_case(db, line)
        tell_owners(db, doing, self.move, self.legs, posting)
        whole = self.moved == self.amount
        said = Outcome("staff.money_moved" if whole else "staff.money_moved_in_part", self.list_values())
        return Done(said, self.subject, before, after | {"transfer": str(posting.transfer)})

    def _write_transfer(self, db: Connection, key: str) -> Transfer:
        return Transfer(key, self.move, moves.read_entries(db, self.legs), undoes=self._plan(db).undoes)

    def _plan(self, db: Connection) -> PlannedMove:
        move = moves.get_move(self.move)
        return plan_legs(db, move, moves.read_words(db, move, self.words), self.amount, self.charge)


def write_subject(move: str, words: tuple[str, ...]) -> str:
    """Return how a move of what was named is called, among what waits for approval."""
    return " ".join((move, *words))


def plan_move(db: Connection, name: str, said: tuple[str, ...], amount: int, charge: int, why: str) -> MoveMoney:
    """Return the move that somebody asks for, as things are now. Raises Refused for what no move is."""
    move = moves.get_move(name)
    words = moves.read_words(db, move, said)
    whole = find_amount(db, move, words, amount)
    return MoveMoney(name, words, whole, plan_legs(db, move, words, whole, charge).legs, charge, why=why)


def plan_legs(db: Connection, move: Move, words: tuple[str, ...], amount: int, charge: int) -> PlannedMove:
    """Return what a move posts as things are now. Raises Refused where there is nothing it can post."""
    if planner := PLANNERS.get(move.name):
        if (amount <= 0 and move.name != "book_vat") or charge:  # of a month's VAT, that nothing is due is said there
            raise Refused("staff.move_amount", amount=amount, charge=charge)
        return planner(db, words, amount)
    return PlannedMove(moves.write_legs(db, move, words, amount, charge))
