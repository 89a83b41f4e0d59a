"""Part a wallet from the human it was joined to by a document that was not its owner's."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet.core.errors import Refused
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import humans, identities, people
from wallet.staff.act import Done, Preview
from wallet.staff.wallet_act import WalletAct


@dataclass(frozen=True)
class PartWallet(WalletAct):
    """Give a wallet ceilings of its own, those of tier 0: the documents it shares are no more its owner's."""

    kind: ClassVar[str] = "part_wallet"

    def preview(self, db: Connection) -> Preview:
        """Return the tier it changes. Raises Refused for a wallet that shares no document with another."""
        person = people.get_person(db, self.subject)
        if not identities.find_shared(db, person.id):
            raise Refused("staff.not_joined", name=person.shown)
        return Preview(rules={"tier": (str(person.tier), "0")})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Part it, and tell the owner; the person is locked, with the other wallets."""
        person = people.get_person(db, self.subject)
        self.preview(db)
        disowned = identities.disown_shared(db, person.id)
        humans.part(db, person.id)
        notices.tell(db, person, "security", "id_disowned")
        before = {"human": person.human_id, "tier": person.tier, "documents": ", ".join(disowned)}
        after = {"human": people.get_person(db, person.id).human_id, "tier": 0, "documents": ""}
        return Done(Outcome("staff.wallet_parted", self.list_values()), self.subject, before, after)
