"""Ask for a payroll to be paid, and decide it: another member does, by their second factor, of these very sums."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.business import levels
from wallet.core.errors import QuoteChanged, Refused
from wallet.ledger import Entry, Transfer
from wallet.members import sessions
from wallet.members.sessions import MemberProof
from wallet.operations import movements
from wallet.operations.actor import ActorKind
from wallet.operations.movements import NewMovement
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.payouts import put_aside
from wallet.people import people
from wallet.salaries import approvers, payrolls
from wallet.salaries.make_payroll import OfMakerOrProgram, lock_row_own_draft, rejudge
from wallet.salaries.payrolls import Payroll

APPROVE_SALARIES: Final = "salaries:approve"
AT: Final = "in_transit:salaries"
ASKED, APPROVED, REFUSED = "payroll_asked", "payroll_approved", "payroll_refused"  # outcomes that no phone hears
LARGEST: Final = text("""SELECT coalesce(max(amount), 0) FROM payroll_line
    WHERE payroll_id = CAST(:id AS uuid) AND way <> 'wallet'""")
ONE_AT_A_TIME: Final = text("SELECT FROM merchant WHERE id = CAST(:merchant AS uuid) FOR NO KEY UPDATE")


@dataclass(frozen=True)
class AskPayroll(OfMakerOrProgram):
    """Ask that a draft be paid."""

    kind: ClassVar[str] = "ask_payroll"

    payroll_id: str

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that tell people and the business."""
        return ("notices", "mail", "webhooks")

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Judge all anew, freeze the sums, and tell whoever may approve. Raises Refused."""
        db.execute(ONE_AT_A_TIME, {"merchant": doing.actor.business_id})  # two that pay one number take turns
        draft = lock_row_own_draft(db, doing, self.payroll_id)
        rejudge(db, draft)
        found = payrolls.count(db, draft.id)
        if found.bad:
            raise Refused("member.payroll_bad_lines", count=found.bad)
        if not found.lines:
            raise Refused("member.payroll_empty")
        payrolls.ask(db, draft, found)
        said = {"title": draft.title, "lines": found.lines, "total": found.total, "reference": draft.reference}
        approvers.tell(db, draft.merchant_id, "payroll_asked", said)
        approvers.mail(db, draft.merchant_id, "payroll_asked", draft.id)
        return Outcome(ASKED, {"payroll_id": draft.id})


@dataclass(frozen=True)
class DecidePayroll(UseCase):
    """Have a payroll paid, of the sums that were shown (`agreed` 1), or send it back to who made it (0).

    The business's owner is the person `owner_id`.
    """

    kind: ClassVar[str] = "decide_payroll"
    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = APPROVE_SALARIES
    moves_money: ClassVar[bool] = True

    owner_id: str
    payroll_id: str
    agreed: int
    lines: int = 0
    amount: int = 0
    fee: int = 0
    tax: int = 0

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the business's owner."""
        return (self.owner_id,)

    @property
    def wakes(self) -> tuple[str, ...]:
        """Queues that pay its lines, and tell the business."""
        return ("salaries", "webhooks")

    def find_leaving(self, db: Connection, doing: Doing) -> int:
        """Return nothing: members have no ceilings of their own."""
        return 0

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Decide it, once; what is agreed to is put aside whole. Raises Refused, Locked, QuoteChanged."""
        sessions.check_fresh(db, doing.proof)
        shop, owner = put_aside.find_shop(db, doing.actor.business_id, doing.people)
        asked = payrolls.lock_row(db, shop.id, self.payroll_id)
        if asked is None or asked.state != "asked":
            raise Refused("member.payroll_decided")
        if not self.agreed:
            payrolls.send_back(db, asked)
            return Outcome(REFUSED, {"payroll_id": asked.id})
        if asked.made_by == doing.actor.id:
            raise Refused("member.payroll_own")
        people.refuse_stopped(owner)
        bound = levels.read_level(db, shop.id)
        if not bound.methods:
            raise Refused("member.payout_unverified")
        if bound.payout_most is not None and find_largest(db, asked) > bound.payout_most:
            raise Refused("member.payroll_payout_most", most=bound.payout_most)
        if (asked.lines, asked.amount, asked.fee, asked.tax) != (self.lines, self.amount, self.fee, self.tax):
            raise QuoteChanged("error.price_changed")
        if not is_priced(db, asked):
            raise Refused("member.payroll_price_changed")
        payrolls.approve(db, asked, doing.actor.id)
        entries = (Entry(shop.account_id, -asked.total), Entry(ledger.ours(db, AT), asked.total))
        short = Refused("member.payroll_above", total=asked.total)
        held = ledger.post_one(db, Transfer(asked.key, "hold_salaries", entries), short)
        movements.note(db, NewMovement(
            held.transfer, asked.reference, "hold_salaries", asked.amount, giver_id=owner.id, fee=asked.fee,
            tax=asked.tax, merchant_id=shop.id,
        ))  # fmt: skip
        return Outcome(APPROVED, {"payroll_id": asked.id})


def find_largest(db: Connection, payroll: Payroll) -> int:
    """Return the most that a line pays to a phone or a bank, in francs; 0 for none that pays those."""
    return int(db.execute(LARGEST, {"id": payroll.id}).scalar_one())


def is_priced(db: Connection, payroll: Payroll) -> bool:
    """True while the price of each line is what it costs now: as the database looks at it too."""
    found = text("SELECT is_payroll_summed(b) FROM payroll b WHERE b.id = CAST(:id AS uuid)")
    return bool(db.execute(found, {"id": payroll.id}).scalar_one())
