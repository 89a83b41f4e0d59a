"""Unfreeze a wallet: its money may move again, once two members of staff say so."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff import wallets
from wallet.staff.act import Done, Preview
from wallet.staff.wallet_act import WalletAct


@dataclass(frozen=True)
class UnfreezeWallet(WalletAct):
    """Let the money of a frozen wallet move again."""

    kind: ClassVar[str] = "unfreeze_wallet"

    def preview(self, db: Connection) -> Preview:
        """Return that nothing is posted. Raises Refused when the wallet is not frozen."""
        person = people.get_person(db, self.subject)
        if person.state != "frozen":
            raise Refused("staff.wallet_not_frozen", name=person.shown, state=person.state)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Let it move, and tell the owner; the person is locked."""
        person = people.get_person(db, self.subject)
        wallets.set_state(db, person, "open", "wallet_unfrozen")
        outcome = Outcome("staff.wallet_unfrozen", self.list_values())
        return Done(outcome, self.subject, {"state": person.state}, {"state": "open"})
