"""Read the balance of the wallet."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.core import clock
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.retentions import retentions


@dataclass(frozen=True)
class ReadBalance(UseCase):
    """Read the caller's balance: after the PIN on a screen, to the owner's own phone by SMS."""

    kind: ClassVar[str] = "read_balance"
    accepts: ClassVar[Accepts] = (PinProof, None)
    when_stopped: ClassVar[bool] = True
    remembered: ClassVar[bool] = False

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Read it; where something of it must stay, how much may leave, and whom to call."""
        account = doing.person.account_id
        if ledger.is_retained(db, account):
            return Outcome("balance_retained", vars(retentions.read_free(db, account)))
        return Outcome("balance", {"balance": ledger.balance(db, account), **clock.shown(clock.now(db))})
