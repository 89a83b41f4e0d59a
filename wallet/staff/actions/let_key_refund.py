"""Let a key of a shop's programs give money back, once two members of staff say so; every owner is told."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import api_keys
from wallet.business.api_keys import MOVES_MONEY
from wallet.business.merchants import Merchant
from wallet.core.errors import Refused
from wallet.members import memberships
from wallet.messages import mails, notices
from wallet.messages.notices import Message, Number, Reader
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers, people
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.staff.actions.add_api_key import get_permissions, get_shop


@dataclass(frozen=True)
class LetKeyRefund(ApprovedAct):
    """Let the key called `hint`, of the shop of a till, refund."""

    kind: ClassVar[str] = "let_key_refund"

    till: str
    hint: str

    @property
    def subject(self) -> str:
        """The key's name."""
        return self.hint

    def lock(self, db: Connection) -> None:
        """Have changes of one key take turns."""
        numbers.take_turn(db, f"api key {self.hint}")

    def preview(self, db: Connection) -> Preview:
        """Return what it may and would. Raises Refused for no till, no such key, or one that may refund already."""
        had = get_permissions(db, get_shop(db, self.till), self.hint)
        if set(MOVES_MONEY) <= set(had):
            raise Refused("staff.key_refunds_already", api_key=self.hint)
        return Preview(rules={"permissions": (", ".join(had), ", ".join((*had, *MOVES_MONEY)))})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Let it; its turn is taken."""
        rules, shop = self.preview(db).rules, get_shop(db, self.till)
        had, has = rules["permissions"]
        api_keys.set_permissions(db, shop.id, self.hint, has.split(", "))
        self._tell(db, shop)
        outcome = Outcome("staff.key_may_refund", {"shop": shop.name, "api_key": self.hint})
        return Done(outcome, self.hint, {"permissions": had}, {"permissions": has})

    def _tell(self, db: Connection, shop: Merchant) -> None:
        """Tell whose shop it is, and every owner of its pages: those without a phone by e-mail."""
        owner = people.get_person(db, shop.owner_id)
        others = [one for one in memberships.list_owners(db, shop.id) if one.phone != owner.phone]
        readers: list[Reader] = [owner, *(Number(one.phone, one.language) for one in others if one.phone)]
        said = {"shop": shop.name, "api_key": self.hint}
        notices.tell_all(db, "security", *(Message(reader, "key_may_refund", said) for reader in readers))
        key_id = api_keys.find_id(db, shop.id, self.hint)
        for one in others:
            if not one.phone:
                mails.write(db, one.email, one.language, "key_may_refund", key_id)
