"""Retain money of a wallet, a shop or an agent's float by an authority's order: asked by one, done by two.

What left before and waits (a code, a payout, a contest) goes its way; it is retained where it comes back.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.agents import agents
from wallet.business import merchants
from wallet.core import clock
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.retentions import retentions
from wallet.staff.account_owners import name_accounts
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.staff.content import Francs
from wallet.staff.moves import write_code
from wallet.staff.wallets import find_named

AUTHORITY_LETTERS: Final = range(3, 81)
ORDER_LETTERS: Final = range(1, 61)


@dataclass(frozen=True)
class RetainMoney(ApprovedAct):
    """Retain an amount of the account of this code (`account`), 0 for everything, what comes too.

    `authority` gave the `order`, by its reference, on a day (2026-11-30); `whom` is how the asker named the account.
    """

    kind: ClassVar[str] = "retain_money"

    account: str
    whom: str
    amount: Francs
    authority: str
    order: str
    ordered_on: str

    @property
    def subject(self) -> str:
        """The account's code."""
        return self.account

    @property
    def called(self) -> str:
        """The number or the code by which its asker named it."""
        return self.whom

    def list_values(self) -> dict[str, Any]:
        """Return what it says, and how much in words."""
        return {**super().list_values(), "much": f"{space(self.amount)} FCFA" if self.amount else "everything"}

    def lock(self, db: Connection) -> None:
        """Hold whoever owns the account."""
        people.lock_rows(db, retentions.find_owner(db, ledger.get_named(db, self.account)))

    def preview(self, db: Connection) -> Preview:
        """Return what may leave the account before and after. Raises Refused for what cannot be retained so."""
        self._refuse_unwritten(db)
        account = ledger.get_named(db, self.account)
        if same := retentions.find_same(db, account, self.authority, self.order):
            raise Refused("staff.retained_already", retention=same, whom=self.whom)
        now = retentions.read_free(db, account)
        after = max(now.free - self.amount, 0) if self.amount else 0
        rules = {
            name_accounts(db, [account])[account].name: (f"{space(now.balance)} FCFA", f"{space(now.balance)} FCFA"),
            "may leave": (f"{space(now.free)} FCFA", f"{space(after)} FCFA"),
        }
        if waiting := retentions.sum_under_way(db, account):
            rules["left before, under way"] = (f"{space(waiting)} FCFA", "goes its way, is retained if it comes back")
        return Preview(rules=rules)

    def do(self, db: Connection, doing: Doing) -> Done:
        """Retain it, and tell whoever owns the account."""
        account = ledger.get_named(db, self.account)
        before = retentions.read_free(db, account)
        ordered_on = date.fromisoformat(self.ordered_on)
        name = retentions.begin(db, account, self.authority, self.order, ordered_on, self.amount)
        after = retentions.read_free(db, account)
        owner = people.get_person(db, retentions.find_owner(db, account))
        sentence = "money_retained" if self.amount else "all_retained"
        notices.tell(db, owner, "security", sentence, amount=self.amount, balance=after.balance, free=after.free)
        said = {**self.list_values(), "retention": name, "free": after.free,
                "waiting": retentions.sum_under_way(db, account)}  # fmt: skip
        kept = {"retention": name, "free": after.free, "amount": self.amount}
        return Done(Outcome("staff.money_retained", said), self.subject, {"free": before.free}, kept)

    def _refuse_unwritten(self, db: Connection) -> None:
        if len(self.authority.strip()) not in AUTHORITY_LETTERS or len(self.order.strip()) not in ORDER_LETTERS:
            raise Refused("staff.order_unwritten")
        try:
            day = date.fromisoformat(self.ordered_on)
        except ValueError:
            raise Refused("staff.order_day", day=self.ordered_on) from None
        if self.amount < 0 or day > clock.now(db).astimezone(clock.DOUALA).date():
            raise Refused("staff.order_day", day=self.ordered_on)


def plan_retention(
    db: Connection, whom: str, amount: int, authority: str, order: str, ordered_on: str, why: str
) -> RetainMoney:
    """Return the act that retains money of a person's wallet, a till's shop or an agent. Raises Refused for none."""
    account, person = write_code(db, find_account(db, whom)), find_named(db, whom)
    named = person.public_id if person else whom
    return RetainMoney(account, named, amount, authority.strip(), order.strip(), ordered_on, why=why)


def find_account(db: Connection, whom: str) -> int:
    """Return the account of an agent, a till's shop or a person, be it stopped. Raises Refused for none open."""
    if agent := agents.find_agent(db, whom):
        return agent.float_id
    if shop := merchants.find_by_till(db, whom):
        return shop.account_id
    person = find_named(db, whom)
    if person is None:
        raise Refused("staff.no_payee", whom=whom)
    return person.account_id
