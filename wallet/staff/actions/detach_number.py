"""Detach a number that has gone to somebody else: what is left waits in unclaimed for its owner, the number is free."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection

from wallet import ledger
from wallet.accounts import closing
from wallet.cases import cases
from wallet.core.errors import Refused
from wallet.core.values import space
from wallet.dormancy import batches
from wallet.ledger import Entry, Transfer
from wallet.operations.use_case import Doing, Outcome
from wallet.people import people
from wallet.staff.act import Done, Preview, post
from wallet.staff.wallet_act import WalletAct


@dataclass(frozen=True)
class DetachNumber(WalletAct):
    """Detach the number by which a wallet is reached."""

    kind: ClassVar[str] = "detach_number"

    def preview(self, db: Connection) -> Preview:
        """Return what would be posted: all that is left, to unclaimed. Raises Refused when that cannot be."""
        person = people.get_person(db, self.subject)
        if person.state == "closed":
            raise Refused("staff.wallet_closed_already", name=person.shown)
        closing.refuse_open(db, person)
        if batches.has_kept(db, person.id):  # it comes back to an open wallet alone
            raise Refused("staff.kept_apart", whom=person.public_id)
        return Preview(self._transfer(db))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Keep what is left for its owner, open a case for it, and free the number; the person is locked."""
        person, transfer = people.get_person(db, self.subject), self._transfer(db)
        left = transfer.entries[1].amount if transfer else 0
        if transfer:
            posting = post(db, transfer)
            detail = f"{space(left)} FCFA of {person.shown}, {person.public_id}, whose number was detached"
            cases.open_case(db, "unclaimed", detail, unclaimed=posting.transfer)
        closing.close(db, person, passed_on=True)
        before = {"state": person.state, "number": person.phone, "balance": left}
        after = {"state": "closed", "unclaimed": left}
        return Done(Outcome("staff.number_detached", self.list_values()), self.subject, before, after)

    def _transfer(self, db: Connection) -> Transfer | None:
        person = people.get_person(db, self.subject)
        left = ledger.balance(db, person.account_id)
        if not left:
            return None
        entries = (Entry(person.account_id, -left), Entry(ledger.ours(db, "unclaimed"), left))
        return Transfer(f"detach:{person.id}", "keep_unclaimed", entries)
