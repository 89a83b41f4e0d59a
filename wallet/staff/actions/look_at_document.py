"""Look at a paper of a business: what it shows is masked until a login says why, which is kept."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.operations.use_case import Doing, Outcome
from wallet.staff.act import Done, StaffAct
from wallet.verification import business_documents, papers


@dataclass(frozen=True)
class LookAtDocument(StaffAct):
    """Look at the paper of this id; its bytes are what the outcome `made`, for whoever asked just now."""

    kind: ClassVar[str] = "look_at_document"
    remembered: ClassVar[bool] = False

    document_id: str

    def do(self, db: Connection, doing: Doing) -> Done:
        """Open it. Raises Refused for none, one that was deleted, and one whose key is not ours."""
        found = business_documents.lock_row(db, self.document_id)
        if found is None:
            raise Refused("staff.no_paper")
        content = papers.open_for_look(db, doing.secrets, found.id)
        said = {"shop": found.shop, "paper": found.kind, "type": found.type}
        return Done(Outcome("staff.paper_seen", said, made=content), found.id)
