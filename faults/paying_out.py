"""A shop that is paid out, and pays salaries: to phones, wallets and a bank, each once; compared at rest.

What its program asks by the API, its owner by the pages and staff by commands are done by the real processes.
"""

import secrets as chance
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from faults.bank_clerk import BankClerk
from faults.members import Member
from faults.office import Away, Staff
from faults.opening import open_wallets
from faults.payout_plan import BANK_NAME, HOLDER, OPENING, DrawnPayout, PayoutPlan, draw_rib
from faults.plan import DrawnPerson
from faults.shop import NotMade, OnlineShop
from faults.stage import DATABASE, Stage
from faults.timeline import Timeline
from local.postgres import OWNER
from local.trial_kinds import lend
from wallet import ledger
from wallet.banks.rib import Rib
from wallet.core.database import connect_briefly, in_transaction
from wallet.core.errors import WalletError
from wallet.core.public_ids import find_id, write_id
from wallet.payouts.change_settlement import AddSettlementAccount
from wallet.reconciliation import bank_accounts

LENT: Final = 900_000
HOURS_48: Final = 48 * 3600 + 60
TITLE: Final = "Novembre"
TRIES_MAX: Final = 8
PAUSE_SECONDS: Final = 0.3
BANK_DAYS: Final = 6  # past every vice: three days late, back the day after


@dataclass
class PayingOut:
    """One shop's payouts and payroll, as planned; `made` are the amounts that the API said it would pay out."""

    stage: Stage
    timeline: Timeline
    shop: OnlineShop
    plan: PayoutPlan
    merchant_id: str
    account: int
    owner: Member
    clerk: BankClerk
    accounts: dict[str, str] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)
    payroll_id: str = ""
    broken: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _: None

    @classmethod
    def open(cls, stage: Stage, timeline: Timeline, shop: OnlineShop, phone: str, plan: PayoutPlan) -> "PayingOut":
        """Give the shop money, its accounts and its owner's login, and let 48 hours pass."""
        [(merchant_id, account)] = stage.rows("SELECT id::text, account_id FROM merchant")
        payees = [
            DrawnPerson(one.number, one.name, "fr", "approve", 0, ()) for one in plan.lines if one.way == "wallet"
        ]
        open_wallets(stage, payees, OPENING)
        stage.do(lambda db: ledger.post_one(db, lend(db, account, LENT)), "web")
        rib = draw_rib(uuid.uuid4().int)

        def add(db: Connection) -> None:
            bank_accounts.add(db, Rib(rib), "XAF", plan.profile, BANK_NAME, "ECOCCMCX")

        with connect_briefly(stage.postgres.url(DATABASE, OWNER)) as owner_of_database:
            in_transaction(owner_of_database, add)
        owner = Member.open_owner(stage, merchant_id, phone)
        clerk = BankClerk(stage, timeline, Staff.hire(stage), rib, plan.form)
        made = cls(stage, timeline, shop, plan, merchant_id, account, owner, clerk)
        made.add_accounts()
        stage.pass_time(HOURS_48)
        owner.sign_in()
        return made

    def add_accounts(self) -> None:
        """Have the owner add an account of each kind."""
        for case in (
            AddSettlementAccount("phone", self.plan.rail, self.plan.phone, meant=1), AddSettlementAccount("wallet"),
            AddSettlementAccount("bank", "", draw_rib(uuid.uuid4().int), HOLDER),
        ):  # fmt: skip
            done = self.owner.perform(case)
            self.accounts[case.way] = write_id("sta", str(done.values["account_id"]))

    def live(self) -> None:
        """Pay out, pay salaries, and bring files to the bank, while everything breaks; note what breaks here."""
        try:
            for one in self.plan.payouts:
                self.pay_out(one)
            self.pay_salaries()
            for _ in range(TRIES_MAX):
                self.try_at_bank(self.clerk.send_files)
        except NotMade as failed:
            self.timeline.note("shop", f"gives up its salaries: {failed}")
        except Exception as failed:
            self.broken.append(f"paying out broke: {type(failed).__name__} {failed}")

    def try_at_bank(self, work: Callable[[], None]) -> bool:
        """Let the clerk work; False where the office went away, or the database."""
        try:
            work()
        except (Away, SQLAlchemyError) as failed:
            self.timeline.note("clerk", f"stops: {type(failed).__name__}")
            time.sleep(PAUSE_SECONDS)
            return False
        return True

    def pay_out(self, one: DrawnPayout) -> None:
        """Ask for one payout by the API."""
        try:
            made = self.shop.ask("POST", "/payouts", {"account": self.accounts[one.way], "amount": one.amount})
        except NotMade as failed:
            self.timeline.note("shop", f"gives up a payout of {one.amount}: {failed}")
            return
        self.made.append(one.amount)
        self.timeline.note("shop", f"pays {one.amount} out to {one.way}: {made['reference']}")

    def pay_salaries(self) -> None:
        """Make a payroll by the API, submit it, and have the owner approve it. Raises NotMade."""
        if not self.plan.lines:
            return
        lines = [one.write() for one in self.plan.lines]
        made = self.shop.ask("POST", "/payrolls", {"title": TITLE, "lines": lines})
        assert made["bad_lines"] == 0, self.shop.ask("GET", f"/payrolls/{made['id']}/lines")
        self.payroll_id = find_id("pyr", made["id"]) or ""
        self.before("ask")
        made = self.shop.ask("POST", f"/payrolls/{made['id']}/submit")
        self.before("agree")
        self.agree(self.payroll_id, **{name: made[name] for name in ("lines", "amount", "fee", "tax")})

    def agree(self, payroll_id: str, **sums: Any) -> None:
        """Have the owner approve a payroll, by the same form again while nothing comes of it."""
        attempt = chance.token_urlsafe(16)
        for _ in range(TRIES_MAX):
            leads = self.owner.press(payroll_id, "agree", attempt, **sums)
            self.timeline.note("owner", f"agrees to the payroll: {leads or 'nothing comes of it'}")
            if leads:
                return
            time.sleep(PAUSE_SECONDS)
            self.come_back()

    def come_back(self) -> None:
        """Have the owner sign in again: the clock was moved, or their session was cut."""
        try:
            if not self.owner.who.is_fresh:
                self.owner.sign_in()
        except (WalletError, SQLAlchemyError, AssertionError) as failed:
            self.timeline.note("owner", f"cannot sign in: {type(failed).__name__} {failed}")

    def let_bank_days_pass(self, rest: Callable[[], None]) -> None:
        """Let days pass at the bank with its vices, each with a statement; `rest` lets who must be told be told."""
        self.stage.put("faults", {"bank": self.plan.vices or {}})
        if self.plan.incoming:
            self.be_paid(self.plan.incoming)
        for _ in range(BANK_DAYS):
            for work in self.list_work():
                while not self.try_at_bank(work):
                    self.stage.all_up()
            rest()
            self.stage.pass_time(86_400)

    def list_work(self) -> list[Callable[[], None]]:
        """Return what the clerk does each day: a bank that rejects nothing is asked for no reports."""
        reports = [self.clerk.read_reports] if "rejected" in (self.plan.vices or {}) else []
        return [self.clerk.send_files, *reports, self.clerk.read_statement]

    def be_paid(self, amount: int) -> None:
        """Have somebody unknown pay into our account at the bank."""
        said = {"amount": amount, "words": "loyer", "name": "UN INCONNU", "day": self.clerk.today}
        url = f"{self.stage.simulator_url}/bank/transfers/{self.clerk.rib}"
        self.stage.session.post(url, json=said, timeout=10).raise_for_status()
