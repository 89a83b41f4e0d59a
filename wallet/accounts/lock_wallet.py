"""The owner's own lock on withdrawals and on money by SMS: anyone may close it, only the PIN opens it."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.agents import cash_outs
from wallet.messages import notices
from wallet.operations import asks
from wallet.operations.operations import Accepts, Deed, Outcome, UseCase
from wallet.operations.proofs import PinProof
from wallet.people import people


@dataclass(frozen=True)
class LockWallet(UseCase):
    """Lock at once, end the question that waits for its code, and return what waits at an agent."""

    kind: ClassVar[str] = "lock_wallet"
    accepts: ClassVar[Accepts] = (PinProof, None)
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Told by SMS, which also is the answer to BLOQUE."""
        people.set_lock(db, deed.person.id, locked=True)
        asks.drop(db, deed.person.phone)
        notices.write(db, deed.person.phone, deed.person.language, "security", "sms.blocked")
        cash_outs.return_all(db, deed.person.id)
        return Outcome("ussd.locked")


@dataclass(frozen=True)
class UnlockWallet(UseCase):
    """Open the lock again, with the PIN."""

    kind: ClassVar[str] = "unlock_wallet"
    accepts: ClassVar[Accepts] = (PinProof,)
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Told by SMS: it may not have been the owner."""
        people.set_lock(db, deed.person.id, locked=False)
        notices.write(db, deed.person.phone, deed.person.language, "security", "sms.unlocked")
        return Outcome("ussd.unlocked")
