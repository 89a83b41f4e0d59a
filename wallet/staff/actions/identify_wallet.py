"""Identify whoever a wallet is of, by the ID document that staff saw: a tier, and the name that the document says.

It is how a wallet is renamed, too, which no agent may do.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

from sqlalchemy import Connection

from wallet.agents import documents
from wallet.core.errors import Misread, Refused
from wallet.core.values import PersonName
from wallet.messages import notices
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.people.identities import NUMBERS
from wallet.people.people import Person
from wallet.staff.act import Done, Preview
from wallet.staff.wallet_act import WalletAct

Tier = Literal[1, 2]


@dataclass(frozen=True)
class IdentifyWallet(WalletAct):
    """Note a document seen, whose name the wallet takes, and raise it to `tier`: 1 by an ID, 2 by full documents."""

    kind: ClassVar[str] = "identify_wallet"

    document: str
    document_number: str
    bearer: str
    tier: Tier

    def preview(self, db: Connection) -> Preview:
        """Return the name and the tier it changes. Raises Refused for a closed wallet, or what no document says."""
        person = people.get_person(db, self.subject)
        if person.state == "closed":
            raise Refused("staff.wallet_closed", name=person.shown)
        self._refuse_unread()
        before, after = _describe(person), {"name": self.bearer, "tier": str(max(self.tier, person.tier))}
        return Preview(rules={field: (before[field], after[field]) for field in after})

    def do(self, db: Connection, doing: Doing) -> Done:
        """Note it, and tell the owner, and whoever it was seen for before; the person is locked."""
        person = people.get_person(db, self.subject)
        self.preview(db)
        documents.note_document(db, person, self.document, self.document_number, self.bearer, doing.actor.id)
        people.set_checked(db, person.id, self.bearer, self.tier)
        raised = people.get_person(db, person.id)
        notices.tell(db, raised, "security", "id_seen_by_staff", name=raised.shown)
        outcome = Outcome("staff.wallet_identified", self.list_values())
        return Done(outcome, self.subject, _describe(person), _describe(raised))

    def _refuse_unread(self) -> None:
        """Raise Refused for a document, a number or a name that cannot be."""
        try:
            kind = NUMBERS.get(self.document)
            right = kind and (kind.read(self.document_number), PersonName.read(self.bearer))
        except Misread:
            right = None
        if right != (self.document_number, self.bearer):
            raise Refused("staff.no_document", document=self.document, number=self.document_number)


def _describe(person: Person) -> dict[str, str]:
    return {"name": person.name, "tier": str(person.tier)}
