"""Raise a business to the level that its papers show, once two members of staff say so."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection, text

from wallet.business import levels, merchants
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import owners
from wallet.staff.act import ApprovedAct, Done, Preview
from wallet.verification import business_documents

HigherLevel = Literal[1, 2]


@dataclass(frozen=True)
class RaiseLevel(ApprovedAct):
    """Raise the business of this id, whose shop is called so and has this till, to `level`."""

    kind: ClassVar[str] = "raise_level"

    merchant_id: str
    shop: str
    till: str
    level: HigherLevel

    @property
    def subject(self) -> str:
        """The business."""
        return self.merchant_id

    @property
    def called(self) -> str:
        """Its shop's name."""
        return self.shop

    def lock(self, db: Connection) -> None:
        """Hold the business's row."""
        db.execute(text("SELECT FROM merchant WHERE id = CAST(:id AS uuid) FOR NO KEY UPDATE"), {"id": self.subject})

    def preview(self, db: Connection) -> Preview:
        """Return the level it changes. Raises Refused for a closed shop, one so high already, or papers that lack."""
        if not merchants.is_open(db, self.subject):
            raise Refused("staff.level_of_closed", shop=self.shop)
        before = levels.read_level(db, self.subject).level
        if before >= self.level:
            raise Refused("staff.level_already", shop=self.shop, level=before)
        shown = business_documents.find_shown_level(db, self.subject)
        if shown < self.level:
            raise Refused("staff.papers_lack", shop=self.shop, level=shown)
        return Preview(rules={"level": (str(before), str(self.level))})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Raise it, and tell every owner; its row is held."""
        before, after = self.preview(db).rules["level"]
        levels.set_level(db, self.subject, self.level)
        owners.tell_owners(db, self.subject, "security", "level_raised", {"shop": self.shop, "level": self.level})
        owners.mail_owners(db, self.subject, "level_changed", self.subject)
        outcome = Outcome("staff.level_raised", {"shop": self.shop, "level": self.level})
        return Done(outcome, self.subject, {"level": before}, {"level": after})
