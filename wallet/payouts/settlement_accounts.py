"""Settlement accounts of a business: to which phones, wallet and banks it may be paid out.

They are written by functions of the database alone (functions.sql), for an owner's session; nothing is paid out to one
before 48 hours, in which every owner has heard of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, text

from wallet.core import clock
from wallet.core.public_ids import write_id

WAITS: Final = timedelta(hours=48)  # functions.sql counts the same
SettlementWay = Literal["phone", "wallet", "bank"]
COLUMNS: Final = """a.id::text, a.merchant_id::text, a.kind, a.rail, a.number, a.holder, a.added_at, a.ready_at,
    a.ready_at <= wallet_now() AS is_ready, a.removed_at"""
FIND: Final = text(f"""SELECT {COLUMNS} FROM settlement_account a
    WHERE a.merchant_id = :merchant AND a.id = :id AND a.removed_at IS NULL""")  # noqa: S608 - constants
GET: Final = text(f"SELECT {COLUMNS} FROM settlement_account a WHERE a.id = :id")  # noqa: S608 - constants
LIST: Final = text(f"""SELECT {COLUMNS} FROM settlement_account a
    WHERE a.merchant_id = :merchant AND a.removed_at IS NULL ORDER BY a.added_at, a.id""")  # noqa: S608 - constants


@dataclass(frozen=True)
class SettlementAccount:
    """One of them: a `number` at a `rail`, a RIB whose bank calls its owner `holder`, or the owner's wallet."""

    id: str
    merchant_id: str
    kind: SettlementWay
    rail: str
    number: str
    holder: str
    added_at: datetime
    ready_at: datetime
    is_ready: bool
    removed_at: datetime | None

    @property
    def place(self) -> str:
        """Return where its money waits until it was paid: its rail, or banks, "" for a wallet."""
        return "bank" if self.kind == "bank" else self.rail

    def describe(self) -> dict[str, Any]:
        """Return it as its business sees it, in the API; of a number, its end alone."""
        return {
            "id": write_id("sta", self.id), "object": "settlement_account", "kind": self.kind, "rail": self.rail,
            "number": hide(self.number), "holder": self.holder, "ready_at": clock.write_utc(self.ready_at),
        }  # fmt: skip


def hide(number: str) -> str:
    """Return the last four digits of a number, behind dots."""
    return f"…{number[-4:]}" if number else ""


def find(db: Connection, merchant_id: str, account_id: str) -> SettlementAccount | None:
    """Return an account of a business that was not removed, else None."""
    row = db.execute(FIND, {"merchant": merchant_id, "id": account_id}).one_or_none()
    return SettlementAccount(**row._mapping) if row else None


def get(db: Connection, account_id: str) -> SettlementAccount:
    """Return the account of this id, removed or not. Raises NoResultFound."""
    return SettlementAccount(**db.execute(GET, {"id": account_id}).one()._mapping)


def list_of(db: Connection, merchant_id: str) -> list[SettlementAccount]:
    """Return the accounts of a business, the oldest first."""
    return [SettlementAccount(**row._mapping) for row in db.execute(LIST, {"merchant": merchant_id})]
