"""A street with a shop: Brice's bakery and its till, and what a test does there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from tests.world.town import PIN, Town
from wallet import ledger
from wallet.business import merchants
from wallet.business.merchants import Merchant
from wallet.business.pay_till import PayTill, find_till, quote_till
from wallet.checks import check
from wallet.core.database import in_transaction
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Outcome

BRICE, TILL = "+237655000004", "44115"


@dataclass
class Street:
    """A town, and Brice's bakery in it."""

    town: Town

    def open_shop(self) -> None:
        owner = self.town.actor(BRICE).person_id

        def open_it(db: Connection) -> None:
            shop = merchants.open_shop(db, owner, "Boulangerie Kamga", "")
            db.execute(text("INSERT INTO till VALUES (:code, :id, wallet_now())"), {"code": TILL, "id": shop.id})

        in_transaction(self.town.engine, open_it)

    def check_id(self, phone: str, tier: int = 1) -> None:
        with self.town.owner.begin() as db:
            db.execute(
                text("UPDATE person SET tier = :tier FROM phone WHERE person_id = person.id AND number = :phone"),
                {"tier": tier, "phone": phone},
            )

    @property
    def shop(self) -> Merchant:
        found = in_transaction(self.town.engine, lambda db: merchants.find_by_till(db, TILL))
        assert found
        return found

    @property
    def takings(self) -> int:
        return in_transaction(self.town.engine, lambda db: ledger.balance(db, self.shop.account_id))

    def pay(self, phone: str, amount: int, key: str) -> Outcome:
        actor = self.town.actor(phone)

        def quote(db: Connection) -> PayTill:
            return PayTill(quote_till(db, actor.person_id, find_till(db, actor.person_id, TILL), amount))

        case = in_transaction(self.town.engine, quote)
        return self.town.wallet.perform(case, actor, key, "ussd", PinProof(PIN))

    def rows(self, query: str, **values: Any) -> list[Any]:
        return in_transaction(self.town.engine, lambda db: list(db.execute(text(query), values).all()))

    def check(self) -> None:
        with self.town.engine.begin() as db:
            assert check(db) == []
