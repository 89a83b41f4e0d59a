"""Acts that take two members of staff about a wallet, as its phone's number reached it when it was asked."""

from dataclasses import dataclass

from sqlalchemy import Connection

from wallet.people import people
from wallet.staff.act import ApprovedAct
from wallet.staff.wallets import WalletReached


@dataclass(frozen=True)
class WalletAct(ApprovedAct):
    """An act about the wallet of one person, who is held while it is approved."""

    wallet: WalletReached

    @property
    def subject(self) -> str:
        """The person's id."""
        return self.wallet.person_id

    @property
    def called(self) -> str:
        """Their id as staff type it."""
        return self.wallet.public_id

    def lock(self, db: Connection) -> None:
        """Hold the person."""
        people.lock_rows(db, self.subject)
