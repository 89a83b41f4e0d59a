"""Add a till to a person's shop."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct
from wallet.staff.actions.add_merchant import lock_row_owner


@dataclass(frozen=True)
class AddTill(StaffAct):
    """Add a till to the shop of this name, whose owner is at the phone `owner` (E.164)."""

    kind: ClassVar[str] = "add_till"

    owner: str
    name: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Add it. Raises Refused for an owner without a shop, or with one of another name."""
        person = lock_row_owner(db, self.owner)
        shop = merchants.find_by_owner(db, person.id)
        if shop is None:
            raise Refused("staff.has_no_shop", phone=self.owner)
        if shop.name != self.name:
            raise Refused("staff.has_shop", phone=self.owner, shop=shop.name)
        till = merchants.add_till(db, shop.id)
        after = {"shop": shop.name, "owner": person.id, "till": till, "phone": shop.phone}
        return Done(Outcome("staff.till_added", {"shop": shop.name, "till": till}), shop.id, {}, after)
