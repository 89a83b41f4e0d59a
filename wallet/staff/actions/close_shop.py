"""Close a shop: one whose till is empty is paid no more; its owner's own wallet stays."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.accounts import closing
from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class CloseShop(StaffAct):
    """Close the shop in which this till stands, with all its tills and its word as a biller."""

    kind: ClassVar[str] = "close_shop"

    till: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Close it, and tell its owner. Raises Refused for no till, or one that is not empty or contested."""
        shop = merchants.find_by_till(db, self.till)
        if shop is None:
            raise Refused("staff.no_till", till=self.till)
        people.lock_rows(db, shop.owner_id)
        closing.refuse_open_shop(db, shop)
        closing.close_shop(db, shop)
        notices.tell(db, people.get_person(db, shop.owner_id), "security", "shop_closed_down", shop=shop.name)
        outcome = Outcome("staff.shop_closed", {"shop": shop.name, "till": self.till})
        return Done(outcome, shop.id, {"shop": shop.name}, {"state": "closed"})
