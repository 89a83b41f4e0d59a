"""Recharges: money to be added to a wallet at a page, once, by whoever holds its address.

The first success pays it, whenever it comes: what was taken for a wallet is never kept from it. Any other goes back to
where it came from. Which is the first is decided under the row's lock.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from wallet.core.errors import Refused
from wallet.operations import pay_addresses
from wallet.operations.pay_addresses import PayAddress

WAITS: Final = timedelta(hours=24)
ASKED_A_DAY: Final = 20  # recharges that one person may ask for


@dataclass(frozen=True)
class Recharge:
    """A recharge as it stands: `payment_id` is the payment that paid it, None before one has.

    `counted_at` is when its room was counted under its owner's ceilings, None while it takes none.
    """

    id: str
    owner_id: str
    asked_by: str
    amount: int
    payment_id: str | None
    created_at: datetime
    due_at: datetime
    paid_at: datetime | None
    counted_at: datetime | None
    is_over: bool  # its time to be paid is past

    @property
    def is_own(self) -> bool:
        """True for one that its owner asked for: it takes room at once; another's is judged once it is paid."""
        return self.owner_id == self.asked_by

    @property
    def state(self) -> str:
        """Return open, paid or expired."""
        if self.payment_id:
            return "paid"
        return "expired" if self.is_over else "open"


COLUMNS: Final = """id::text, owner_id::text, asked_by::text, amount, payment_id::text, created_at, due_at, paid_at,
    counted_at, due_at <= wallet_now() AS is_over"""
CREATE: Final = text(f"""INSERT INTO recharge (id, owner_id, asked_by, amount, created_at, due_at)
    VALUES (:id, :owner, :asker, :amount, wallet_now(), wallet_now() + :waits) RETURNING {COLUMNS}""")  # noqa: S608 - a constant
COUNTED: Final = text("UPDATE recharge SET counted_at = wallet_now() WHERE id = :id")
UNCOUNTED: Final = text("UPDATE recharge SET counted_at = NULL WHERE id = :id")
COMES: Final = text("""SELECT FROM payment WHERE recharge_id = :id AND id <> :but AND direction = 'collect' AND counted
    AND state NOT IN ('succeeded', 'failed')""")
ASKED: Final = text("""SELECT count(*) FROM recharge WHERE asked_by = :id AND created_at > wallet_now() - :day""")


def create(db: Connection, owner_id: str, asked_by: str, amount: int) -> tuple[Recharge, PayAddress]:
    """Write a recharge down, and the address of its page; `asked_by` is locked. Raises Refused after many in a day."""
    if db.execute(ASKED, {"id": asked_by, "day": timedelta(days=1)}).scalar_one() >= ASKED_A_DAY:
        raise Refused("refusal.recharges")
    address = pay_addresses.create(db, "recharge")
    row = {"id": address.id, "owner": owner_id, "asker": asked_by, "amount": amount, "waits": WAITS}
    return Recharge(**db.execute(CREATE, row).one()._mapping), address


def get(db: Connection, recharge_id: str) -> Recharge:
    """Return the recharge of this id. Raises NoResultFound."""
    row = db.execute(text(f"SELECT {COLUMNS} FROM recharge WHERE id = :id"), {"id": recharge_id}).one()  # noqa: S608 - a constant
    return Recharge(**row._mapping)


def lock_row(db: Connection, recharge_id: str) -> Recharge:
    """Return a recharge as it is now, locked until the transaction ends. Raises NoResultFound."""
    found = text(f"SELECT {COLUMNS} FROM recharge WHERE id = :id FOR NO KEY UPDATE")  # noqa: S608 - a constant
    return Recharge(**db.execute(found, {"id": recharge_id}).one()._mapping)


def lock_row_open(db: Connection, recharge_id: str) -> Recharge:
    """Return a recharge that can still be paid, locked. Raises Refused, saying what became of it."""
    recharge = lock_row(db, recharge_id)
    if recharge.state != "open":
        raise Refused(f"refusal.recharge_{recharge.state}")
    return recharge


def mark_paid(db: Connection, recharge_id: str, payment_id: str) -> None:
    """Note which payment, one that succeeded, paid a locked recharge that none has paid."""
    paid = text("UPDATE recharge SET payment_id = CAST(:payment AS uuid), paid_at = wallet_now() WHERE id = :id")
    db.execute(paid, {"id": recharge_id, "payment": payment_id})


def count_room(db: Connection, recharge_id: str) -> None:
    """Note that the room of a locked recharge counts under its owner's ceilings from now on."""
    db.execute(COUNTED, {"id": recharge_id})


def uncount_room(db: Connection, recharge_id: str) -> None:
    """Note that the room of a locked recharge counts no more: it is there, or it never comes."""
    db.execute(UNCOUNTED, {"id": recharge_id})


def may_come(db: Connection, recharge_id: str, payment_id: str) -> bool:
    """True while another payment than this one may still pay a locked recharge."""
    return db.execute(COMES, {"id": recharge_id, "but": payment_id}).first() is not None
