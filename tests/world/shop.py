"""Brice's shop, and people who pay at its till."""

from dataclasses import dataclass

from sqlalchemy import Connection

from tests.world.cast import BRICE, TILL
from tests.world.world import World
from wallet.business.merchants import Merchant
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.operations.use_case import Outcome


@dataclass
class Shop:
    """Boulangerie Kamga, whose owner showed his ID."""

    world: World
    merchant: Merchant

    @classmethod
    def open(cls, world: World) -> "Shop":
        """Let Brice open a wallet, show his ID and open his shop."""
        world.open_wallet(BRICE)
        world.see_id(BRICE)
        return cls(world, world.open_shop(BRICE))

    @property
    def takings(self) -> int:
        """Return what is in the till."""
        return self.world.balance_of(self.merchant.account_id)

    def quote(self, phone: str, amount: int) -> PayTill:
        """Return what somebody who pays at the till is shown."""
        payer = self.world.actor(phone).person_id

        def look(db: Connection) -> PayTill:
            return PayTill(quote_till(db, payer, find_till(db, payer, TILL), amount))

        return self.world.do(look)

    def pay(self, phone: str, amount: int, key: str) -> Outcome:
        """Let somebody pay at the till."""
        return self.world.perform(phone, self.quote(phone, amount), key)
