"""Add an account of ours at a bank, whose statements are then believed; in force once two agree."""

import re
from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet.banks.amounts import DIGITS
from wallet.banks.bank_profiles import BANK_PROFILES
from wallet.banks.rib import Rib
from wallet.core.errors import Misread, Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.people import numbers
from wallet.reconciliation import bank_accounts
from wallet.staff.act import ApprovedAct, Done, Preview

TITLE_LETTERS = 60
BIC = re.compile("[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")


@dataclass(frozen=True)
class AddBankAccount(ApprovedAct):
    """Add the account of a RIB, called `title`, at a bank whose files are as its profile says; payouts need its BIC.

    It holds people's money, apart from ours (`trust`), or ours (`own`).
    """

    kind: ClassVar[str] = "add_bank_account"

    rib: str
    title: str
    profile: str
    currency: str = "XAF"
    bic: str = ""
    holds: Literal["trust", "own"] = "trust"

    @property
    def subject(self) -> str:
        """The account."""
        return self.rib

    def lock(self, db: Connection) -> None:
        """Have additions of one account take turns."""
        numbers.take_turn(db, f"bank account {self.rib}")

    def preview(self, db: Connection) -> Preview:
        """Return that it posts nothing. Raises Refused for what no account can be, or is one already."""
        if self.profile not in BANK_PROFILES:
            raise Refused("staff.no_bank_profile", profile=self.profile, known=", ".join(BANK_PROFILES))
        if self.currency not in DIGITS or not 0 < len(self.title.strip()) <= TITLE_LETTERS:
            raise Refused("staff.no_account_title", title=self.title, currency=self.currency, most=TITLE_LETTERS)
        if self.bic and not BIC.fullmatch(self.bic):
            raise Refused("staff.not_a_bic", given=self.bic)
        if bank_accounts.find(db, self._read_rib()):
            raise Refused("staff.bank_account_known", rib=self.rib)
        return Preview()

    def do(self, db: Connection, doing: Doing) -> Done:
        """Add it; its turn is taken."""
        self.preview(db)
        bank_accounts.add(db, self._read_rib(), self.currency, self.profile, self.title.strip(), self.bic, self.holds)
        said = {"rib": self.rib, "title": self.title}
        return Done(
            Outcome("staff.bank_account_added", said),
            self.rib,
            {},
            said | {"profile": self.profile, "holds": self.holds},
        )

    def _read_rib(self) -> Rib:
        try:
            return Rib.read(self.rib)
        except Misread as wrong:
            raise Refused(wrong.key, **wrong.values) from None
