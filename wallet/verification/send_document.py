"""Send a paper that shows who a business is, or take it back while nobody has judged it."""

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from sqlalchemy import Connection

from wallet.core.errors import Misread, Refused
from wallet.members.sessions import MemberProof
from wallet.operations.actor import ActorKind
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase
from wallet.people import numbers
from wallet.verification import business_documents, papers
from wallet.verification.business_documents import KINDS

WRITE_VERIFICATION: Final = "verification:write"
SENT_A_DAY_MOST: Final = 20
SENT, WITHDRAWN = "document_sent", "document_withdrawn"


class OfVerified(UseCase):
    """A use case of whoever sends a business's papers; nobody is told of it."""

    accepts: ClassVar[Accepts] = (MemberProof,)
    actors: ClassVar[tuple[ActorKind, ...]] = ("member",)
    permission: ClassVar[str] = WRITE_VERIFICATION

    @property
    def wakes(self) -> tuple[str, ...]:
        """No queue."""
        return ()


@dataclass(frozen=True)
class SendDocument(OfVerified):
    """Send a paper of this kind (`paper`) that was drawn anew. The operation keeps its digest and size alone."""

    kind: ClassVar[str] = "send_document"

    paper: str
    type: str
    content: bytes = field(repr=False)

    def to_content(self) -> dict[str, Any]:
        """Return what is kept of it: nothing of what it shows."""
        return {"paper": self.paper, "type": self.type, "sha256": self.sha256, "size": len(self.content)}

    @property
    def sha256(self) -> str:
        """Digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Keep it, encrypted, for staff to judge. Raises Misread, Refused."""
        if self.paper not in KINDS or not self.content:
            raise Misread("error.malformed")
        merchant, made = doing.actor.business_id, str(uuid.uuid4())
        numbers.take_turn(db, f"papers {merchant}")
        sent = business_documents.list_of(db, merchant)
        if any(one.kind == self.paper and one.state == "asked" for one in sent):
            raise Refused("member.paper_waits")
        if business_documents.count_lately(db, merchant) >= SENT_A_DAY_MOST:
            raise Refused("member.papers_most", most=SENT_A_DAY_MOST)
        size = len(self.content)
        business_documents.write(db, made, merchant, self.paper, self.type, self.sha256, size, doing.actor.id)
        papers.keep(db, doing.secrets, made, self.content)
        return Outcome(SENT, {"document_id": made})


@dataclass(frozen=True)
class WithdrawDocument(OfVerified):
    """Take a paper back; its bytes are deleted after a while."""

    kind: ClassVar[str] = "withdraw_document"

    document_id: str

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Take it back. Raises Refused for another's, and for one that was judged."""
        found = business_documents.lock_row(db, self.document_id)
        if found is None or found.merchant_id != doing.actor.business_id or found.state != "asked":
            raise Refused("member.paper_judged")
        business_documents.withdraw(db, found.id)
        return Outcome(WITHDRAWN, {"document_id": found.id})
