"""Freeze a wallet: its money stops at once, by one login; letting it move again takes two (unfreeze_wallet.py).

A frozen owner still sees balance and history, and may lock, change PIN and language; what is owed is still credited.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import agents, cash_outs
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff import wallets
from wallet.staff.act import Done, StaffAct


@dataclass(frozen=True)
class FreezeWallet(StaffAct):
    """Freeze the wallet of `whom`, as staff name them."""

    kind: ClassVar[str] = "freeze_wallet"

    whom: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Stop its money and tell the owner. Raises Refused when nobody is reached, or it is frozen already."""
        person = wallets.lock_row_reached(db, self.whom)
        if person.state != "open":
            raise Refused("staff.wallet_not_open", name=person.shown, state=person.state, person_id=person.id)
        wallets.set_state(db, person, "frozen", "wallet_frozen")
        if agent := agents.find_by_person(db, person.id):
            cash_outs.return_all_at(db, agent.code)
        outcome = Outcome("staff.wallet_frozen", {"name": person.shown, "person_id": person.id})
        return Done(outcome, person.id, {"state": person.state}, {"state": "frozen"})
