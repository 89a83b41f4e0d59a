"""Payouts of Brice's shop: accounts that are ready, and what becomes of what is paid out to them."""

from dataclasses import dataclass
from typing import Any, Final

from tests.world.bank_files import PAYERS
from tests.world.cast import AWA, BRICE
from tests.world.members import Member, Members
from tests.world.shop import Shop
from tests.world.world import World
from wallet.operations.use_case import Outcome
from wallet.payouts.change_settlement import AddSettlementAccount
from wallet.payouts.make_payout import MakePayout

RIB_OF_BRICE: Final = PAYERS
HOURS_48: Final = 48 * 3600


@dataclass
class Treasury:
    """The shop, with money in its till and its owner signed in."""

    world: World
    shop: Shop
    members: Members

    @classmethod
    def open(cls, world: World, shop: Shop) -> "Treasury":
        """Let the owner sign in, and Awa pay 40 000 at the till: 39 600 with the fee off."""
        members = Members(world, shop)
        members.open_owner()
        world.see_id(AWA)
        world.credit(AWA, 100_000)
        assert not shop.pay(AWA, 40_000, "sale").refused
        return cls(world, shop, members)

    @property
    def owner(self) -> Member:
        """Return the owner, whose second factor was shown just now."""
        owner = self.members.logins["owner"]
        if not owner.who.is_fresh:
            owner.show_code()
        return owner

    def add(self, way: str, **said: Any) -> str:
        """Add an account, and let it become ready; return its id."""
        made = self.owner.perform(AddSettlementAccount(way, **said))
        assert not made.refused, made
        self.pass_time(HOURS_48)
        return str(made.values["account_id"])

    def add_phone(self) -> str:
        """Add Brice's MoMo number."""
        return self.add("phone", rail="mtn", number=BRICE, meant=1)

    def add_bank(self) -> str:
        """Add Brice's account at a bank."""
        return self.add("bank", number=RIB_OF_BRICE, holder="Boulangerie Kamga SARL")

    def pass_time(self, seconds: int) -> None:
        """Let time pass: the owner's session is over by it, and they sign in again."""
        self.world.pass_time(seconds)
        app = self.members.logins["owner"].app
        owner = self.members.sign_in(BRICE)
        owner.app = app
        owner.show_code()
        self.members.logins["owner"] = owner

    def pay_out(self, account_id: str, amount: int, fee: int = 50, key: str = "") -> Outcome:
        """Let the owner pay out."""
        return self.owner.perform(MakePayout(self.shop.merchant.owner_id, account_id, amount, fee), key)

    def row(self, outcome: Outcome) -> Any:
        """Return a payout's row."""
        return self.world.rows(f"SELECT * FROM payout WHERE id = '{outcome.values['payout_id']}'")[0]
