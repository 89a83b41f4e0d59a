"""The payroll office of Brice's shop: who makes payrolls, who approves them, and workers that pay them."""

from dataclasses import dataclass
from typing import Any

from tests.world.members import Member
from tests.world.shop import Shop
from tests.world.treasury import Treasury
from tests.world.world import World
from wallet.operations.use_case import Outcome
from wallet.salaries import paying, payrolls
from wallet.salaries.decide_payroll import AskPayroll, DecidePayroll
from wallet.salaries.make_payroll import MakePayroll
from wallet.salaries.payrolls import Count, Payroll, PayrollLine
from wallet.salaries.typed_rows import TypedRow


@dataclass
class PayrollOffice:
    """A shop with money in its till, a maker and an approver."""

    treasury: Treasury
    maker: Member
    approver: Member

    @classmethod
    def open(cls, world: World, shop: Shop) -> "PayrollOffice":
        """Hire both."""
        treasury = Treasury.open(world, shop)
        members = treasury.members
        return cls(treasury, members.hire("payroll_maker"), members.hire("payroll_approver"))

    @property
    def world(self) -> World:
        """Return the world it is in."""
        return self.treasury.world

    @property
    def merchant_id(self) -> str:
        """Return the business."""
        return self.treasury.shop.merchant.id

    def make(self, *rows: tuple[str, str, str, str], title: str = "Novembre") -> str:
        """Make a payroll of rows (number, way, name, amount); return its id."""
        typed = tuple(TypedRow(nth, *row) for nth, row in enumerate(rows, 2))
        made = self.maker.perform(MakePayroll(title, typed))
        assert not made.refused, made
        return str(made.values["payroll_id"])

    def ask(self, payroll_id: str) -> Outcome:
        """Ask that it be paid."""
        return self.maker.perform(AskPayroll(payroll_id))

    def decide(self, payroll_id: str, agreed: int = 1, by: Member | None = None, **said: Any) -> Outcome:
        """Decide it by the sums that are shown, the second factor shown just now."""
        by = by or self.approver
        if not by.who.is_fresh:
            by.show_code()
        return by.perform(self.decision(payroll_id, agreed, **said))

    def decision(self, payroll_id: str, agreed: int = 1, **said: Any) -> DecidePayroll:
        """Return what an approver who looks at it agrees to."""
        shown = self.find(payroll_id)
        sums = {"lines": shown.lines, "amount": shown.amount, "fee": shown.fee, "tax": shown.tax, **said}
        return DecidePayroll(self.treasury.shop.merchant.owner_id, payroll_id, agreed, **sums)

    def approve(self, *rows: tuple[str, str, str, str]) -> str:
        """Make, ask and approve a payroll of good rows; return its id."""
        made = self.make(*rows)
        assert not (asked := self.ask(made)).refused, asked
        assert not (decided := self.decide(made)).refused, decided
        return made

    def pay(self, payroll_id: str) -> None:
        """Let a worker pay what waits of it."""
        while self.world.do(lambda db: paying.pay_some(db, payroll_id)):
            pass

    def find(self, payroll_id: str) -> Payroll:
        """Return it as it stands."""
        found: Payroll | None = self.world.do(lambda db: payrolls.find(db, self.merchant_id, payroll_id))
        assert found
        return found

    def lines(self, payroll_id: str) -> list[PayrollLine]:
        """Return its lines."""
        found: list[PayrollLine] = self.world.do(lambda db: payrolls.list_lines(db, payroll_id, 10_000))
        return found

    def count(self, payroll_id: str) -> Count:
        """Return its sums."""
        found: Count = self.world.do(lambda db: payrolls.count(db, payroll_id))
        return found

    def problems(self, payroll_id: str) -> list[str]:
        """Return what is wrong with each line, "" for nothing."""
        return [line.problem for line in self.lines(payroll_id)]

    def states(self, payroll_id: str) -> list[str]:
        """Return what became of each line."""
        return [line.state for line in self.lines(payroll_id)]
