"""What is in the wallet."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.operations.operations import Accepts, Deed, Outcome, UseCase
from wallet.operations.proofs import PinProof


@dataclass(frozen=True)
class ReadBalance(UseCase):
    """The caller's balance: after the PIN on a screen, to the owner's own phone by SMS."""

    kind: ClassVar[str] = "read_balance"
    accepts: ClassVar[Accepts] = (PinProof, None)
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, deed: Deed) -> Outcome:
        """Read only."""
        balance = ledger.balance(db, deed.person.account_id)
        return Outcome(f"{deed.channel}.balance", {"balance": balance, **clock.shown(clock.now(db))})
