"""Add a merchant: a person's shop, with its account and its first till."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.people.people import Person
from wallet.staff.act import Done, StaffAct


def lock_row_owner(db: Connection, phone: str) -> Person:
    """Return the person at a phone (E.164), held until the transaction ends: nobody else opens them a shop meanwhile.

    Raises Refused unless their wallet is open and somebody saw their ID.
    """
    found = people.find_by_phone(db, phone)
    person = people.lock_rows(db, found.id)[found.id] if found else None
    if person is None or person.state != "open":
        raise Refused("staff.no_open_wallet", phone=phone)
    if person.tier == 0:
        raise Refused("staff.id_not_seen", phone=phone)
    return person


@dataclass(frozen=True)
class AddMerchant(StaffAct):
    """Open the shop of who is at the phone `owner` (E.164); `phone` is the shop's own, or "" for its owner's."""

    kind: ClassVar[str] = "add_merchant"

    owner: str
    name: str
    phone: str = ""

    def do(self, db: Connection, doing: Doing) -> Done:
        """Open it with a till. Raises Refused for an owner whose ID nobody saw, or who has a shop."""
        person = lock_row_owner(db, self.owner)
        if known := merchants.find_by_owner(db, person.id):
            raise Refused("staff.has_shop", phone=self.owner, shop=known.name)
        shop = merchants.open_shop(db, person.id, self.name, self.phone)
        till = merchants.add_till(db, shop.id)
        after = {"shop": shop.name, "owner": person.id, "till": till, "phone": shop.phone}
        return Done(Outcome("staff.till_added", {"shop": shop.name, "till": till}), shop.id, {}, after)
