"""A payment that has ended, and what a purpose is: the answer to what that end posts, undoes, notes and tells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from wallet import ledger
from wallet.ledger import Posting, Transfer
from wallet.messages.notices import Message
from wallet.operations.movements import NewMovement
from wallet.payments.changes import Change
from wallet.payments.payments import Payment
from wallet.people import people
from wallet.people.people import Person


@dataclass(frozen=True)
class Ending:
    """A payment that has just ended: whose it is, who asked (None: no wallet of ours), and what was posted for it."""

    change: Change
    owner: Person
    asker: Person | None
    posting: Posting | None = None  # None before it is posted, and where nothing is

    @property
    def payment(self) -> Payment:
        """Payment as it was before it ended."""
        return self.change.payment

    @property
    def succeeded(self) -> bool:
        """True when the operator did it."""
        return self.change.state == "succeeded"

    @property
    def key(self) -> str:
        """Key of the transfer that a success posts; others begin with it."""
        return f"payment:{self.payment.id}"

    @property
    def float(self) -> str:
        """Code of our account at its operator; of one abroad, where its francs come from or go to (conversion.py)."""
        return f"operator_float:{self.payment.rail}" if self.payment.currency == "XAF" else "position:XAF"

    @property
    def reservation(self) -> UUID:
        """Id of the transfer that holds a payout's money."""
        return UUID(self.payment.reservation)

    def balance(self, db: Connection) -> int:
        """Return what the owner holds now."""
        return self.balance_of(db, self.owner.account_id)

    def balance_of(self, db: Connection, account: int) -> int:
        """Return what an account holds right after this end."""
        return ledger.balance_after(db, self.posting, account) if self.posting else ledger.balance(db, account)


@dataclass(frozen=True)
class Purpose:
    """One purpose. `transfer` returns what an end posts, None for nothing; it may be asked only to look.

    `mark` writes what must be known before the next ending is looked at; `uncount` gives back the room that ceilings
    kept for what certainly never comes, `count_success` mends what they count of what came; `note` and `tell` return
    what histories show of it, and who reads what.
    """

    transfer: Callable[[Connection, Ending], Transfer | None]
    uncount: Callable[[Connection, Ending], None]
    note: Callable[[Connection, Ending], list[NewMovement]]
    tell: Callable[[Connection, Ending], list[Message]]
    mark: Callable[[Connection, Ending, Transfer], None] = lambda *_: None
    count_success: Callable[[Connection, Ending], None] = lambda *_: None


def uncount_nothing(_: Connection, __: Ending) -> None:
    """Do nothing: of a payment that counted against no ceiling."""


def read_endings(db: Connection, changes: Sequence[Change]) -> list[Ending]:
    """Return the endings that these changes are, with the people they concern."""
    ids = {id_ for change in changes for id_ in (change.payment.person_id, change.payment.asked_by) if id_}
    known = people.find_by_ids(db, sorted(ids))
    return [Ending(one, known[one.payment.person_id], known.get(str(one.payment.asked_by))) for one in changes]
