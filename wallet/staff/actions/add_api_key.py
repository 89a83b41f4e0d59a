"""Add a key by which a shop's programs come; it was drawn where it is shown, and only its digest comes here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import api_keys, merchants
from wallet.business.api_keys import MOVES_MONEY, PERMISSIONS
from wallet.business.merchants import Merchant
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct


def get_shop(db: Connection, till: str) -> Merchant:
    """Return the shop where a till stands. Raises Refused."""
    shop = merchants.find_by_till(db, till)
    if shop is None:
        raise Refused("staff.no_till", till=till)
    return shop


def get_permissions(db: Connection, shop: Merchant, hint: str) -> tuple[str, ...]:
    """Return what a shop's key of this name may. Raises Refused for one that it has not, or that has ended."""
    found = api_keys.find_permissions(db, shop.id, hint)
    if found is None:
        raise Refused("staff.no_such_key", api_key=hint, shop=shop.name)
    return found


@dataclass(frozen=True)
class AddApiKey(StaffAct):
    """Add a key called `hint` to the shop of a till: its digest in hexadecimal digits, and the pepper's id.

    `permissions` and `addresses` have commas between. The key called `rolls`, if any, ends `hours` later; without
    `permissions`, what it may is kept, and with no such key it is all. What moves money is never among it, for whoever
    makes a key is shown it: two let it (LetKeyRefund).
    """

    kind: ClassVar[str] = "add_api_key"

    till: str
    hint: str
    digest: str
    pepper: str
    permissions: str = ""
    addresses: str = ""
    rolls: str = ""
    hours: int = 0

    def do(self, db: Connection, doing: Doing) -> Done:
        """Add it. Raises Refused for no till, no key to be rolled, or what takes two."""
        shop = get_shop(db, self.till)
        had = get_permissions(db, shop, self.rolls) if self.rolls else PERMISSIONS
        asked, addresses = (list(filter(None, one.split(","))) for one in (self.permissions, self.addresses))
        permissions = asked or [one for one in had if one not in MOVES_MONEY]
        if not permissions or set(permissions) & set(MOVES_MONEY):
            raise Refused("staff.refunds_take_two")
        api_keys.add(db, shop.id, self.hint, bytes.fromhex(self.digest), self.pepper, permissions, addresses)
        if self.rolls:
            api_keys.end(db, shop.id, self.rolls, timedelta(hours=self.hours))
        given = ",".join(permissions)
        after = {"key": self.hint, "permissions": given, "addresses": self.addresses, "rolls": self.rolls}
        return Done(Outcome("staff.api_key_added", {"shop": shop.name, "api_key": self.hint}), shop.id, {}, after)


@dataclass(frozen=True)
class EndApiKey(StaffAct):
    """End the key called `hint` of the shop of a till, at once."""

    kind: ClassVar[str] = "end_api_key"

    till: str
    hint: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """End it. Raises Refused for a key that the shop has not, or that has ended."""
        shop = get_shop(db, self.till)
        if not api_keys.end(db, shop.id, self.hint, timedelta()):
            raise Refused("staff.no_such_key", api_key=self.hint, shop=shop.name)
        after = {"key": self.hint}
        return Done(Outcome("staff.api_key_ended", {"shop": shop.name, "api_key": self.hint}), shop.id, after, {})
