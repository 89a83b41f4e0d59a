"""Add a link by which a shop is paid, or end one: for a shop that has no program of its own to make them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Connection

from wallet.business import links
from wallet.business.links import NewLink
from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct
from wallet.staff.actions.add_api_key import get_shop


@dataclass(frozen=True)
class AddLink(StaffAct):
    """Add a link to the shop of a till: `amount` francs, or 0 and whoever pays says how much, from `least` to `most`.

    It is paid `times` times at most, 0: any number.
    """

    kind: ClassVar[str] = "add_link"

    till: str
    title: str
    amount: int = 0
    least: int = 0
    most: int = 0
    times: int = 0

    def do(self, db: Connection, doing: Doing) -> Done:
        """Add it. Raises Refused for a till that is none, Misread for what no link can be."""
        shop = get_shop(db, self.till)
        amounts: dict[str, Any] = {name: getattr(self, name) or None for name in ("amount", "least", "most", "times")}
        link, address = links.create(db, NewLink(shop.id, self.title, **amounts))
        said = {"shop": shop.name, "title": link.title, "pay_code": address.code}
        return Done(Outcome("staff.link_added", said), link.id, {}, {"shop": shop.name, "title": link.title, **amounts})


@dataclass(frozen=True)
class EndLink(StaffAct):
    """End the link of an 8-digit code: nothing more is paid by it."""

    kind: ClassVar[str] = "end_link"

    pay_code: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """End it. Raises Refused for a code of no link, or of one that has ended."""
        address = pay_addresses.find_by_code(db, self.pay_code)
        link = links.lock_row(db, address.id) if address and address.thing == "link" else None
        if link is None or link.state != "open":
            raise Refused("staff.no_open_link", pay_code=self.pay_code)
        links.close(db, link.id)
        return Done(Outcome("staff.link_ended", {"title": link.title}), link.id, {"state": "open"}, {"state": "closed"})
