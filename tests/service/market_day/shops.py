"""Shops beside their tills: links, invoices, plans, what they take by pages; and what they pay: salaries and payouts.

Owners act by their sessions; whoever pays them is at their own phone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.service.market_day.market import SHOPS, Market, Someone, francs
from tests.service.market_day.sentences import bought
from tests.world.accountant import who_issues
from tests.world.bank_desk import BankDesk
from tests.world.bank_files import OURS, PAYERS
from tests.world.cashier import Cashier
from tests.world.cast import ALICE, BRUNO
from tests.world.members import Member, Members
from tests.world.office import Office, open_office
from tests.world.shop import Shop
from tests.world.world import World
from wallet.banks.rib import Rib
from wallet.business.create_link import CreateLink
from wallet.business.customers import NewCustomer
from wallet.business.draft_invoice import DraftInvoice
from wallet.business.finalise_invoice import FinaliseInvoice
from wallet.business.invite_owner import InviteOwner
from wallet.business.invoice_issuers import SaveIssuer
from wallet.business.invoice_sums import NewLine
from wallet.business.invoices import NewInvoice
from wallet.business.links import NewLink
from wallet.business.merchants import Merchant
from wallet.business.save_customer import SaveCustomer
from wallet.business.take_at_till import TakeAtTill
from wallet.operations.use_case import UseCase
from wallet.payouts.change_settlement import AddSettlementAccount
from wallet.payouts.make_payout import MakePayout
from wallet.reconciliation import bank_accounts
from wallet.salaries import payrolls
from wallet.salaries.decide_payroll import AskPayroll, DecidePayroll
from wallet.salaries.make_payroll import MakePayroll
from wallet.salaries.typed_rows import TypedRow
from wallet.subscriptions.plans import NewPlan
from wallet.subscriptions.write_plans import CreatePlan

FEE: Final = 50  # of a payout
WAIT_HOURS: Final = 49  # until an account is paid out to
WHY: Final = ("--why", "payouts of the market")


@dataclass
class Keeper:
    """A shop's owner and the maker of its payrolls, signed in; `accounts` are paid out to, by where they are."""

    market: Market
    shop: Merchant
    members: Members
    accounts: dict[str, str]

    @classmethod
    def open(cls, market: Market, name: str, shop: Merchant) -> "Keeper":
        """Let the owner open the pages, hire who makes payrolls, and note where the shop is paid out to."""
        owner = market.people[SHOPS[name][0]]
        world: World = market.service  # type: ignore[assignment]  # all that members need of one
        members = Members(world, Shop(world, shop))
        assert not world.perform(owner.phone, InviteOwner(), f"pages of {name}", pin=owner.pin).refused
        market.service.wake("notices")
        market.service.settle()  # who accepts it before it is texted is texted nothing
        members.accept(members.newest_invitation(), owner.name)
        members.logins["owner"] = members.sign_in(owner.phone)
        members.logins["owner"].add_app()
        members.hire("payroll_maker", f"maker@{name.lower()}.cm")
        one = cls(market, shop, members, {})
        rail = "mtn" if owner.number.startswith("67") else "orange"
        for where, said in {
            "phone": {"way": "phone", "rail": rail, "number": owner.phone},
            "bank": {"way": "bank", "number": PAYERS, "holder": f"{name} SARL"},
        }.items():
            one.accounts[where] = str(one.do(AddSettlementAccount(**said))["account_id"])
        return one

    def come_in(self) -> None:
        """Sign in anew, and show the second factors, for what is asked just after."""
        for role, typed in {"owner": self.owner_phone, "payroll_maker": f"maker@{self.shop.name.lower()}.cm"}.items():
            app = self.members.logins[role].app
            self.members.logins[role] = again = self.members.sign_in(typed)
            again.app = app
            again.show_code()

    @property
    def owner_phone(self) -> str:
        """Return the owner's number."""
        return self.market.people[SHOPS[self.shop.name][0]].phone

    def do(self, case: UseCase, by: str = "owner") -> dict[str, Any]:
        """Let a member do it, whatever goes on is woken; return the values of what came of it."""
        member: Member = self.members.logins[by]
        done = member.perform(case)
        assert not done.refused, done
        self.market.service.wake(*case.wakes)
        return done.values

    def pay(self, francs_paid: int) -> None:
        """Note that so much left the till."""
        with self.market.book.lock:
            self.market.book.shops[self.shop.name] -= francs_paid


def offers_link(keeper: Keeper, amount: str) -> None:
    made = keeper.do(CreateLink(NewLink(keeper.shop.id, "Panier du samedi", int(amount))))
    keeper.market.offered[keeper.shop.name, "link"] = (str(made["pay_code"]), int(amount))


def takes_at_till(keeper: Keeper, amount: str) -> None:
    made = keeper.do(TakeAtTill(SHOPS[keeper.shop.name][1], int(amount), "Au comptoir"))
    keeper.market.offered[keeper.shop.name, "till"] = (str(made["pay_code"]), int(amount))


