"""The owner's own lock on withdrawals and on money by SMS: anyone may close it, only the PIN opens it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import cash_outs
from wallet.operations import asks
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import people, text_changes


@dataclass(frozen=True)
class LockWallet(UseCase):
    """Lock at once, end the question that waits for its code, and return what waits at an agent."""

    kind: ClassVar[str] = "lock_wallet"
    accepts: ClassVar[Accepts] = (PinProof, None)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Lock it, return waiting cash, and tell the owner."""
        people.set_lock(db, doing.person.id, locked=True)
        if doing.channel == "sms" and not doing.person.locked_by_owner:
            text_changes.note(db, doing.person.id, "lock")
        asks.drop(db, doing.person.phone)
        outcome = doing.tell(db, "security", "wallet_locked", {})
        cash_outs.return_all(db, doing.person.id)
        return outcome


@dataclass(frozen=True)
class UnlockWallet(UseCase):
    """Open the lock again, with the PIN."""

    kind: ClassVar[str] = "unlock_wallet"
    accepts: ClassVar[Accepts] = (PinProof,)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Unlock it, and tell the owner: it may not have been them. Raises Refused for one locked for its owner."""
        people.refuse_robbed(doing.person)
        people.set_lock(db, doing.person.id, locked=False)
        text_changes.forget(db, doing.person.id, "lock")
        return doing.tell(db, "security", "wallet_unlocked", {})
