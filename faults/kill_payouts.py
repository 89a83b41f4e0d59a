"""The kill matrix of payouts and salaries: kill -9 at each step from what is asked to what a statement books."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from faults.checks import wrongs
from faults.evidence import gather
from faults.members import Member
from faults.office import APPROVES, ASKS, Away
from faults.paying_out import PayingOut
from faults.payout_checks import check_paid_out, gather_paid_out
from faults.payout_plan import DrawnLine, DrawnPayout, PayoutPlan, Way, draw_number, draw_rib
from faults.polling import Late, wait_for
from faults.rest import be_quiet, come_to_rest
from faults.run import marks
from faults.sales import NO_MARKET
from faults.shop import OnlineShop
from faults.stage import Stage
from faults.timeline import Timeline, add_what_others_know
from wallet.core.public_ids import find_id
from wallet.payouts.save_schedule import DropSchedule, SaveSchedule

OWNER: Final = "+237670000006"
PHONE: Final = draw_number(0, "mtn", 9)
AMOUNTS: Final = (5_100, 5_200)
IN_WALLET: Final = DrawnLine("wallet", draw_number(0, "mtn", 1), "Awa Ngono", 5_300)
AT_MTN: Final = DrawnLine("mtn", draw_number(0, "mtn", 2), "Moussa Bello", 5_400)
AT_BANK: Final = DrawnLine("bank", draw_rib(4_711), "Jean Fotso", 5_500)
REFUSED: Final = {"mtn": {"payout_refused": {"next": 1}}}
VICES: Final = {"returned": "returned", "reported": "rejected"}  # of the bank, in a part
CODE_SECONDS: Final = 61  # a code of an app is good once
LINES: Final = {
    "salaries": (IN_WALLET, AT_MTN, AT_BANK), "salary phone": (AT_MTN,), "child": (IN_WALLET, AT_MTN),
}  # fmt: skip


@dataclass(frozen=True)
class PayoutPoint:
    """A row: where which process dies in which part, and how many payouts and salaries are paid and how many return.

    `step` is the clerk's, or the payroll's, before which the order to die is given.
    """

    name: str
    part: str
    process: str
    just_done: str
    step: str = ""

    @property
    def called(self) -> str:
        """Return the part in the matrix."""
        return self.step or self.part


PAYOUT_POINTS: Final = (
    PayoutPoint("P1", "phone", "serve", "a payout is put aside, not committed"),
    PayoutPoint("A1", "phone", "serve", "that is committed, nobody woken"),
    PayoutPoint("K5", "phone", "worker mtn", "the order is sent, nothing of the answer read"),
    PayoutPoint("K10", "phone", "worker mtn", "inside the ledger's transaction"),
    PayoutPoint("K7", "phone", "worker mtn", "money and receipt are committed, nobody woken"),
    PayoutPoint("P1", "wallet", "serve", "a payout reached the owner's wallet, not committed"),
    PayoutPoint("A1", "wallet", "serve", "that is committed, nobody woken"),
    PayoutPoint("D1", "schedule", "worker deadlines", "a payout by schedule is made, not committed"),
    PayoutPoint("D2", "schedule", "worker deadlines", "that is committed, nobody woken"),
    PayoutPoint("F1", "bank", "office", "a file is gathered, not committed", "gather"),
    PayoutPoint("K1", "bank", "office", "that is committed, no approval asked", "gather"),
    PayoutPoint("F1", "bank", "office", "a file is approved, not committed", "release"),
    PayoutPoint("K1", "bank", "office", "that is committed, nothing said", "release"),
    PayoutPoint("F1", "bank", "office", "a file is noted as sent, not committed", "send"),
    PayoutPoint("K1", "bank", "office", "that is committed, no byte given", "send"),
    PayoutPoint("F2", "bank", "office", "the bytes are written, not given", "send"),
    PayoutPoint("F1", "bank", "office", "a statement is imported, not committed", "import"),
    PayoutPoint("F2", "bank", "office", "that is committed, nothing said", "import"),
    PayoutPoint("P1", "bank", "office", "the first payout of a statement is booked", "book"),
    PayoutPoint("F1", "bank", "office", "all of them are, not committed", "book"),
    PayoutPoint("K1", "bank", "office", "that is committed, nothing said", "book"),
    PayoutPoint("P1", "returned", "office", "the first that came back is its shop's again", "back"),
    PayoutPoint("K1", "returned", "office", "all are, that is committed, nothing said", "back"),
    PayoutPoint("P1", "rejected", "office", "what its bank rejects is its shop's again", "reject"),
    PayoutPoint("K1", "rejected", "office", "that is committed, nothing said", "reject"),
    PayoutPoint("K1", "reported", "office", "the first that a report rejects is asked back", "report"),
    PayoutPoint("K1", "reported", "office", "the first of those is its shop's again, nothing said", "rejected"),
    PayoutPoint("A1", "salaries", "serve", "a payroll is submitted, nobody told", "ask"),
    PayoutPoint("P1", "salaries", "serve", "its money is set aside, not committed", "agree"),
    PayoutPoint("K1", "salaries", "serve", "that is committed, nobody woken", "agree"),
    PayoutPoint("P1", "salaries", "worker salaries", "a line is posted, not committed"),
    PayoutPoint("S1", "salaries", "worker salaries", "its lines are paid and sent, not committed"),
    PayoutPoint("S2", "salaries", "worker salaries", "that is committed, nobody woken"),
    PayoutPoint("K5", "salary phone", "worker mtn", "the order is sent, nothing of the answer read"),
    PayoutPoint("K10", "salary phone", "worker mtn", "inside the ledger's transaction"),
    PayoutPoint("C1", "child", "serve", "what came back is a draft, not committed", "retry"),
    PayoutPoint("K1", "child", "serve", "that is committed, nothing said", "retry"),
    PayoutPoint("S1", "child", "worker salaries", "what came back is sent again, not committed", "again"),
)  # fmt: skip


@dataclass
class PayoutRow:
    """One point being played."""

    stage: Stage
    point: PayoutPoint
    timeline: Timeline
    paying: PayingOut
    days: int = 0
    is_ordered: bool = False

    def before(self, step: str) -> None:
        """Give the order to die, where this is the step."""
        wanted = self.point.step
        if wanted == "back":
            wanted = "book" if self.days else ""
        if wanted and step == wanted and not self.is_ordered:
            self.order()

    def order(self) -> None:
        """Tell the process to die."""
        self.is_ordered = True
        self.stage.arm(self.point.process, self.point.name)

    def play(self) -> None:
        """Play the part, whose process dies on the way. Raises Late where it does not."""
        if not self.point.step:
            self.order()
        PARTS[self.point.part](self)
        wait_for(self.is_dead, f"{self.point.process} to die at {self.point.name} of {self.point.called}")
        self.stage.all_up()

    def is_dead(self) -> bool:
        """Return True once the process died that was told to; meanwhile bring up what died and wake every worker."""
        self.stage.mend()
        self.stage.wake_all()
        return self.is_ordered and not self.stage.is_armed(self.point.process)

    def pay_out(self) -> None:
        """Ask for what is planned."""
        for one in self.paying.plan.payouts:
            self.paying.pay_out(one)

    def pay_by_schedule(self) -> None:
        """Have the shop paid out each day, for one day."""
        account = str(self.stage.rows("SELECT id::text FROM settlement_account WHERE kind = 'bank'")[0][0])
        assert not self.paying.owner.perform(SaveSchedule(account, "day")).refused
        self.stage.pass_time(86_400)
        wait_for(self.is_dead, "the schedule's worker to die")
        be_quiet(self.stage)
        self.paying.owner.sign_in()
        self.paying.owner.perform(DropSchedule())
        self.go_to_the_bank()

    def pay_by_bank(self) -> None:
        """Ask for what is planned, and bring it to the bank and back."""
        self.pay_out()
        self.go_to_the_bank()

    def go_to_the_bank(self) -> None:
        """Send files, and have two days' statements booked."""
        for _ in range(2):
            self.work(self.paying.clerk.send_files)
            if self.point.part == "rejected" and not self.days:
                self.reject()
            else:
                self.work(self.paying.clerk.read_reports)
                self.work(self.paying.clerk.read_statement)
            self.days += 1
            be_quiet(self.stage)
            self.stage.pass_time(86_400)

    def work(self, work: Callable[[], None]) -> None:
        """Let the clerk work, again where the office died of it."""
        for _ in range(3):
            try:
                work()
            except Away:
                wait_for(self.is_dead, "the office to die")
                self.stage.all_up()
            else:
                return

    def reject(self) -> None:
        """Have two of staff give back what the bank refuses to make: it did not take the file."""
        clerk, why = self.paying.clerk, ("--reason", "AC04", "--why", "its pain.002")
        for row in self.stage.rows("SELECT reference FROM payout ORDER BY created_at, id"):
            self.work(partial(clerk.do, "", ASKS, "reject", row.reference, *why))
            self.work(partial(clerk.do, "reject", APPROVES, "reject", row.reference, "--approve"))

    def pay_salaries(self) -> None:
        """Have salaries paid; what goes by the bank comes to its statement."""
        self.paying.pay_salaries()
        if self.point.process == "serve":
            wait_for(self.is_dead, "the web app to die")
        be_quiet(self.stage)
        self.go_to_the_bank()

    def try_again(self) -> None:
        """Have salaries paid of which one fails, and that one tried again by a draft of a maker's."""
        maker = self.paying.owner.hire("payroll_maker")
        self.stage.put("faults", REFUSED)
        self.paying.pay_salaries()
        be_quiet(self.stage)
        come_to_rest(self.stage, self.timeline, set())
        self.stage.pass_time(CODE_SECONDS)
        maker.sign_in()
        self.paying.owner.sign_in()
        self.before("retry")
        child = self.press_until(maker, self.paying.payroll_id, "retry")
        self.press_until(maker, child, "ask")
        self.before("again")
        sums = self.stage.rows("SELECT lines, amount, fee, tax FROM payroll WHERE id = CAST(:id AS uuid)", id=child)[0]
        self.paying.agree(child, **sums._mapping)
        be_quiet(self.stage)

    def press_until(self, who: Member, payroll_id: str, what: str) -> str:
        """Press a button of a payroll's page, once more where the web app died of it; return the payroll it led to."""
        attempt = "an-attempt-of-" + what
        for _ in range(3):
            leads = who.press(payroll_id, what, attempt)
            self.timeline.note("maker", f"{what}: {leads or 'nothing comes of it'}")
            if leads:
                return find_id("pyr", leads.rpartition("/")[2]) or ""
            wait_for(self.is_dead, "the web app to die")
            self.stage.all_up()
        raise Late(f"{what} leads nowhere")