def bills(keeper: Keeper, amount: str) -> None:
    shop, service = keeper.shop.id, keeper.market.service
    keeper.do(SaveIssuer(who_issues(shop)))
    customer = str(keeper.do(SaveCustomer(NewCustomer(shop, "Hôtel Sawa")))["customer_id"])
    draft = str(
        keeper.do(DraftInvoice(NewInvoice(shop, customer, (NewLine("Clous", "1", int(amount)),))))["invoice_id"]
    )
    keeper.do(FinaliseInvoice(draft))
    [asked] = service.do_as_owner(lambda db: db.exec_driver_sql(
        "SELECT a.code, c.amount FROM pay_address a JOIN checkout c ON c.id = a.checkout_id WHERE c.invoice_id = %s",
        (draft,)).all())  # fmt: skip
    assert asked.amount == int(amount) + -(-int(amount) * 1925 // 10_000), "with its tax"
    keeper.market.offered[keeper.shop.name, "invoice"] = (asked.code, asked.amount)


def offers_plan(keeper: Keeper, amount: str) -> None:
    made = keeper.do(CreatePlan(NewPlan(keeper.shop.id, "Pain du jour", "week", int(amount))))
    keeper.market.offered[keeper.shop.name, "plan"] = (str(made["pay_code"]), int(amount))


def pays_salaries(keeper: Keeper, amount: str, one: str, more: str, other: str) -> None:
    market = keeper.market
    paid = {one: int(amount), other: int(more)}
    rows = tuple(
        TypedRow(nth, market.people[name].phone, "mbongo", f"{name} Nkolo", str(sum_))
        for nth, (name, sum_) in enumerate(paid.items(), 2)
    )
    made = str(keeper.do(MakePayroll("Novembre", rows), "payroll_maker")["payroll_id"])
    keeper.do(AskPayroll(made), "payroll_maker")
    asked = market.service.do(lambda db: payrolls.find(db, keeper.shop.id, made))
    assert (asked.lines, asked.amount) == (len(paid), sum(paid.values()))
    keeper.do(DecidePayroll(keeper.shop.owner_id, made, 1, asked.lines, asked.amount, asked.fee, asked.tax))
    keeper.pay(asked.total)
    for name, sum_ in paid.items():
        market.hear(market.people[name], rf"{francs(sum_)} FCFA.*{keeper.shop.name}|{keeper.shop.name}.*{francs(sum_)}")
        with market.book.lock:
            market.book.wallets[name] += sum_


def is_paid_out(keeper: Keeper, amount: str, where: str) -> None:
    keeper.do(MakePayout(keeper.shop.owner_id, keeper.accounts[where], int(amount), FEE))
    keeper.pay(int(amount) + FEE)
    with keeper.market.book.lock:
        if where == "phone":
            keeper.market.book.by_operators -= int(amount)
        else:
            keeper.market.book.by_banks += int(amount)


def pays_offered(market: Market, who: Someone, thing: str, shop: str, how: str | None) -> None:
    code, amount = market.offered[shop, thing]
    if how == " by text":
        market.agree_by_text(who, f"PAYER {code}", f"^{francs(amount)} FCFA payés à {shop}")
    elif how == " from her operator":
        closing = market.call(who, "2", code, "1")
        while not closing.startswith("Approuvez"):
            closing = who.handset.answer("1").text
        market.hear(who, rf"{francs(amount)} FCFA")
        with market.book.lock:
            market.book.by_operators += amount
            market.book.wallets[who.name] += amount  # which bought() takes
    else:
        _, closing = market.call_and_prove(who, "4", code)
        assert closing.startswith(f"Payé: {francs(amount)} FCFA à {shop}"), closing
    bought(market, who, shop, amount)


OF_SHOPS: Final[dict[str, Callable[..., None]]] = {
    r"offers a link of (?P<amount>\d+)": offers_link,
    r"takes (?P<amount>\d+) at its till": takes_at_till,
    r"bills (?P<amount>\d+) to the hotel": bills,
    r"offers a plan of (?P<amount>\d+)": offers_plan,
    r"pays salaries of (?P<amount>\d+) to (?P<one>\w+) and (?P<more>\d+) to (?P<other>\w+)": pays_salaries,
    r"is paid out (?P<amount>\d+) at its (?P<where>bank|phone)": is_paid_out,
}
OF_PAYERS: Final = r"pays the (?P<thing>link|till|invoice|plan) of (?P<shop>\w+)(?P<how> by text| from her operator)?"


def do_of_shops(market: Market, name: str, sentence: str) -> bool:
    """Do what a sentence says of a shop, or of who pays what it offers; False for one that says something else."""
    if found := re.fullmatch(OF_PAYERS, sentence):
        pays_offered(market, market.people[name], **found.groupdict())
        return True
    for pattern, done in OF_SHOPS.items():
        if name in SHOPS and (found := re.fullmatch(pattern, sentence)):
            done(market.keepers[name], **found.groupdict())
            return True
    return False


def settle_at_bank(market: Market, folder: Path) -> None:
    """Let two of staff send the file of payouts, and believe the statement that shows them."""
    world: World = market.service  # type: ignore[assignment]
    with open_office(world.wallet_on("office")) as url:
        office = Office(world, url)
        office.hire(ALICE, BRUNO)
        world.do_as_owner(lambda db: bank_accounts.add(db, Rib(OURS), "XAF", "iso_09", "Mbongo Trust", "ECOCCMCX"))
        cashier = Cashier(world, next(iter(market.keepers.values())).members.shop)
        desk = BankDesk(world, office, cashier, folder)
        office.done("bank", "gather", OURS, *WHY)
        office.done("bank", "release", "P1", "--approve", login=BRUNO)
        office.done("bank", "send", "P1", str(folder / "P1.xml"), *WHY)
        told = desk.rows("SELECT reference, amount FROM payout WHERE file_id IS NOT NULL")
        desk.take(*(
            desk.booked(-one.amount, end_to_end_id=one.reference, bank_reference=f"BK{nth}")
            for nth, one in enumerate(told)
        ))  # fmt: skip
        office.done("bank", "book", "B1", *WHY)
        office.done("bank", "book", "B1", "--approve", login=BRUNO)
    assert desk.column("SELECT DISTINCT state FROM payout") == ["paid"]
