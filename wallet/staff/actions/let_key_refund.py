"""Let a key of a shop's programs give money back, once two members of staff say so."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.business import api_keys
from wallet.business.api_keys import MOVES_MONEY
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
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
        outcome = Outcome("staff.key_may_refund", {"shop": shop.name, "api_key": self.hint})
        return Done(outcome, self.hint, {"permissions": had}, {"permissions": has})