# How payouts, and salaries to wallets, end in each part.
ENDS: Final = {
    "phone": ["paid"], "wallet": ["paid"], "schedule": ["paid"], "bank": ["paid", "paid"],
    "returned": ["returned", "returned"], "rejected": ["failed", "failed"], "reported": ["failed", "failed"],
    "salaries": ["paid", "paid", "paid"],
    "salary phone": ["paid"], "child": ["failed", "paid", "paid"],
}  # fmt: skip
PARTS: Final[dict[str, Callable[[PayoutRow], None]]] = {
    "phone": PayoutRow.pay_out, "wallet": PayoutRow.pay_out, "schedule": PayoutRow.pay_by_schedule,
    "bank": PayoutRow.pay_by_bank, "returned": PayoutRow.pay_by_bank, "rejected": PayoutRow.pay_by_bank,
    "reported": PayoutRow.pay_by_bank,
    "salaries": PayoutRow.pay_salaries, "salary phone": PayoutRow.pay_salaries, "child": PayoutRow.try_again,
}  # fmt: skip


def make_plan(part: str) -> PayoutPlan:
    """Return what is paid out in a part."""
    if lines := LINES.get(part):
        return PayoutPlan(PHONE, "mtn", lines=lines)
    ways: dict[str, tuple[Way, ...]] = {"phone": ("phone",), "wallet": ("wallet",), "schedule": ()}
    payouts = tuple(map(DrawnPayout, ways.get(part, ("bank", "bank")), AMOUNTS))
    return PayoutPlan(PHONE, "mtn", payouts, vices={VICES[part]: {"chance": 1}} if part in VICES else {})


