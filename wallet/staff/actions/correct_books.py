"""Correct the books: what an operator's file shows and our books do not is put in suspense, never edited.

Suspense then holds what is owed to, or missing from, somebody a person must find. Where our own posting was wrong, the
correction undoes it (in whole or in part), so that it can never be taken back twice.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlalchemy import Connection, text

from wallet import ledger
from wallet.core.errors import Refused
from wallet.core.payment_states import UNDER_WAY
from wallet.core.values import CURRENCY
from wallet.ledger import Entry, Transfer
from wallet.operations.use_case import Doing, Outcome
from wallet.payments import payments
from wallet.reconciliation.both_sides import ASKED, BESIDES, CAME, EXECUTED
from wallet.reconciliation.numbered_names import read_number
from wallet.staff.act import ApprovedAct, Done, Preview, post, preview_posting

SUSPENSE: Final = "suspense:operator_difference"


@dataclass(frozen=True)
class DiscrepancyNow:
    """The discrepancy a correction rests on. `ours`, `theirs`: what came to our float there as each says it, signed.

    In minor units of `currency`; of `their_currency` where they name another.
    """

    discrepancy: str
    rail: str
    difference: str
    state: str
    corrections: int
    payment_id: str
    reference: str
    our_state: str
    their_status: str
    ours: int
    theirs: int
    currency: str = "XAF"
    their_currency: str = "XAF"


FIND: Final = text(f"""SELECT 'D' || d.id AS discrepancy, d.rail, d.class AS difference, d.state, d.corrections,
    COALESCE(p.id::text, '') AS payment_id, COALESCE(p.reference, '') AS reference,
    COALESCE(p.state, '') AS our_state, COALESCE(r.status, '') AS their_status,
    CASE WHEN r.id IS NOT NULL AND {BESIDES} IS NOT NULL THEN {CAME}
         WHEN p.state = 'succeeded' AND d.class <> 'duplicate'
         THEN CASE p.direction WHEN 'collect' THEN {ASKED} ELSE -{ASKED} END ELSE 0 END AS ours,
    CASE WHEN d.class = 'amount_differs' AND {BESIDES} IS NOT NULL THEN {EXECUTED}
         WHEN r.status = 'succeeded' THEN CASE r.direction WHEN 'collect' THEN r.amount ELSE -r.amount END
         ELSE 0 END AS theirs,
    COALESCE(p.currency, r.currency) AS currency, COALESCE(r.currency, p.currency) AS their_currency
    FROM discrepancy d LEFT JOIN settlement_row r ON r.id = d.row_id LEFT JOIN payment p ON p.id = d.payment_id
    WHERE d.id = :id""")  # noqa: S608 - constants


def find_discrepancy(db: Connection, name: str) -> DiscrepancyNow:
    """Return the discrepancy of this name (D17) as it is now. Raises Refused."""
    row = db.execute(FIND, {"id": _read_number(name)}).one_or_none()
    if row is None:
        raise Refused("staff.no_discrepancy", discrepancy=name)
    return DiscrepancyNow(**row._mapping)


def _read_number(name: str) -> int:
    """Return the number of a discrepancy's name. Raises Refused for what is no such name."""
    number = read_number(name, "D")
    if number is None:
        raise Refused("staff.not_a_discrepancy", discrepancy=name)
    return number


@dataclass(frozen=True)
class CorrectBooks(ApprovedAct):
    """Correct the books by a discrepancy, or take back the correction that turned out wrong."""

    kind: ClassVar[str] = "correct_books"

    found: DiscrepancyNow

    @property
    def subject(self) -> str:
        """The discrepancy's name."""
        return self.found.discrepancy

    def list_values(self) -> dict[str, Any]:
        """Return every value, and the payment of ours in words."""
        found = self.found
        return super().list_values() | {"payment": found.reference or "no payment of ours"}

    def lock(self, db: Connection) -> None:
        """Hold the discrepancy."""
        db.execute(text("SELECT 1 FROM discrepancy WHERE id = :id FOR UPDATE"), {"id": _read_number(self.subject)})

    def preview(self, db: Connection) -> Preview:
        """Return the correcting transfer. Raises Refused when either side moved, or it is no remedy."""
        if find_discrepancy(db, self.subject) != self.found:
            raise Refused("staff.discrepancy_moved", discrepancy=self.subject)
        self._refuse_no_remedy()
        return preview_posting(db, self._transfer(db))

    def do(self, db: Connection, doing: Doing) -> Done:
        """Post the correction; the discrepancy is locked."""
        posting = post(db, self._transfer(db))
        state = "gone" if self.found.state == "corrected_wrongly" else "corrected"
        db.execute(
            text("UPDATE discrepancy SET state = :state, corrections = corrections + 1 WHERE id = :id"),
            {"id": _read_number(self.subject), "state": state},
        )
        after = asdict(find_discrepancy(db, self.subject)) | {"transfer": str(posting.transfer)}
        return Done(Outcome("staff.books_corrected", self.list_values()), self.subject, asdict(self.found), after)

    def _refuse_no_remedy(self) -> None:
        """Raise Refused where a correcting transfer is not the remedy."""
        found = self.found
        said = {"discrepancy": found.discrepancy, "state": found.state}
        if found.state not in ("open", "corrected_wrongly"):
            raise Refused("staff.nothing_to_correct", **said)
        if found.state != "open":
            return
        if found.our_state in UNDER_WAY:
            raise Refused("staff.payment_not_ended", reference=found.reference, state=found.our_state)
        if found.their_status in ("pending", "unclear"):
            raise Refused("staff.file_does_not_say", **said)
        if (found.currency, found.their_currency) != (CURRENCY, CURRENCY):
            raise Refused("staff.correct_in_francs", **said, rail=found.rail, currency=found.their_currency)
        if found.ours == found.theirs:
            raise Refused("staff.moves_no_money", **said)

    def _transfer(self, db: Connection) -> Transfer:
        found = self.found
        if found.state == "corrected_wrongly":
            return self._taken_back(db)
        difference = found.theirs - found.ours
        # An operator that holds more for us owes us more: its float account falls.
        entries = (
            Entry(ledger.ours(db, f"operator_float:{found.rail}"), -difference),
            Entry(ledger.ours(db, SUSPENSE), difference),
        )
        return Transfer(self._key(found.corrections), self.kind, entries, undoes=self._undone(db))

    def _taken_back(self, db: Connection) -> Transfer:
        """Return the last correction's opposite: the two sides agree now, so it should not have been."""
        last = ledger.transfer_id(self._key(self.found.corrections - 1))
        entries = tuple(Entry(account, -amount) for account, amount in ledger.entries_of(db, last))
        return Transfer(self._key(self.found.corrections), self.kind, entries)

    def _key(self, nth: int) -> str:
        return f"correction:{self.subject}:{nth}"

    def _undone(self, db: Connection) -> UUID | None:
        """Return the posting this correction takes back, in whole or in part; None when it only adds."""
        found = self.found
        takes_back = found.ours and abs(found.ours - found.theirs) <= abs(found.ours) and found.corrections == 0
        if not takes_back or abs(found.theirs) > abs(found.ours):
            return None
        payment = payments.find_by_reference(db, found.reference)
        if payment is None or payment.direction == "refund":  # what undoes is never undone
            return None
        if payment.amount != abs(found.ours):  # more came at its page than it posted
            return None
        return payments.find_posted(db, payment.id)
