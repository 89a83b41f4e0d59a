"""Invite a shop's owner to its pages: they ask at their own phone, with their PIN, and are texted the address."""

import uuid
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Connection, text

from wallet.business import merchants
from wallet.core.errors import Refused
from wallet.members import history
from wallet.operations.proofs import PinProof
from wallet.operations.use_case import Accepts, Doing, Outcome, UseCase

INVITE: Final = text("SELECT invite_owner(CAST(:id AS uuid), CAST(:merchant AS uuid))")


@dataclass(frozen=True)
class InviteOwner(UseCase):
    """Text the caller the address at which they become the first owner, or another login of it, on the pages."""

    kind: ClassVar[str] = "invite_owner"
    accepts: ClassVar[Accepts] = (PinProof,)

    def run(self, db: Connection, doing: Doing) -> Outcome:
        """Invite them. Raises Refused for who has no shop."""
        shop = merchants.find_by_owner(db, doing.person.id)
        if shop is None:
            raise Refused("refusal.no_takings")
        made = str(uuid.uuid4())
        db.execute(INVITE, {"id": made, "merchant": shop.id})
        history.note(db, shop.id, None, self.kind, {})
        return doing.tell(db, "security", "owner_invited", {"shop": shop.name, "invitation": made})
