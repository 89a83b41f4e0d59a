"""Decide a contest: what is held goes back to who gave it, or stays with who received it; both are told.

Giving it back undoes the payment by as much, so that refunds and contests together never take back more than was given.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.accounts import contests
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.ledger import Entry, Transfer, holds
from wallet.messages import notices
from wallet.operations import movements
from wallet.operations.movements import NewMovement
from wallet.operations.taken_back import lock_row_movement
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting

Verdict = Literal["give_back", "leave"]
STATES: Final[dict[Verdict, str]] = {"give_back": "given back", "leave": "left"}
SENTENCES: Final[dict[Verdict, str]] = {"give_back": "contest_given", "leave": "contest_left"}


@dataclass(frozen=True)
class Contest:
    """A contest: what was given by whom to whom, and what of it is held, but for `fee`, our part of that."""

    id: str
    transfer_id: UUID
    case_number: int
    reference: str
    giver_id: str
    receiver_id: str
    account_id: int
    amount: int
    held: int
    fee: int
    hold_id: UUID | None
    state: str
    due_at: datetime


COLUMNS: Final = """id::text, transfer_id, case_number, reference, giver_id::text, receiver_id::text, account_id,
    amount, held, fee, hold_id, state, due_at"""


def get_contest(db: Connection, case_name: str) -> Contest:
    """Return the contest a case is about. Raises Refused for another kind of case."""
    case = cases.get_case(db, case_name)
    if case.contest is None:
        raise Refused("staff.no_contest", case=case.name)
    row = db.execute(text(f"SELECT {COLUMNS} FROM contest WHERE id = :id"), {"id": case.contest}).one()  # noqa: S608 - a constant
    return Contest(**row._mapping)


@dataclass(frozen=True)
class DecideContest(ApprovedAct):
    """Decide the contest of a case (C17)."""

    kind: ClassVar[str] = "decide_contest"

    case: str
    verdict: Verdict

    @property
    def subject(self) -> str:
        """The case."""
        return self.case

    def lock(self, db: Connection) -> None:
        """Hold both sides, the payment that is contested, and the contest."""
        contest = get_contest(db, self.case)
        people.lock_rows(db, contest.giver_id, contest.receiver_id)
        lock_row_movement(db, contest.transfer_id)
        db.execute(text("SELECT 1 FROM contest WHERE id = :id FOR UPDATE"), {"id": contest.id})

    def preview(self, db: Connection) -> Preview:
        """Return the transfer that ends the hold, none when nothing is held. Raises Refused."""
        contest = get_contest(db, self.case)
        if contest.state != "open":
            raise Refused("staff.decided_already", case=self.case, state=contest.state)
        if self.verdict == "give_back":
            if contest.hold_id is None:
                raise Refused("staff.nothing_held", case=self.case)
            left = contests.count_left(db, contest.transfer_id, contest.amount)
            if contest.held > left:
                raise Refused("staff.refunded_meanwhile", case=self.case, left=left)
        transfer = self._transfer(db, contest)
        return preview_posting(db, transfer) if transfer else Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """End the hold, tell both, close the case; all is locked."""
        contest, state = get_contest(db, self.case), STATES[self.verdict]
        if transfer := self._transfer(db, contest):
            posting = post(db, transfer)
            sides = (contest.receiver_id, contest.giver_id)
            other, owner = sides if self.verdict == "give_back" else sides[::-1]
            amount = contest.held if self.verdict == "give_back" else contest.held - contest.fee
            what = (contest.reference, transfer.kind, amount)
            movements.note(db, NewMovement(posting.transfer, *what, giver_id=other, receiver_id=owner))
        decided = text("UPDATE contest SET state = :state, decided_at = wallet_now() WHERE id = :id")
        db.execute(decided, {"state": state, "id": contest.id})
        cases.close_case(db, contest.case_number)
        self._tell(db, contest)
        before, after = {"state": "open", "held": contest.held}, {"state": state, "held": 0}
        return Done(Outcome("staff.contest_decided", self.list_values()), self.case, before, after)

    def _transfer(self, db: Connection, contest: Contest) -> Transfer | None:
        """Return what the verdict means in the ledger: one end of the hold."""
        if contest.hold_id is None:
            return None
        key = f"contest:{contest.id}"
        if self.verdict == "leave":
            left = [Entry(contest.account_id, contest.held - contest.fee)]
            return holds.ending(db, f"{key}:left", "release_contested", contest.hold_id, left)
        back = [Entry(people.get_person(db, contest.giver_id).account_id, contest.held)]
        if contest.fee:  # a merchant's, which a refund returns as well
            back.append(Entry(ledger.ours(db, "fees"), -contest.fee))
        undone = contest.transfer_id
        return holds.ending(db, f"{key}:given", "return_contested", contest.hold_id, back, undoes=undone)

    def _tell(self, db: Connection, contest: Contest) -> None:
        """Tell both what was decided."""
        for person in people.find_by_ids(db, [contest.giver_id, contest.receiver_id]).values():
            is_receiver = person.id == contest.receiver_id
            against = "_against" if is_receiver else ""
            said = {
                "amount": contest.held - contest.fee if is_receiver else contest.held,
                "reference": contest.reference,
                "balance": ledger.balance(db, person.account_id),
            }
            notices.tell(db, person, "receipt", f"{SENTENCES[self.verdict]}{against}", **said)