def payout_row(on: Stage, point: PayoutPoint) -> list[str]:
    """Play a row. Returns what is wrong, with the timeline."""
    timeline, wrong = Timeline(), list[str]()
    on.fresh()
    since = marks(on)
    shop = OnlineShop.open(on, timeline, OWNER, NO_MARKET)
    plan = make_plan(point.part)
    paying = PayingOut.open(on, timeline, shop, OWNER, plan)
    on.put("faults", {"bank": plan.vices or {}})
    row = PayoutRow(on, point, timeline, paying)
    paying.before = paying.clerk.before = row.before
    paying.clerk.delivers = point.part != "rejected"
    try:
        row.play()
        come_to_rest(on, timeline, set())
    except (Late, AssertionError) as failed:
        wrong.append(f"{type(failed).__name__}: {failed}")
    found = gather(on, {OWNER, *plan.phones}, since, [], notices_killed=0)
    wrong += [*wrongs(on, found), *check_paid_out(gather_paid_out(paying)), *judge_ends(paying, point)]
    add_what_others_know(on, timeline, found.strikes)
    return [*wrong, *timeline.shown(), *on.broken_lines()] if wrong else []


def judge_ends(paying: PayingOut, point: PayoutPoint) -> list[str]:
    """Return how payouts and salaries ended otherwise than the row says."""
    ended = [row.state for row in paying.stage.rows("SELECT state FROM payout ORDER BY created_at, id")]
    ended += [row.state for row in paying.stage.rows("SELECT state FROM payroll_line WHERE state <> 'sent'")]
    wanted = ENDS[point.part]
    return [] if sorted(ended) == sorted(wanted) else [f"{point.name} {point.called}: {ended}, not {wanted}"]
