"""Judge a paper of a business: accept it until a day, or refuse it for a reason that its business reads."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Literal, get_args

from sqlalchemy import Connection

from wallet.core import clock
from wallet.core.clock import DOUALA
from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.payouts import owners
from wallet.staff.act import Done, StaffAct
from wallet.verification import business_documents
from wallet.verification.business_documents import BusinessDocument

Because = Literal["unreadable", "over", "other_name", "other_paper", "incomplete", "doubted"]
REASONS: Final[tuple[str, ...]] = get_args(Because)


@dataclass(frozen=True)
class AcceptDocument(StaffAct):
    """Accept a paper; `until` is the last day on which it shows anything (2027-01-31), "" where it does not end."""

    kind: ClassVar[str] = "accept_document"

    document_id: str
    until: str = ""

    def do(self, db: Connection, doing: Doing) -> Done:
        """Accept it. Raises Refused for one that does not wait, or a day that is no day to come."""
        found, until = lock_row_unjudged(db, self.document_id), self._read_until(db)
        business_documents.judge(db, found.id, "accepted", doing.actor.id, until=until)
        said = {"shop": found.shop, "paper": found.kind, "until": self.until}
        return Done(Outcome("staff.paper_accepted", said), found.id, {"state": "asked"}, {**said, "state": "accepted"})

    def _read_until(self, db: Connection) -> date | None:
        if not self.until:
            return None
        try:
            read = date.fromisoformat(self.until)
        except ValueError:
            raise Refused("staff.paper_day", until=self.until) from None
        if read <= clock.now(db).astimezone(DOUALA).date():
            raise Refused("staff.paper_day", until=self.until)
        return read


@dataclass(frozen=True)
class RefuseDocument(StaffAct):
    """Refuse a paper, and tell the owners of its business where they read what to send instead."""

    kind: ClassVar[str] = "refuse_document"

    document_id: str
    because: Because

    def do(self, db: Connection, doing: Doing) -> Done:
        """Refuse it. Raises Refused for one that does not wait."""
        found = lock_row_unjudged(db, self.document_id)
        business_documents.judge(db, found.id, "refused", doing.actor.id, self.because)
        owners.tell_owners(db, found.merchant_id, "security", "document_refused", {"shop": found.shop})
        owners.mail_owners(db, found.merchant_id, "document_refused", found.id)
        said = {"shop": found.shop, "paper": found.kind, "because": self.because}
        return Done(Outcome("staff.paper_refused", said), found.id, {"state": "asked"}, {**said, "state": "refused"})


def lock_row_unjudged(db: Connection, document_id: str) -> BusinessDocument:
    """Return a paper that waits to be judged, locked. Raises Refused."""
    found = business_documents.lock_row(db, document_id)
    if found is None:
        raise Refused("staff.no_paper")
    if found.state != "asked":
        raise Refused("staff.paper_judged", shop=found.shop, paper=found.kind, state=found.state)
    return found
