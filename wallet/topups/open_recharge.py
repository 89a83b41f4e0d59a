"""Open a page at which money is added to a wallet: its asker's, or that of somebody else they know by their number."""

from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection

from wallet import ledger
from wallet.core.errors import Refused
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.prices import limits
from wallet.topups import recharges
from wallet.topups.add_money import Beneficiary, check_recharge, find_beneficiary
from wallet.topups.guessed_room import refuse_guessing

OPENED: Final = "recharge_opened"


@dataclass(frozen=True)
class OpenRecharge(UseCase):
    """Make the page by which `to` is credited with `amount` francs. Nothing moves, and nobody is asked to pay."""

    kind: ClassVar[str] = "open_recharge"
    accepts: ClassVar[Accepts] = (None,)

    to: Beneficiary
    amount: int

    @property
    def others(self) -> tuple[str, ...]:
        """Person id of the beneficiary."""
        return (self.to.person_id,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Write it down. Raises Refused for what the wallet could not take now."""
        owner = doing.people.get(self.to.person_id)
        if owner is None or owner.state != "open":
            raise Refused("refusal.recipient_refuses")
        refuse_guessing(db, doing, owner)
        mine = owner.id == doing.person.id
        room = limits.check(db, owner, "in", self.amount, owner_asks=mine)
        after = ledger.balance(db, owner.account_id) + self.amount
        limits.check_balance(room, after, self.amount if mine else 0)
        recharge, _ = recharges.create(db, owner.id, doing.person.id, self.amount)
        said = {"amount": self.amount, "name": self.to.name, "phone": self.to.phone, "reference": doing.reference}
        return Outcome(OPENED, {**said, "page_of": f"recharge:{recharge.id}"})


def quote_page(db: Connection, person_id: str, phone: str, amount: int) -> OpenRecharge:
    """Return what opens the page of a recharge. Raises Misread for no wallet, or an amount that is none."""
    to = find_beneficiary(db, person_id, phone)
    return OpenRecharge(check_recharge(db, person_id, to, amount), amount)
