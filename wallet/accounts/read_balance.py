"""Read the balance of the wallet."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase


@dataclass(frozen=True)
class ReadBalance(UseCase):
    """Read the caller's balance: after the PIN on a screen, to the owner's own phone by SMS."""

    kind: ClassVar[str] = "read_balance"
    accepts: ClassVar[Accepts] = (PinProof, None)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Read it."""
        balance = ledger.balance(db, doing.person.account_id)
        return Outcome("balance", {"balance": balance, **clock.shown(clock.now(db))})
